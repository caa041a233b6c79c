"""What every reader of the broker needs around aiokafka's client."""

from typing import Any

from aiokafka import AIOKafkaConsumer

from shared.background import close_within
from shared.broker import client_options


def answering_within(bootstrap: str, seconds: float) -> dict[str, Any]:
    """Options of a client whose requests fail by themselves when unanswered.

    A start that is cancelled from outside leaves its first connection open: nobody
    else knows of that one.
    """
    return client_options(bootstrap) | {"request_timeout_ms": int(seconds * 1000)}


async def close_reader(seconds: float, reader: AIOKafkaConsumer) -> None:
    """Stop a consumer whatever state it is in, waiting so long for each half.

    While the broker is away ``stop`` is cut short by the pause of a fetch that it has
    just cancelled. What it then leaves running would look for the broker for as long as
    the process lives, so that each outage would cost a connection.
    """
    await close_within(seconds, reader.stop())
    await close_within(seconds, reader._client.close())
