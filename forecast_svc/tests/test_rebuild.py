"""Folding everything again from snapshots, while events go on."""

import asyncio
import random
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import httpx
import orjson
import pytest
from aiokafka import TopicPartition

from forecast_svc.projection import snapshots
from forecast_svc.projection.consumer import make_consumer
from forecast_svc.projection.rebuild import Rebuilder
from forecast_svc.tests.factories import (
    YESTERDAY,
    moved,
    noon,
    product,
    sale,
    void,
)
from shared.kafka.offsets import Start
from tests.support import client_for, eventually, outbox_rows

PAGE = 20


@dataclass
class Records:
    """What the other services would serve, and who looked."""

    sales: dict[int, Any] = field(default_factory=dict)
    voided: set[int] = field(default_factory=set)
    products: list[dict[str, Any]] = field(default_factory=list)
    stock: list[dict[str, Any]] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)
    asked: list[tuple[str, int]] = field(default_factory=list)

    def record(self, *sold: Any) -> None:
        self.sales |= {s.sale_id: s for s in sold}

    def page(self, path: str, after: int, limit: int) -> bytes:
        self.asked.append((path, after))
        if path == "/api/sales/snapshot":
            lines = [
                {
                    "id": s.sale_id,
                    "product_id": s.product_id,
                    "quantity": s.quantity,
                    "price": float(s.price),
                    "sold_at": s.sold_at.isoformat(),
                    "voided": s.sale_id in self.voided,
                    "import_id": s.import_id,
                }
                for s in sorted(self.sales.values(), key=lambda s: s.sale_id)
                if s.sale_id > after
            ][:limit]
            following = lines[-1]["id"] if len(lines) == limit else None
        else:
            lines = {
                "/api/products/snapshot": self.products,
                "/api/stock/snapshot": self.stock,
                "/api/stock/availability/snapshot": self.changes,
            }[path]
            following = None
        return b"".join(
            orjson.dumps(line) + b"\n" for line in [*lines, {"next": following}]
        )


@pytest.fixture
def records():
    return Records()


@pytest.fixture(autouse=True)
def small_pages(monkeypatch):
    monkeypatch.setattr(snapshots, "LINES_PER_PAGE", PAGE)


@asynccontextmanager
async def rebuilding(app, records, before_page=None, business_tz="UTC"):
    """A runner of rebuilds beside peers that serve these records."""

    async def serve(request):
        after = int(request.url.params["after"])
        if before_page is not None:
            answer = await before_page(request.url.path, after)
            if answer is not None:
                return answer
        limit = int(request.url.params["limit"])
        return httpx.Response(200, content=records.page(request.url.path, after, limit))

    async with httpx.AsyncClient(
        base_url="http://peer", transport=httpx.MockTransport(serve)
    ) as peer:
        runner = Rebuilder(
            app.state.database, products=peer, sales=peer, business_tz=business_tz
        )
        task = asyncio.create_task(runner.run())
        try:
            yield runner
        finally:
            runner.stop()
            await asyncio.wait_for(task, 30)


@pytest.fixture
async def admin(app):
    async with client_for(app, "admin") as client:
        yield client


async def start(admin):
    answer = await admin.post("/api/forecast/rebuild")
    assert answer.status_code == 202
    return answer.json()


async def status(admin):
    return (await admin.get("/api/forecast/rebuild")).json()


async def finished(admin, within=20):
    return await eventually(
        lambda: status(admin),
        until=lambda s: s["state"] == "idle" and s["finished_at"] is not None,
        within=within,
    )


LIVE = "JOIN generations g USING (generation) WHERE g.state = 'live'"


async def live_days(inspector):
    rows = await inspector.fetch(
        f"SELECT product_id, day, quantity, revenue, sales FROM daily {LIVE}"
        " AND (quantity, revenue, sales) <> (0, 0, 0) ORDER BY 1, 2"
    )
    return [tuple(row) for row in rows]


def some_sales(count, first_id=1, seed=1):
    rng = random.Random(seed)
    return [
        sale(
            first_id + n,
            YESTERDAY - timedelta(days=rng.randint(0, 20)),
            product_id=rng.randint(1, 5),
            quantity=rng.randint(1, 9),
        )
        for n in range(count)
    ]


async def test_a_rebuild_gives_the_identical_series(
    app, admin, deliver, records, inspector
):
    sold = some_sales(90)
    taken_back = sold[::7]
    records.record(*sold)
    records.voided = {s.sale_id for s in taken_back}
    await deliver(*sold)
    await deliver(*map(void, taken_back))
    before = await live_days(inspector)

    async with rebuilding(app, records):
        assert (await start(admin))["state"] == "waiting"
        done = await finished(admin)

    assert await live_days(inspector) == before
    assert done["lines"] == 90
    assert (done["reason"], done["error"]) == ("requested", None)
    generations = await inspector.fetch("SELECT generation, state FROM generations")
    assert [tuple(g) for g in generations] == [(1, "live")]
    for table in ("daily", "inbox", "products", "stock", "imports"):
        assert not await inspector.fetchval(
            f"SELECT count(*) FROM {table} WHERE generation = 0"
        )


async def test_a_rebuild_while_events_arrive_gives_the_identical_series(
    app, admin, deliver, records, inspector
):
    """Between the pages sales are made, some of them behind the cursor as when an
    earlier id commits late, and others are voided, read already or not."""
    old = some_sales(200)
    records.record(*old)
    await deliver(*old)
    rng = random.Random(5)
    left, late = list(old), some_sales(40, first_id=1000, seed=2)

    async def before_page(path, after):
        assert (await admin.get("/api/forecast?product_id=1")).status_code == 200
        for _ in range(3):
            gone = left.pop(rng.randrange(len(left)))
            records.voided.add(gone.sale_id)
            await deliver(void(gone))
        if late:
            new = [late.pop(), late.pop()]
            records.record(*new)
            await deliver(*new)
            await deliver(void(new[0]))
            records.voided.add(new[0].sale_id)
            left.append(new[1])

    async with rebuilding(app, records, before_page):
        await start(admin)
        await finished(admin)
    after = sale(5000, product_id=3)
    await deliver(after)
    await deliver(*old, times=2)

    expected: dict[tuple[int, Any], int] = {}
    for s in [*left, after]:
        key = (s.product_id, s.sold_at.date())
        expected[key] = expected.get(key, 0) + s.quantity
    found = {(p, day): quantity for p, day, quantity, *_ in await live_days(inspector)}
    assert found == expected


async def test_what_the_records_do_not_know_is_dropped_and_what_was_lost_comes_back(
    app, admin, deliver, records, inspector
):
    typed_by_hand = sale(900_000_000_001, quantity=50)
    await deliver(typed_by_hand)
    records.record(sale(1, quantity=3))

    async with rebuilding(app, records):
        await start(admin)
        await finished(admin)

    assert [quantity for _, _, quantity, *_ in await live_days(inspector)] == [3]


async def test_copies_of_products_and_stock_come_back_too(
    app, admin, deliver, records, client, inspector
):
    await deliver(product(version=9, name="Wrong"))
    records.products = [
        {
            "product_id": n,
            "sku": f"S{n}",
            "name": name,
            "price": 4.5,
            "category": None,
            "version": 3,
            "archived": n == 2,
            "created_at": "2026-01-01T00:00:00Z",
            "ts": "2026-01-01T00:00:00Z",
        }
        for n, name in ((1, "Tea"), (2, "Coffee"))
    ]
    records.stock = [
        {
            "product_id": 1,
            "location_id": 1,
            "stock": 12,
            "movement_id": 30,
            "ts": "2026-01-01T00:00:00Z",
            "first_moved_at": None,
        }
    ]

    async with rebuilding(app, records):
        await start(admin)
        await finished(admin)
    await deliver(moved(29, stock=99))

    name = await inspector.fetchval(
        f"SELECT name FROM products {LIVE} AND product_id = 1"
    )
    on_hand = await inspector.fetchval(f"SELECT on_hand FROM stock {LIVE}")
    assert (name, on_hand) == ("Tea", 12)
    archived = {
        n: (await client.get(f"/api/forecast?product_id={n}")).json()["archived"]
        for n in (1, 2)
    }
    assert archived == {1: False, 2: True}


async def test_days_without_stock_come_back_when_all_was_lost(
    app, admin, deliver, records, client
):
    day = YESTERDAY - timedelta(days=9)
    sold = [sale(n, YESTERDAY - timedelta(days=n)) for n in range(1, 60)]
    records.record(*sold)
    await deliver(*sold)
    records.changes = [
        {
            "product_id": 1,
            "location_id": 1,
            "movement_id": movement,
            "ts": noon(at).isoformat(),
            "empty": empty,
        }
        for movement, at, empty in (
            (7, day, True),
            (9, day + timedelta(days=2), False),
        )
    ]

    async with rebuilding(app, records):
        await start(admin)
        await finished(admin)

    series = (await client.get("/api/forecast/series?product_id=1")).json()["points"]
    assert [p["day"] for p in series if p["censored"]] == [
        str(day + timedelta(days=n)) for n in range(3)
    ]


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


async def test_another_business_zone_rebuilds_by_itself(
    app, admin, deliver, records, inspector
):
    late = sale(1, sold_at="2026-03-01T23:30:00Z")
    records.record(late)
    await deliver(late)
    assert [str(day) for _, day, *_ in await live_days(inspector)] == ["2026-03-01"]

    async with rebuilding(app, records, business_tz="Europe/Paris"):
        done = await finished(admin)

    assert done["business_tz"] == "Europe/Paris"
    assert done["reason"] == "BUSINESS_TZ is now Europe/Paris"
    assert [str(day) for _, day, *_ in await live_days(inspector)] == ["2026-03-02"]
    await deliver(sale(2, sold_at="2026-03-02T23:30:00Z"))
    assert str((await live_days(inspector))[-1][1]) == "2026-03-03"


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


async def test_after_a_rebuild_imports_are_told_what_it_found(
    app, admin, deliver, records
):
    """One of three imported sales had reached the series before its log was lost."""
    imported = [sale(n, import_id=4) for n in (1, 2, 3)]
    same = sale(9, import_id=5)
    records.record(*imported, same)
    await deliver(imported[0], same)

    async with rebuilding(app, records):
        await start(admin)
        await finished(admin)

    told = [row["payload"] for row in await outbox_rows(app.state.database)]
    assert [(t["import_id"], t["rows"]) for t in told] == [(4, 1), (5, 1), (4, 3)]


async def test_nothing_was_ever_rebuilt(admin):
    assert await status(admin) == {
        "state": "idle",
        "business_tz": None,
        "reason": None,
        "stage": None,
        "lines": 0,
        "requested_at": None,
        "started_at": None,
        "finished_at": None,
        "error": None,
    }
