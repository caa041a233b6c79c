"""Where events go that can never be applied, with the reason beside the bytes."""

import asyncio
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from aiokafka import ConsumerRecord

from shared import telemetry
from shared.background import asked_to_end
from shared.contracts.topics import dead_letter_topic
from shared.kafka.producer import Message, Producer

MAX_PER_WINDOW = 200
WINDOW_S = 60.0
RETRY_S = 5.0
SEND_TIMEOUT_S = 5.0
MAX_VALUE_BYTES = 900_000
"""Room for the headers below the megabyte that a broker takes."""


@dataclass(frozen=True)
class Letter:
    record: ConsumerRecord
    error: str


@dataclass(frozen=True)
class Unsent:
    """Letters that could not be put aside, why, and when to try again."""

    letters: Sequence[Letter]
    reason: str
    retry_s: float


class DeadLetters:
    """Sends originals to ``<topic>.dlq``; refuses to drain a topic.

    A bad deploy that cannot read anything would otherwise empty a topic into
    its dead letters within seconds. Above the limit events wait in their topic.
    """

    def __init__(self, bootstrap: str, group: str) -> None:
        self._bootstrap = bootstrap
        self._group = group
        self._recent: deque[float] = deque()
        self._producer: Producer | None = None

    async def put(self, letters: Sequence[Letter]) -> Unsent | None:
        """Returns once the broker has them; of the rest the first and all behind it
        are to come again."""
        sent, failure = await self._send(letters[: self._room()])
        if failure is not None:
            reason = f"dead letters cannot be written ({type(failure).__name__})"
            return Unsent(letters[sent:], reason, RETRY_S)
        if sent < len(letters):
            reason = f"more than {MAX_PER_WINDOW} dead letters in {WINDOW_S:.0f} s"
            wait_s = WINDOW_S - (time.monotonic() - self._recent[0])
            return Unsent(letters[sent:], reason, max(wait_s, 0.1))
        return None

    async def _send(
        self, letters: Sequence[Letter]
    ) -> tuple[int, BaseException | None]:
        """How many of the first were acknowledged, and what became of the next."""
        if not letters:
            return 0, None
        try:
            producer = self._producer or await Producer.connect(self._bootstrap)
            self._producer = producer
            outcomes = await producer.send(
                [self._message(letter) for letter in letters], within_s=SEND_TIMEOUT_S
            )
        except (Exception, asyncio.CancelledError) as error:
            await self.close()
            if isinstance(error, asyncio.CancelledError) and asked_to_end():
                raise
            return 0, error
        failed = [n for n, outcome in enumerate(outcomes) if outcome is not None]
        sent = failed[0] if failed else len(letters)
        self._note(letters[:sent])
        if failed:
            await self.close()
            return sent, outcomes[sent]
        return sent, None

    def _message(self, letter: Letter) -> Message:
        record = letter.record
        value = record.value or b""
        headers = [
            *record.headers,
            ("dlq_error", letter.error[:1000].encode()),
            ("dlq_topic", record.topic.encode()),
            ("dlq_partition", str(record.partition).encode()),
            ("dlq_offset", str(record.offset).encode()),
            ("dlq_group", self._group.encode()),
        ]
        if len(value) > MAX_VALUE_BYTES:
            headers.append(("dlq_full_size", str(len(value)).encode()))
        topic = dead_letter_topic(record.topic)
        return Message(topic, value[:MAX_VALUE_BYTES], record.key, headers)

    def _note(self, letters: Sequence[Letter]) -> None:
        for letter in letters:
            telemetry.DEAD_LETTERS.labels(self._group, letter.record.topic).inc()
        self._recent.extend([time.monotonic()] * len(letters))

    def _room(self) -> int:
        now = time.monotonic()
        while self._recent and now - self._recent[0] > WINDOW_S:
            self._recent.popleft()
        return MAX_PER_WINDOW - len(self._recent)

    async def close(self) -> None:
        producer, self._producer = self._producer, None
        if producer is not None:
            await producer.close()
