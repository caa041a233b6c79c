"""A supervised consumer: batches of events in, one transaction each.

Its rules: explicit offsets, committed after the database; after a
failure the client is thrown away and made anew, which also rewinds to the last
committed offset; a watchdog, because a dead fetch task is never reported; the
batch under way is finished before partitions are given up.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence

import structlog
from aiokafka import (
    AIOKafkaConsumer,
    ConsumerRebalanceListener,
    ConsumerRecord,
    TopicPartition,
)
from aiokafka.coordinator.assignors.range import RangePartitionAssignor
from aiokafka.errors import CommitFailedError, IllegalStateError

from shared import telemetry
from shared.batches import Applier, Subscription
from shared.database import Database
from shared.dead_letters import DeadLetters
from shared.holds import Holds
from shared.supervise import close_within, supervise

__all__ = ["Consumer", "Subscription"]

log = structlog.get_logger(__name__)

START_TIMEOUT_S = 60
STOP_TIMEOUT_S = 5
COMMIT_TIMEOUT_S = 10
STALLED_S = 60.0
"""A loop that has not come round for this long is rebuilt."""
STALE_POLL_MS = 30_000
WATCH_EVERY_S = 5.0

LostOffsets = Callable[[str], Awaitable[None]]


async def _ignore_lost(topic: str) -> None:
    """Services whose state is not a projection have nothing to rebuild."""


class Consumer:
    """One group member; ``run`` until ``stop``."""

    def __init__(
        self,
        database: Database,
        subscriptions: Sequence[Subscription],
        *,
        bootstrap: str,
        group: str,
        max_records: int = 500,
        on_lost_offsets: LostOffsets = _ignore_lost,
    ) -> None:
        self._subscriptions = {s.event.topic: s for s in subscriptions}
        self._bootstrap = bootstrap
        self.group = group
        self._max_records = max_records
        self._on_lost_offsets = on_lost_offsets
        self._dead_letters = DeadLetters(bootstrap, group)
        self._applier = Applier(
            database, self._subscriptions, self._dead_letters, group
        )
        self._holds = Holds(group)
        self._stopping = asyncio.Event()
        self._applying = asyncio.Lock()
        self._next_offset: dict[TopicPartition, int] = {}
        self._beat = 0.0
        self.connected = False
        self.rounds = 0
        """Passes of the loop so far: a count that stands still is a loop that hangs."""

    @property
    def name(self) -> str:
        return self.group

    @property
    def topics(self) -> Sequence[str]:
        return list(self._subscriptions)

    @property
    def held(self) -> dict[str, str]:
        """Topics that wait at an event, and why."""
        return self._holds.reasons

    async def run(self) -> None:
        await supervise(
            f"consumer {self.group}",
            self._one_client,
            stopping=self._stopping,
            on_failure=telemetry.CONSUMER_RESTARTS.labels(self.group).inc,
        )

    def stop(self) -> None:
        """Finish the batch under way, commit, leave the group."""
        self._stopping.set()

    async def _one_client(self) -> None:
        client = AIOKafkaConsumer(
            bootstrap_servers=self._bootstrap,
            group_id=self.group,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            session_timeout_ms=15_000,
            heartbeat_interval_ms=3_000,
            rebalance_timeout_ms=60_000,
            max_poll_interval_ms=300_000,
            partition_assignment_strategy=(RangePartitionAssignor,),
            fetch_max_bytes=16 << 20,
            max_partition_fetch_bytes=4 << 20,
        )
        self._next_offset.clear()
        try:
            async with asyncio.timeout(START_TIMEOUT_S):
                client.subscribe(
                    list(self._subscriptions), listener=_Rebalances(self, client)
                )
                await client.start()
            self._connect(True)
            await self._watched(client)
        finally:
            self._connect(False)
            await close_within(STOP_TIMEOUT_S, client.stop())
            self._holds.forget_all()
            await self._dead_letters.close()

    def _connect(self, connected: bool) -> None:
        self.connected = connected
        telemetry.CONSUMER_CONNECTED.labels(self.group).set(connected)

    async def _watched(self, client: AIOKafkaConsumer) -> None:
        """The loop and its watchdog; the first to end ends both."""
        self._beat = asyncio.get_running_loop().time()
        loop = asyncio.create_task(self._loop(client))
        watch = asyncio.create_task(self._watch(client))
        try:
            done, _ = await asyncio.wait(
                {loop, watch}, return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            # Cancelling getmany is harmless here only because this client is
            # thrown away right after.
            for task in (loop, watch):
                task.cancel()
            await asyncio.gather(loop, watch, return_exceptions=True)
        for task in done:
            task.result()

    async def _loop(self, client: AIOKafkaConsumer) -> None:
        while not self._stopping.is_set():
            self._beat = asyncio.get_running_loop().time()
            self.rounds += 1
            self._holds.try_again(client)
            batches = await client.getmany(
                timeout_ms=500, max_records=self._max_records
            )
            if batches:
                async with self._applying:
                    await self._apply(client, batches)

    async def _apply(
        self,
        client: AIOKafkaConsumer,
        batches: dict[TopicPartition, list[ConsumerRecord]],
    ) -> None:
        for partition, records in batches.items():
            await self._notice_rewind(partition, records[0].offset)
        with telemetry.BATCH_SECONDS.labels(self.group).time():
            progress = await self._applier.apply(batches)
        offsets = progress.next_offsets
        try:
            async with asyncio.timeout(COMMIT_TIMEOUT_S):
                await client.commit(offsets)
        except (CommitFailedError, IllegalStateError) as error:
            # Partitions moved to another member meanwhile. The effects are
            # claimed by id, so its second delivery of them changes nothing.
            log.info("offsets_not_committed", group=self.group, error=str(error))
            return
        self._next_offset |= offsets
        self._holds.settle(client, progress)

    async def _notice_rewind(self, partition: TopicPartition, first: int) -> None:
        """Offsets that jump back mean that the broker lost its log."""
        if first < self._next_offset.get(partition, 0):
            await self.report_lost(partition)

    async def report_lost(self, partition: TopicPartition) -> None:
        telemetry.OFFSETS_LOST.labels(self.group, partition.topic).inc()
        log.error(
            "offsets_lost",
            group=self.group,
            topic=partition.topic,
            partition=partition.partition,
            advice="events were lost between broker and service; projections rebuild",
        )
        await self._on_lost_offsets(partition.topic)

    async def _watch(self, client: AIOKafkaConsumer) -> None:
        now = asyncio.get_running_loop().time
        while True:
            await asyncio.sleep(WATCH_EVERY_S)
            if now() - self._beat > STALLED_S:
                raise TimeoutError(f"the loop has not come round for {STALLED_S:.0f} s")
            stale = [] if self._applying.locked() else self._stale_partitions(client)
            if stale:
                raise TimeoutError(f"no fetch answered for 30 s on {stale}")

    def _stale_partitions(self, client: AIOKafkaConsumer) -> list[TopicPartition]:
        """Drained partitions that no fetch has answered for 30 s. Empty fetches
        count as answers, so a quiet topic is not stale."""
        now_ms = time.time() * 1000
        stale = []
        for partition in client.assignment() - client.paused():
            polled = client.last_poll_timestamp(partition)
            highwater = client.highwater(partition) or 0
            drained = self._next_offset.get(partition, highwater) >= highwater
            if polled and drained and now_ms - polled > STALE_POLL_MS:
                stale.append(partition)
        return stale

    async def give_up(self) -> None:
        """Finish the batch under way; what is read next may begin anywhere."""
        async with self._applying:
            self._next_offset.clear()
            self._holds.forget_all()

    async def check_committed(
        self, client: AIOKafkaConsumer, partitions: Sequence[TopicPartition]
    ) -> None:
        """Raise the alarm when the next offset to read is no longer in the log."""
        if not partitions:
            return
        first = await client.beginning_offsets(partitions)
        end = await client.end_offsets(partitions)
        for partition in partitions:
            committed = await client.committed(partition)
            if committed is None:
                continue
            if not first[partition] <= committed <= end[partition]:
                await self.report_lost(partition)


class _Rebalances(ConsumerRebalanceListener):  # type: ignore[misc]  # aiokafka ships no types
    def __init__(self, consumer: Consumer, client: AIOKafkaConsumer) -> None:
        self._consumer = consumer
        self._client = client

    async def on_partitions_revoked(self, _revoked: set[TopicPartition]) -> None:
        await self._consumer.give_up()

    async def on_partitions_assigned(self, assigned: set[TopicPartition]) -> None:
        await self._consumer.check_committed(self._client, sorted(assigned))
