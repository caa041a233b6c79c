"""What happens to a broker, for tests."""

from aiokafka.admin import AIOKafkaAdminClient

from ops.topics import create_topics
from shared.broker import client_options
from tests.support.http import eventually


async def empty_topic(bootstrap: str, topic: str) -> None:
    """Its events are lost: a new topic has its name."""
    admin = AIOKafkaAdminClient(**client_options(bootstrap))
    await admin.start()
    try:
        await admin.delete_topics([topic], timeout_ms=10_000)
    finally:
        await admin.close()

    # A broker deletes in the background, and refuses the name until then.
    async def made_again() -> bool:
        return topic in await create_topics(bootstrap)

    await eventually(made_again)
