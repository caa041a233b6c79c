"""A supervised consumer: batches of events in, one transaction each.

Its rules: the offset is part of the transaction and decides where reading goes on,
the broker's note of it follows; after a failure the client is thrown away and made
anew; a watchdog, because a dead fetch task is never reported; the batch under way
is finished before partitions are given up.
"""

import asyncio
import time
from collections.abc import Mapping, Sequence

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
from shared.background import supervise
from shared.broker import client_options
from shared.db.database import Database
from shared.db.epoch import current_epoch
from shared.kafka import offsets
from shared.kafka.batches import Applier, Subscription
from shared.kafka.clients import close_reader
from shared.kafka.dead_letters import DeadLetters
from shared.kafka.holds import Holds
from shared.kafka.offsets import Log, OnLoss, Start, nothing_to_mend, where_to_start

__all__ = ["Consumer", "Subscription"]

log = structlog.get_logger(__name__)

START_TIMEOUT_S = 60
STOP_TIMEOUT_S = 5
COMMIT_TIMEOUT_S = 10
METADATA_AGE_MS = 10_000
STALLED_S = 60.0
"""A loop that has not come round for this long is rebuilt."""
STALE_POLL_MS = 30_000
WATCH_EVERY_S = 5.0


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
        on_loss: OnLoss = nothing_to_mend,
    ) -> None:
        self._database = database
        self._subscriptions = {s.event.topic: s for s in subscriptions}
        self._bootstrap = bootstrap
        self.group = group
        self._max_records = max_records
        self._on_loss = on_loss
        self._dead_letters = DeadLetters(bootstrap, group)
        self._applier = Applier(
            database, self._subscriptions, self._dead_letters, group
        )
        self._holds = Holds(group)
        self._stopping = asyncio.Event()
        self._applying = asyncio.Lock()
        self._next_offset: dict[TopicPartition, int] = {}
        """Of the assigned partitions, once it is settled where to read on."""
        self._assignments = 0
        self._epoch: str | None = None
        self._failure: Exception | None = None
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
            **client_options(self._bootstrap),
            group_id=self.group,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            session_timeout_ms=15_000,
            heartbeat_interval_ms=3_000,
            rebalance_timeout_ms=60_000,
            max_poll_interval_ms=300_000,
            # How soon a topic that was away, or has grown, is seen.
            metadata_max_age_ms=METADATA_AGE_MS,
            partition_assignment_strategy=(RangePartitionAssignor,),
            fetch_max_bytes=16 << 20,
            max_partition_fetch_bytes=4 << 20,
        )
        self._next_offset.clear()
        self._failure = None
        async with self._database.raw() as connection:
            self._epoch = await current_epoch(connection)
        self._applier.begin(self._epoch)
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
            await close_reader(STOP_TIMEOUT_S, client)
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
            if self._failure is not None:
                raise self._failure
            self._holds.try_again(client)
            assignment = self._assignments
            batches = await client.getmany(
                timeout_ms=500, max_records=self._max_records
            )
            if not batches:
                continue
            async with self._applying:
                if assignment == self._assignments:
                    await self._apply(client, batches)
                else:
                    # Read before it was settled from where: all of it comes again.
                    self._seek(client)

    async def _apply(
        self,
        client: AIOKafkaConsumer,
        batches: dict[TopicPartition, list[ConsumerRecord]],
    ) -> None:
        for partition, records in batches.items():
            await self._notice_jump(client, partition, records[0].offset)
        with telemetry.BATCH_SECONDS.labels(self.group).time():
            progress = await self._applier.apply(batches)
        if await self._commit(client, progress.next_offsets):
            self._next_offset |= progress.next_offsets
            self._holds.settle(client, progress)

    async def _notice_jump(
        self, client: AIOKafkaConsumer, partition: TopicPartition, first: int
    ) -> None:
        """Where the log no longer has the next offset, the client reads on at its
        beginning."""
        expected = self._next_offset.get(partition, first)
        if first == expected:
            return
        begin = (await client.beginning_offsets([partition]))[partition]
        if first < expected:
            await self.take_up({partition: Start(first, "the log was lost")})
        elif begin > expected:
            loss = "events were deleted before they were read"
            await self.take_up({partition: Start(first, loss)})

    async def take_up(self, starts: Mapping[TopicPartition, Start]) -> None:
        """Note from where partitions are read; where events were lost, say so and
        have it made good, all in one transaction."""
        lost = {tp: start for tp, start in starts.items() if start.loss is not None}
        for partition, start in lost.items():
            telemetry.OFFSETS_LOST.labels(self.group, partition.topic).inc()
            log.error(
                "offsets_lost",
                group=self.group,
                topic=partition.topic,
                partition=partition.partition,
                goes_on_at=start.offset,
                reason=start.loss,
            )
        if lost:
            self._applier.forget_letters()
        positions = {tp: start.offset for tp, start in starts.items()}
        async with self._database.transaction() as db:
            await offsets.store(db, self.group, self._epoch, positions, anew=True)
            if lost:
                partition, start = min(lost.items())
                reason = f"{start.loss} ({partition.topic}/{partition.partition})"
                await self._on_loss(db, reason)
        self._next_offset |= positions

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
            self._assignments += 1
            self._next_offset.clear()
            self._holds.forget_all()

    async def settle(
        self, client: AIOKafkaConsumer, partitions: Sequence[TopicPartition]
    ) -> None:
        """Find out where to read on, with the database's word before the broker's."""
        async with self._applying:
            try:
                await self._settle(client, partitions)
            except Exception as error:
                # The client would swallow it and read on where the broker says.
                self._failure = error
            self._assignments += 1

    async def _settle(
        self, client: AIOKafkaConsumer, partitions: Sequence[TopicPartition]
    ) -> None:
        if not partitions:
            return
        logs = await _logs(client, partitions)
        # After the broker's: a member that finishes its batch meanwhile writes here
        # first, and what the broker knows must not seem to be ahead.
        async with self._database.read() as db:
            stored = await offsets.read(db, self.group)
        starts = {
            tp: where_to_start(stored.get(tp), self._epoch, log_)
            for tp, log_ in logs.items()
        }
        # Known to the broker before it is known here: a broker that knows nothing
        # of a group that has been there has lost what it knew.
        new = {
            tp: start.offset
            for tp, start in starts.items()
            if tp not in stored and logs[tp].committed is None
        }
        if new and not await self._commit(client, new):
            return
        await self.take_up(starts)
        self._seek(client)
        await self._commit(client, {tp: s.offset for tp, s in starts.items()})

    def _seek(self, client: AIOKafkaConsumer) -> None:
        for partition in self._next_offset.keys() & client.assignment():
            client.seek(partition, self._next_offset[partition])

    async def _commit(
        self, client: AIOKafkaConsumer, reached: Mapping[TopicPartition, int]
    ) -> bool:
        """Whether the partitions are still this member's."""
        try:
            async with asyncio.timeout(COMMIT_TIMEOUT_S):
                await client.commit(dict(reached))
        except (CommitFailedError, IllegalStateError) as error:
            # Partitions moved to another member meanwhile. The effects are
            # claimed by id, so its second delivery of them changes nothing.
            log.info("offsets_not_committed", group=self.group, error=str(error))
            return False
        return True


async def _logs(
    client: AIOKafkaConsumer, partitions: Sequence[TopicPartition]
) -> dict[TopicPartition, Log]:
    first = await client.beginning_offsets(partitions)
    committed = {tp: await client.committed(tp) for tp in partitions}
    end = await client.end_offsets(partitions)
    return {tp: Log(first[tp], end[tp], committed[tp]) for tp in partitions}


class _Rebalances(ConsumerRebalanceListener):  # type: ignore[misc]  # aiokafka ships no types
    def __init__(self, consumer: Consumer, client: AIOKafkaConsumer) -> None:
        self._consumer = consumer
        self._client = client

    async def on_partitions_revoked(self, _revoked: set[TopicPartition]) -> None:
        await self._consumer.give_up()

    async def on_partitions_assigned(self, assigned: set[TopicPartition]) -> None:
        await self._consumer.settle(self._client, sorted(assigned))
