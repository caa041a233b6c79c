"""The producer: at least once, and every wait bounded.

Not an idempotent one: a broker that lost its data hands out producer ids anew, and
takes the first events of whoever gets the id of a session that outlived the loss
for repetitions of that session. It acknowledges them and drops them. Repetitions
change nothing here, because consumers claim events by their natural id.
"""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Self

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError, MessageSizeTooLargeError
from aiokafka.partitioner import murmur2
from aiokafka.producer.message_accumulator import BatchBuilder

from shared.background import close_within
from shared.broker import client_options

SEND_TIMEOUT_S = 15
MAX_BATCH_BYTES = 256 << 10
MAX_MESSAGE_BYTES = 1 << 20
"""What a broker takes unless it is told otherwise."""
OVERHEAD_BYTES = 256
"""Of a batch with one message, without its key, value and headers."""
STOP_TIMEOUT_S = 5

Headers = Sequence[tuple[str, bytes]]


@dataclass(frozen=True)
class Message:
    topic: str
    value: bytes
    key: bytes | None = None
    headers: Headers = ()


class Producer:
    """One producer session. After any failure it is thrown away and made anew:
    a batch that timed out can neither be withdrawn nor trusted."""

    def __init__(self, client: AIOKafkaProducer) -> None:
        self._client = client

    @classmethod
    async def connect(cls, bootstrap: str) -> Self:
        """Raises within 15 s when no broker answers."""
        client = AIOKafkaProducer(
            **client_options(bootstrap),
            acks="all",
            linger_ms=5,
            max_batch_size=MAX_BATCH_BYTES,
            request_timeout_ms=10_000,
        )
        try:
            async with asyncio.timeout(SEND_TIMEOUT_S):
                await client.start()
        except BaseException:
            await _stop(client)
            raise
        return cls(client)

    async def send(
        self, messages: Sequence[Message], *, within_s: float = SEND_TIMEOUT_S
    ) -> list[BaseException | None]:
        """Send all, wait for every acknowledgement; one outcome per message. Behind one
        that failed, nothing of its partition is sent.

        Raises ``TimeoutError`` when the broker does not answer in time.
        """
        outcomes: list[BaseException | None] = [None] * len(messages)
        async with asyncio.timeout(within_s):
            by_partition = await self._by_partition(messages, outcomes)
            await asyncio.gather(
                *(
                    self._send_in_order(topic, partition, messages, places, outcomes)
                    for (topic, partition), places in by_partition.items()
                )
            )
        return outcomes

    async def _by_partition(
        self, messages: Sequence[Message], outcomes: list[BaseException | None]
    ) -> dict[tuple[str, int], list[int]]:
        """The places of the messages of each partition, without those too large."""
        found: dict[tuple[str, int], list[int]] = defaultdict(list)
        partitions: dict[str, int | KafkaError] = {}
        for place, message in enumerate(messages):
            topic = message.topic
            if topic not in partitions:
                try:
                    partitions[topic] = len(await self._client.partitions_for(topic))
                except KafkaError as error:
                    partitions[topic] = error
            count = partitions[topic]
            if isinstance(count, KafkaError):
                outcomes[place] = count
            elif _size(message) > MAX_MESSAGE_BYTES:
                outcomes[place] = MessageSizeTooLargeError(
                    f"{_size(message)} bytes, at most {MAX_MESSAGE_BYTES}"
                )
            else:
                found[topic, _partition(message.key, count, place)].append(place)
        return found

    async def _send_in_order(
        self,
        topic: str,
        partition: int,
        messages: Sequence[Message],
        places: Sequence[int],
        outcomes: list[BaseException | None],
    ) -> None:
        done, most = 0, len(places)
        while done < len(places):
            batch, count = self._batch(
                [messages[n] for n in places[done : done + most]]
            )
            try:
                await (await self._client.send_batch(batch, topic, partition=partition))
            except MessageSizeTooLargeError as error:
                # A topic may take less than the broker: then each goes alone, and only
                # the one that is too large stays.
                if count > 1:
                    most = 1
                    continue
                outcomes[places[done]] = error
            except KafkaError as error:
                for place in places[done:]:
                    outcomes[place] = error
                return
            done += count

    def _batch(self, messages: Sequence[Message]) -> tuple[BatchBuilder, int]:
        """As many as one batch holds, and how many those are: a batch of our own, since
        a future for each message would take eight times as long."""
        batch, count = self._client.create_batch(), 0
        for message in messages:
            added = batch.append(
                timestamp=None,
                key=message.key,
                value=message.value,
                headers=list(message.headers),
            )
            if added is None:
                break
            count += 1
        batch.close()
        return batch, count

    async def close(self) -> None:
        await _stop(self._client)


async def _stop(client: AIOKafkaProducer) -> None:
    # With the broker away stop() can hang or raise; the session is dropped
    # either way and the outbox still has what was not acknowledged.
    await close_within(STOP_TIMEOUT_S, client.stop())


@lru_cache(maxsize=65_536)
def _hash(key: bytes) -> int:
    return int(murmur2(key)) & 0x7FFFFFFF


def _partition(key: bytes | None, count: int, place: int) -> int:
    """Where every Kafka client sends this key; messages without one take turns."""
    return (place if key is None else _hash(key)) % count


def _size(message: Message) -> int:
    headers = sum(len(name) + len(value) for name, value in message.headers)
    return OVERHEAD_BYTES + len(message.key or b"") + len(message.value) + headers
