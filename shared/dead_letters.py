"""Where events go that can never be applied, with the reason beside the bytes."""

import time
from collections import deque

from aiokafka import ConsumerRecord

from shared import telemetry
from shared.events.catalog import dead_letter_topic
from shared.kafka import Message, Producer

MAX_PER_MINUTE = 200


class TooManyDeadLetters(Exception):
    """So many events fail that the fault is ours, not theirs: stop and wait."""


class DeadLetters:
    """Sends originals to ``<topic>.dlq``; refuses to drain a topic.

    A bad deploy that cannot read anything would otherwise empty a topic into
    its dead letters within seconds. Above the limit the offset is held.
    """

    def __init__(self, bootstrap: str, group: str) -> None:
        self._bootstrap = bootstrap
        self._group = group
        self._recent: deque[float] = deque()
        self._producer: Producer | None = None

    async def put(self, record: ConsumerRecord, error: str) -> None:
        """Returns once the broker has it; raises when it cannot, so that the
        offset is held and the event comes again."""
        self._limit()
        producer = self._producer or await Producer.connect(self._bootstrap)
        self._producer = producer
        headers = [
            *record.headers,
            ("dlq_error", error[:1000].encode()),
            ("dlq_topic", record.topic.encode()),
            ("dlq_partition", str(record.partition).encode()),
            ("dlq_offset", str(record.offset).encode()),
            ("dlq_group", self._group.encode()),
        ]
        message = Message(
            dead_letter_topic(record.topic), record.value or b"", record.key, headers
        )
        try:
            (failure,) = await producer.send([message])
            if failure is not None:
                raise failure
        except BaseException:
            await self.close()
            raise
        telemetry.DEAD_LETTERS.labels(self._group, record.topic).inc()

    def _limit(self) -> None:
        now = time.monotonic()
        while self._recent and now - self._recent[0] > 60:
            self._recent.popleft()
        if len(self._recent) >= MAX_PER_MINUTE:
            raise TooManyDeadLetters(
                f"{MAX_PER_MINUTE} dead letters within a minute: offset held"
            )
        self._recent.append(now)

    async def close(self) -> None:
        producer, self._producer = self._producer, None
        if producer is not None:
            await producer.close()
