"""Folding everything again from snapshots, while events go on."""

import random
from collections import Counter
from datetime import timedelta
from typing import Any

from forecast_svc.tests.factories import (
    YESTERDAY,
    moved,
    noon,
    product,
    sale,
    void,
)
from forecast_svc.tests.rebuilding import (
    LIVE,
    finished,
    live_days,
    rebuilding,
    some_sales,
    start,
    status,
)
from tests.support import move_shop, outbox_rows

COPIED = ("locations", "suppliers", "terms", "purchases", "transfers", "lots")


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
    assert (done["trigger"], done["error"]) == ("requested", None)
    assert done["reason"] == "asked for", "the older word stays"
    generations = await inspector.fetch("SELECT generation, state FROM generations")
    assert [tuple(g) for g in generations] == [(1, "live")]
    for table in ("daily", "inbox", "products", "stock", "imports"):
        assert not await inspector.fetchval(
            f"SELECT count(*) FROM {table} WHERE generation = 0"
        )


async def test_what_is_being_read_is_answered_in_the_older_words_too(
    app, admin, records
):
    seen = []

    async def before_page(path, after):
        now = await status(admin)
        seen.append((now["phase"], now["stage"]))

    async with rebuilding(app, records, before_page):
        await start(admin)
        await finished(admin)

    assert seen == [
        ("products", "products"),
        ("stock", "stock"),
        ("movements", "movements"),
        ("stockouts", "turns"),
        *((same, same) for same in COPIED),
        ("history", "history"),
        ("sales", "sales"),
        ("returns", "returns"),
        ("consumed", "consumed"),
    ]


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

    expected: Counter[tuple[Any, ...]] = Counter()
    for s in [*left, after]:
        expected[s.product_id, s.sold_at.date(), s.location_id or 1] += s.quantity
    rows = await live_days(inspector)
    found = {(p, day, place): units for p, day, units, _, _, place in rows}
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
    records.stock = [
        {
            "product_id": 1,
            "location_id": 1,
            "stock": 50,
            "movement_id": 9,
            "ts": noon(YESTERDAY).isoformat(),
        }
    ]
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


async def test_another_time_zone_of_the_shop_rebuilds_by_itself(
    app, admin, deliver, records, inspector
):
    late = sale(1, sold_at="2026-03-01T23:30:00Z")
    records.record(late)
    await deliver(late)
    assert [str(day) for _, day, *_ in await live_days(inspector)] == ["2026-03-01"]

    async with rebuilding(app, records):
        await move_shop(app, time_zone="Europe/Paris")
        done = await finished(admin)

    assert done["business_tz"] == "Europe/Paris"
    assert done["reason"] == "the time zone is now Europe/Paris"
    assert [str(day) for _, day, *_ in await live_days(inspector)] == ["2026-03-02"]
    await deliver(sale(2, sold_at="2026-03-02T23:30:00Z"))
    assert str((await live_days(inspector))[-1][1]) == "2026-03-03"


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
        "trigger": None,
        "reason": None,
        "phase": None,
        "stage": None,
        "lines": 0,
        "requested_at": None,
        "started_at": None,
        "finished_at": None,
        "error": None,
    }
