"""The producer: at least once, and every wait bounded.

Not an idempotent one: a broker that lost its data hands out producer ids anew, and
takes the first events of whoever gets the id of a session that outlived the loss
for repetitions of that session. It acknowledges them and drops them. Repetitions
change nothing here, because consumers claim events by their natural id.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from shared.background import close_within

SEND_TIMEOUT_S = 15
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
            bootstrap_servers=bootstrap,
            acks="all",
            linger_ms=5,
            max_batch_size=262_144,
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
        """Send all, wait for every acknowledgement; one outcome per message.

        Raises ``TimeoutError`` when the broker does not answer in time.
        """
        outcomes: list[BaseException | None] = [None] * len(messages)
        async with asyncio.timeout(within_s):
            sent: list[tuple[int, asyncio.Future[object]]] = []
            for position, message in enumerate(messages):
                try:
                    future = await self._client.send(
                        message.topic,
                        value=message.value,
                        key=message.key,
                        headers=list(message.headers),
                    )
                except KafkaError as error:
                    outcomes[position] = error
                else:
                    sent.append((position, future))
            answers = await asyncio.gather(
                *(future for _, future in sent), return_exceptions=True
            )
        for (position, _), answer in zip(sent, answers, strict=True):
            if isinstance(answer, BaseException):
                outcomes[position] = answer
        return outcomes

    async def close(self) -> None:
        await _stop(self._client)


async def _stop(client: AIOKafkaProducer) -> None:
    # With the broker away stop() can hang or raise; the session is dropped
    # either way and the outbox still has what was not acknowledged.
    await close_within(STOP_TIMEOUT_S, client.stop())
