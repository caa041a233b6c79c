"""A rebuild that is cut short, done twice at a time, or made by lost events."""

import asyncio

import httpx
from aiokafka import TopicPartition

from forecast_svc.projection.consumer import make_consumer
from forecast_svc.tests.rebuilding import (
    PAGE,
    finished,
    live_days,
    rebuilding,
    some_sales,
    start,
    status,
)
from shared.kafka.offsets import Start
from tests.support import eventually


async def test_a_rebuild_goes_on_where_a_crash_left_it(
    app, admin, deliver, records, inspector
):
    sold = some_sales(100)
    records.record(*sold)
    reached = asyncio.Event()

    async def away_from_the_third_page(path, after):
        if path == "/api/sales/snapshot" and after >= 2 * PAGE:
            reached.set()
            return httpx.Response(503)
        return None

    async with rebuilding(app, records, away_from_the_third_page):
        await start(admin)
        await asyncio.wait_for(reached.wait(), 20)
        broken = await eventually(lambda: status(admin), until=lambda s: s["error"])
    assert (broken["state"], broken["stage"]) == ("running", "sales")
    assert "503" in broken["error"]
    records.asked.clear()
    async with rebuilding(app, records):
        done = await finished(admin)

    assert ("/api/sales/snapshot", 2 * PAGE) in records.asked
    assert ("/api/sales/snapshot", 0) not in records.asked
    assert (done["lines"], done["error"]) == (100, None)
    assert sum(q for _, _, q, *_ in await live_days(inspector)) == sum(
        s.quantity for s in sold
    )


async def test_a_page_that_was_cut_off_is_not_folded(app, admin, records, inspector):
    records.record(*some_sales(5))
    whole = asyncio.Event()

    async def cut_off(path, after):
        if path == "/api/sales/snapshot" and not whole.is_set():
            page = records.page(path, after, PAGE)
            return httpx.Response(200, content=page[: page.rindex(b'{"next"')])
        return None

    async with rebuilding(app, records, cut_off):
        await start(admin)
        await eventually(lambda: status(admin), until=lambda s: s["error"])
        assert await inspector.fetchval("SELECT count(*) FROM daily") == 0
        whole.set()
        assert (await finished(admin))["lines"] == 5


async def test_two_replicas_do_one_rebuild_once(app, admin, records):
    records.record(*some_sales(100))

    async with rebuilding(app, records), rebuilding(app, records):
        await start(admin)
        await finished(admin)

    pages = [after for path, after in records.asked if path == "/api/sales/snapshot"]
    assert pages == [0, 20, 40, 60, 80, 100]


def lost(topic, partition=0):
    return {TopicPartition(topic, partition): Start(0, "the log was lost")}


async def test_lost_events_are_a_reason_for_a_rebuild(app, admin):
    consumer = make_consumer(app.state.settings, app.state.database)

    for partition in range(3):
        await consumer.take_up(lost("sales.created", partition))

    waiting = await status(admin)
    assert waiting["state"] == "waiting"
    assert waiting["reason"] == "the log was lost (sales.created/0)"


async def test_events_lost_during_a_rebuild_make_another_one(
    app, admin, records, inspector
):
    records.record(*some_sales(30))
    consumer = make_consumer(app.state.settings, app.state.database)
    done = False

    async def lose_some(path, after):
        nonlocal done
        if path == "/api/sales/snapshot" and not done:
            done = True
            await consumer.take_up(lost("sales.voided"))
            assert (await start(admin))["state"] == "running"

    async with rebuilding(app, records, lose_some):
        await start(admin)
        await eventually(
            lambda: inspector.fetchval(
                "SELECT count(*) FROM rebuilds WHERE finished_at IS NOT NULL"
            ),
            until=lambda count: count == 2,
        )

    assert await inspector.fetchval("SELECT count(*) FROM rebuilds") == 2
