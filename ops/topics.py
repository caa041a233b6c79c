"""``python -m ops.topics``: create every topic, once, in both run modes, and say who may
do what with them where the broker asks for accounts.

A send to a missing topic waits for metadata instead of failing, so topics
exist before the services start. Running it again changes nothing.
"""

import asyncio
import os
import sys
from collections.abc import Iterable

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.errors import KafkaError, TopicAlreadyExistsError, for_code

from ops.broker import acls
from shared.broker import BrokerSettings, account_of, client_options
from shared.contracts.topics import TOPICS

DEAD_LETTER_RETENTION_MS = 90 * 24 * 60 * 60 * 1000
DEADLINE_S = 60


def all_topics(replication: int) -> Iterable[NewTopic]:
    for topic in TOPICS.values():
        yield NewTopic(
            topic.name,
            topic.partitions,
            replication,
            topic_configs=topic.configuration,
        )
        yield NewTopic(
            topic.dead_letters,
            1,
            replication,
            topic_configs={"retention.ms": str(DEAD_LETTER_RETENTION_MS)},
        )


async def create_topics(bootstrap: str, *, replication: int = 1) -> list[str]:
    """Create what is missing, with the rights of services where ``bootstrap`` names an
    account; the names created. Raises after 60 s without a broker."""
    async with asyncio.timeout(DEADLINE_S):
        admin = await _connect(bootstrap)
        try:
            existing = set(await admin.list_topics())
            missing = [t for t in all_topics(replication) if t.name not in existing]
            if missing:
                response = await admin.create_topics(missing, timeout_ms=20_000)
                for name, code, *_ in response.topic_errors:
                    error = for_code(code)
                    if code and error is not TopicAlreadyExistsError:
                        raise error(f"cannot create topic {name}")
            if account_of(bootstrap):
                await acls.ensure(admin)
        finally:
            await admin.close()
    return [topic.name for topic in missing]


async def recreate_topics(bootstrap: str, *, replication: int = 1) -> None:
    """Forget every event: after a restore they tell of a state that is gone.

    Dead letters stay; nobody acts on them. Raises after 60 s without a broker.
    """
    async with asyncio.timeout(DEADLINE_S):
        admin = await _connect(bootstrap)
        try:
            # A broker deletes in the background, and refuses the name until then.
            while old := set(await admin.list_topics()) & set(TOPICS):
                await admin.delete_topics(sorted(old), timeout_ms=20_000)
                await asyncio.sleep(0.2)
        finally:
            await admin.close()
    await create_topics(bootstrap, replication=replication)


async def _connect(bootstrap: str) -> AIOKafkaAdminClient:
    while True:
        admin = AIOKafkaAdminClient(**client_options(bootstrap))
        try:
            await admin.start()
        except (KafkaError, OSError):
            await admin.close()
            # The caller's deadline bounds this loop.
            await asyncio.sleep(0.5)
        else:
            return admin


def main() -> None:
    bootstrap = BrokerSettings().broker
    replication = int(os.environ.get("KAFKA_REPLICATION", "1"))
    try:
        created = asyncio.run(create_topics(bootstrap, replication=replication))
    except TimeoutError:
        sys.exit(f"No broker answered at {bootstrap} within {DEADLINE_S} s.")
    sys.stdout.write(
        f"topics: {len(created)} created\n" if created else "topics: all there\n"
    )


if __name__ == "__main__":
    main()
