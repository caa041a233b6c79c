"""Looks at the relay and the consumers from outside their loops.

How far a group is behind is asked of the broker, on connections of its own: a
loop that has died reports nothing, and what it reported last would stay. A loop
that stands still for five minutes although the broker and the database answer
will not recover in this process. While either is away, however long, there is
nothing that a new process would do better.
"""

import asyncio
from collections.abc import Sequence
from functools import partial
from math import nan
from typing import Protocol

import structlog
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from shared import telemetry
from shared.background import close_within, supervise, wait_or_stop
from shared.db.database import Database
from shared.kafka.clients import answering_within, close_reader
from shared.kafka.consumer import Consumer
from shared.process import end_process

log = structlog.get_logger(__name__)

ROUND_S = 5.0
AWAY_ROUNDS = 60
"""Five minutes in which everything answered; a frozen process does not count them."""
LAST_ROUNDS = 2
"""Between the liveness check that fails and the end: so that others can see it."""
ANSWER_S = 5.0
STALE_S = 20.0
"""A lag that was measured longer ago than this is not known."""
STOP_TIMEOUT_S = 2.0


class Member(Protocol):
    """Something with a loop; ``rounds`` counts its passes."""

    @property
    def name(self) -> str: ...
    @property
    def rounds(self) -> int: ...


class Monitor:
    """``run`` until ``stop``; ``failures`` names the loops that are lost."""

    def __init__(
        self,
        database: Database,
        bootstrap: str,
        *,
        members: Sequence[Member],
        groups: Sequence[Consumer],
    ) -> None:
        self._database = database
        self._bootstrap = bootstrap
        self._members = members
        self._groups = groups
        self._stopping = asyncio.Event()
        self._rounds = {member.name: member.rounds for member in members}
        self._away = dict.fromkeys(self._rounds, 0)
        self._lags: dict[tuple[str, TopicPartition], int] = {}
        self._measured_at = 0.0

    async def run(self) -> None:
        await supervise("monitor", self._one_client, stopping=self._stopping)

    def stop(self) -> None:
        self._stopping.set()

    def failures(self) -> dict[str, str]:
        minutes = AWAY_ROUNDS * ROUND_S / 60
        return {
            name: f"away for {minutes:.0f} minutes although the broker answers"
            for name, rounds in self._away.items()
            if rounds >= AWAY_ROUNDS
        }

    async def _one_client(self) -> None:
        options = answering_within(self._bootstrap, ANSWER_S)
        admin, client = AIOKafkaAdminClient(**options), AIOKafkaConsumer(**options)
        try:
            await admin.start()
            await client.start()
            while not self._stopping.is_set():
                async with asyncio.timeout(ANSWER_S):
                    await self._measure(admin, client)
                    await self._database.ping()
                self._check_members()
                await wait_or_stop(self._stopping, ROUND_S)
        except BaseException:
            self._start_over()
            raise
        finally:
            await close_reader(STOP_TIMEOUT_S, client)
            await close_within(STOP_TIMEOUT_S, admin.close())

    async def _measure(
        self, admin: AIOKafkaAdminClient, client: AIOKafkaConsumer
    ) -> None:
        """Raises when the broker does not answer."""
        # Also without a group: it is the broker that has to answer.
        topics = await admin.describe_topics()
        partitions = {
            topic["topic"]: [
                TopicPartition(topic["topic"], each["partition"])
                for each in topic["partitions"]
            ]
            for topic in topics
        }
        for group in self._groups:
            await self._measure_group(
                group.group,
                [each for topic in group.topics for each in partitions.get(topic, [])],
                admin,
                client,
            )
        self._measured_at = asyncio.get_running_loop().time()

    async def _measure_group(
        self,
        group: str,
        partitions: Sequence[TopicPartition],
        admin: AIOKafkaAdminClient,
        client: AIOKafkaConsumer,
    ) -> None:
        if not partitions:
            return
        first = await client.beginning_offsets(partitions)
        end = await client.end_offsets(partitions)
        committed = await admin.list_consumer_group_offsets(group)
        for partition in partitions:
            known = committed.get(partition)
            at = first[partition] if known is None else known.offset
            self._export(group, partition, max(0, end[partition] - at))

    def _export(self, group: str, partition: TopicPartition, lag: int) -> None:
        key = group, partition
        if key not in self._lags:
            telemetry.CONSUMER_LAG.labels(
                group, partition.topic, partition.partition
            ).set_function(partial(self._lag, key, asyncio.get_running_loop()))
        self._lags[key] = lag

    def _lag(
        self, key: tuple[str, TopicPartition], loop: asyncio.AbstractEventLoop
    ) -> float:
        return nan if loop.time() - self._measured_at > STALE_S else self._lags[key]

    def _check_members(self) -> None:
        for member in self._members:
            if member.rounds == self._rounds[member.name]:
                self._away[member.name] += 1
            else:
                self._away[member.name] = 0
            self._rounds[member.name] = member.rounds
        longest = max(self._away.values(), default=0)
        if longest == AWAY_ROUNDS:
            log.error("not_alive", reasons=self.failures())
        if longest >= AWAY_ROUNDS + LAST_ROUNDS:
            reasons = [f"{name} is {why}" for name, why in self.failures().items()]
            end_process("; ".join(reasons))
            self._start_over()

    def _start_over(self) -> None:
        """Time counts only while everything answers."""
        self._away = dict.fromkeys(self._away, 0)
