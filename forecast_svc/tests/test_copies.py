"""Copies of suppliers, terms, orders, transfers, lots and places; what stock cost."""

import asyncio
import random
from datetime import timedelta
from decimal import Decimal

import httpx
import orjson
import pytest

from forecast_svc.tests.factories import deleted, moved, product
from forecast_svc.tests.rebuilding import finished, rebuilding, start, status
from forecast_svc.tests.supply import (
    IN_A_WEEK,
    location,
    lot,
    purchase,
    supplier,
    terms,
    transfer,
)
from tests.support import eventually

NEXT = IN_A_WEEK + timedelta(days=7)
# What makes a fact, its table, its snapshot, and a column that changes.
KINDS = [
    (location, "locations", "/api/locations/snapshot", ("name", "Store")),
    (supplier, "suppliers", "/api/suppliers/snapshot", ("review_days", 14)),
    (terms, "supply_terms", "/api/suppliers/terms/snapshot", ("order_multiple", 8)),
    (purchase, "purchase_lines", "/api/purchase-orders/snapshot", ("open", 4)),
    (transfer, "transfer_lines", "/api/stock/transfers/snapshot", ("open", 0.5)),
    (lot, "lots", "/api/stock/lots/snapshot", ("expires_on", NEXT)),
]
each_kind = pytest.mark.parametrize(
    ("fact", "table", "path", "change"), KINDS, ids=[kind[1] for kind in KINDS]
)


@pytest.fixture
def rows(inspector):
    async def rows(table, columns="*"):
        found = await inspector.fetch(f"SELECT {columns} FROM live_{table}")
        return [dict(row) for row in found]

    return rows


@each_kind
async def test_the_highest_version_wins_in_any_order(
    fact, table, path, change, deliver, rows
):
    column, value = change
    newest = fact(version=9, **{column: value})
    told = [fact(version=n) for n in range(1, 9)]
    random.Random(1).shuffle(told)

    await deliver(*told[:4], newest, *told[4:], times=2)
    await deliver(*told)

    assert [row[column] for row in await rows(table)] == [value]


@each_kind
async def test_a_snapshot_gives_what_events_gave(
    fact, table, path, change, app, admin, deliver, rows, records
):
    """Into an empty schema, and again beside what is there already."""
    told = fact()
    line = orjson.loads(told.model_dump_json()) | {"id": 4}
    if table == "supply_terms":
        records.others[path] = [line]
    else:
        records.others[path] = [{k: v for k, v in line.items() if k != "id"}]

    async with rebuilding(app, records):
        await start(admin)
        await finished(admin)
    from_snapshot = await rows(table)
    await deliver(fact(version=5))
    async with rebuilding(app, records):
        await start(admin)
        await eventually(
            lambda: status(admin), until=lambda s: s["state"] == "idle", within=20
        )

    assert len(from_snapshot) == 1
    records.others.clear()
    await deliver(told)
    assert await rows(table) == from_snapshot


@each_kind
async def test_what_happens_while_a_snapshot_is_read_is_in_the_copy(
    fact, table, path, change, app, admin, deliver, rows, records
):
    """The page was cut before the change and is folded after it; and a page that does
    not come is asked for again."""
    column, value = change
    line = orjson.loads(fact(version=1).model_dump_json()) | {"id": 4}
    records.others[path] = [line]
    refused = asyncio.Event()

    async def before_page(asked, after):
        if asked != path:
            return None
        if not refused.is_set():
            refused.set()
            return httpx.Response(503)
        await deliver(fact(version=2, **{column: value}))
        return None

    async with rebuilding(app, records, before_page):
        await start(admin)
        done = await finished(admin)

    assert [row[column] for row in await rows(table)] == [value]
    assert (done["lines"], done["error"]) == (1, None)


async def test_what_no_snapshot_has_any_more_goes_with_a_rebuild(
    app, admin, deliver, rows, records
):
    await deliver(purchase())

    async with rebuilding(app, records):
        await start(admin)
        await finished(admin)

    assert await rows("purchase_lines") == []


async def test_terms_are_copied_to_the_last_digit(deliver, rows):
    await deliver(terms(lead_time_p50="4.5", order_multiple=0.125))

    (row,) = await rows("supply_terms")
    assert row["unit_cost"] == Decimal("1.234567")
    assert orjson.loads(row["price_breaks"]) == [
        {"from_quantity": 48, "unit_cost": 1.1}
    ]
    assert (row["order_multiple"], row["lead_time_p50"]) == (
        Decimal("0.125"),
        Decimal("4.5"),
    )


async def test_a_suppliers_closures_and_days_are_copied(deliver, rows):
    await deliver(supplier())

    (row,) = await rows("suppliers")
    assert row["order_days"] == [1, 4]
    assert orjson.loads(row["closed"]) == [{"from": "2026-08-01", "to": "2026-08-15"}]


async def test_a_product_is_bought_from_who_is_preferred_else_from_the_first(
    deliver, rows
):
    async def supply():
        return {r["product_id"]: r["supplier_id"] for r in await rows("supply")}

    await deliver(*(supplier(supplier_id=n, name=f"S{n}") for n in (1, 2, 3)))
    await deliver(
        terms(product_id=1, supplier_id=1, preferred=False),
        terms(product_id=1, supplier_id=2),
        terms(product_id=2, supplier_id=3, preferred=False),
        terms(product_id=2, supplier_id=2, preferred=False),
        terms(product_id=3, supplier_id=3, removed=True, preferred=False),
    )
    assert await supply() == {1: 2, 2: 2}

    await deliver(supplier(supplier_id=2, name="S2", archived=True, version=2))
    assert await supply() == {1: 1, 2: 3}


async def test_what_is_on_its_way_is_told_by_place_with_drafts_and_transfers(
    deliver, rows
):
    await deliver(
        purchase(line_id=1, open=24),
        purchase(line_id=2, status="draft", open=6, purchase_order_id=4),
        purchase(line_id=3, status="received", open=0),
        purchase(line_id=4, status="cancelled", open=0, purchase_order_id=5),
    )
    await deliver(transfer(open=4, to_location_id=2), transfer(line_id=10, open=0))

    found = await rows("incoming", "source, source_id, location_id, quantity")
    assert sorted(tuple(row.values()) for row in found) == [
        ("draft", 4, 1, 6),
        ("purchase_order", 3, 1, 24),
        ("transfer", 8, 2, 4),
    ]


async def test_a_shelf_keeps_the_last_cost_that_was_known(deliver, rows):
    """Of no units there is none; and the newest movement of a batch may be that one."""

    async def costs():
        return [(r["on_hand"], r["average_cost"]) for r in await rows("stock")]

    await deliver(moved(1, 10))
    assert await costs() == [(10, None)]
    await deliver(moved(2, 20, average_cost="2.5"), moved(3, 0))
    assert await costs() == [(0, Decimal("2.5"))]
    await deliver(moved(4, 8, average_cost="3.125"))
    await deliver(moved(2, 20, average_cost="2.5"))
    assert await costs() == [(8, Decimal("3.125"))]


async def test_what_stock_cost_and_what_products_need_come_by_snapshot(
    app, admin, rows, records
):
    told = {"ts": "2026-01-01T00:00:00Z", "product_id": 1}
    records.products = [
        told
        | {"sku": "T", "name": "Tea", "price": 4.5, "category": None, "version": 3,
           "archived": False, "tax_rate": 5.5, "shelf_life_days": 90, "parent_id": 7,
           "min_stock": [{"location_id": 1, "quantity": 2.5}]}
    ]  # fmt: skip
    records.stock = [
        told | {"location_id": 1, "stock": 0, "movement_id": 3, "average_cost": 1.25}
    ]

    async with rebuilding(app, records):
        await start(admin)
        await finished(admin)

    (tea,) = await rows("products")
    assert (tea["tax_rate"], tea["shelf_life_days"], tea["parent_id"]) == (
        Decimal("5.5"), 90, 7,
    )  # fmt: skip
    assert orjson.loads(tea["min_stock"]) == [{"location_id": 1, "quantity": 2.5}]
    assert [row["average_cost"] for row in await rows("stock")] == [Decimal("1.25")]


async def test_a_products_shelf_life_stays_when_an_older_service_says_nothing(
    deliver, rows
):
    async def tea():
        (row,) = await rows("products")
        return row["shelf_life_days"], orjson.loads(row["min_stock"])

    least = [{"location_id": 1, "quantity": 3}]
    await deliver(product(1, shelf_life_days=30, min_stock=least))
    await deliver(product(2))
    assert await tea() == (30, least)

    await deliver(product(3, min_stock=[]))
    assert await tea() == (None, [])


async def test_an_archived_product_stays_archived_whatever_comes_late(deliver, rows):
    await deliver(deleted(4))
    await deliver(product(3), product(2))

    assert [row["archived"] for row in await rows("products")] == [True]
