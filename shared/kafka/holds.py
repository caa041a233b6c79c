"""Partitions that wait at an event which can be neither applied nor put aside now."""

import asyncio
from collections.abc import Collection

import structlog
from aiokafka import AIOKafkaConsumer, TopicPartition

from shared import telemetry
from shared.kafka.batches import Hold, Progress

log = structlog.get_logger(__name__)


class Holds:
    """A held partition is paused, and tried again after its pause. The group's other
    partitions go on."""

    def __init__(self, group: str) -> None:
        self._group = group
        self._held: dict[TopicPartition, tuple[Hold, float]] = {}

    def settle(self, client: AIOKafkaConsumer, progress: Progress) -> None:
        """Pause what the batch could not get past; what it got past is held no more."""
        now = asyncio.get_running_loop().time()
        for partition in progress.next_offsets.keys() & client.assignment():
            hold = progress.holds.get(partition)
            if hold is None:
                self.forget([partition])
                continue
            client.pause(partition)
            client.seek(partition, hold.offset)
            if partition not in self._held:
                log.error(
                    "topic_held",
                    group=self._group,
                    topic=partition.topic,
                    partition=partition.partition,
                    offset=hold.offset,
                    reason=hold.reason,
                )
            self._held[partition] = hold, now + hold.retry_s
            telemetry.CONSUMER_HELD.labels(self._group, partition.topic).set(1)

    def try_again(self, client: AIOKafkaConsumer) -> None:
        """Let those whose pause is over be read again; each is held until it gets by."""
        now = asyncio.get_running_loop().time()
        paused = client.paused()
        for partition, (_, until) in self._held.items():
            if partition in paused and now >= until:
                client.resume(partition)

    def forget(self, partitions: Collection[TopicPartition]) -> None:
        for partition in partitions:
            if self._held.pop(partition, None) is None:
                continue
            log.info("topic_no_longer_held", group=self._group, topic=partition.topic)
            if partition.topic not in self.reasons:
                telemetry.CONSUMER_HELD.labels(self._group, partition.topic).set(0)

    def forget_all(self) -> None:
        self.forget(list(self._held))

    @property
    def reasons(self) -> dict[str, str]:
        """By topic: where it is held, and why."""
        return {
            partition.topic: f"{self._group} waits at {partition.partition}"
            f"/{hold.offset}: {hold.reason}"
            for partition, (hold, _) in self._held.items()
        }
