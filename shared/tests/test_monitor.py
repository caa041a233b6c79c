import asyncio
from contextlib import asynccontextmanager
from math import isnan
from types import SimpleNamespace
from uuid import uuid4

import pytest
from prometheus_client import REGISTRY

from shared.contracts.sales import SaleVoided
from shared.kafka import monitor
from shared.kafka.consumer import Consumer, Subscription
from shared.kafka.monitor import Monitor
from shared.tests.consuming import own_event
from tests.support import eventually

pytestmark = pytest.mark.kafka


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    monkeypatch.setattr(monitor, "ROUND_S", 0.05)
    monkeypatch.setattr(monitor, "AWAY_ROUNDS", 3)
    ends: list[str] = []
    monkeypatch.setattr(monitor, "end_process", ends.append)
    return ends


async def ignore(_db, _events):
    pass


def group_of(database, bootstrap, event):
    """A member that never runs: what a loop that has died is to the monitor."""
    return Consumer(
        database,
        [Subscription(event, ignore)],
        bootstrap=bootstrap,
        group=f"toy.{uuid4().hex}",
    )


@asynccontextmanager
async def watching(database, bootstrap, *, members=(), groups=()):
    watch = Monitor(database, bootstrap, members=members, groups=groups)
    task = asyncio.create_task(watch.run())
    try:
        yield watch
    finally:
        watch.stop()
        await asyncio.wait_for(task, 30)


def lag(group):
    found = [
        sample.value
        for metric in REGISTRY.collect()
        for sample in metric.samples
        if sample.name == "previstock_consumer_lag" and sample.labels["group"] == group
    ]
    return sum(found) if found else None


async def test_the_lag_of_a_group_whose_loop_is_dead_grows(database, kafka, send_all):
    event = await own_event(kafka)
    group = group_of(database, kafka, event)
    async with watching(database, kafka, groups=[group]):
        await eventually(lambda: asyncio.sleep(0, lag(group.group) == 0))

        await send_all(event, *(b"%d" % n for n in range(7)))

        await eventually(lambda: asyncio.sleep(0, lag(group.group) == 7))


async def test_a_lag_that_nobody_can_measure_is_no_number(database, kafka, monkeypatch):
    group = group_of(database, kafka, SaleVoided)
    async with watching(database, kafka, groups=[group]):
        await eventually(lambda: asyncio.sleep(0, lag(group.group) is not None))

    monkeypatch.setattr(monitor, "STALE_S", 0)

    assert isnan(lag(group.group))


async def test_a_loop_that_stands_still_while_the_broker_answers_is_lost(
    database, kafka, quick
):
    gone, well = SimpleNamespace(name="gone", rounds=4), Rounding()
    async with watching(database, kafka, members=[gone, well]) as watch:
        await eventually(lambda: asyncio.sleep(0, watch.failures()))
        assert set(watch.failures()) == {"gone"}
        await eventually(lambda: asyncio.sleep(0, quick))
    assert quick[0].startswith("gone is away")


async def test_a_loop_that_comes_round_again_is_alive(database, kafka, monkeypatch):
    monkeypatch.setattr(monitor, "LAST_ROUNDS", 10_000)
    slow = SimpleNamespace(name="slow", rounds=0)
    async with watching(database, kafka, members=[slow]) as watch:
        await eventually(lambda: asyncio.sleep(0, watch.failures()))
        slow.rounds += 1
        await eventually(lambda: asyncio.sleep(0, not watch.failures()))


async def test_while_the_broker_is_away_nobody_is_lost(database, quick):
    gone = SimpleNamespace(name="gone", rounds=4)
    async with watching(database, "127.0.0.1:1", members=[gone]) as watch:
        await asyncio.sleep(2)  # Three rounds would have been enough.
        assert not watch.failures()
    assert not quick


class Rounding:
    name = "well"

    def __init__(self):
        self._passes = 0

    @property
    def rounds(self):
        self._passes += 1
        return self._passes
