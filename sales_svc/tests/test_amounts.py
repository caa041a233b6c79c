"""What a line came to, and prices that nobody knows."""

import csv
import io
from decimal import Decimal

import pytest

from sales_svc.imports.operations.record_chunks import record_chunks
from sales_svc.selling.queries import sale_snapshot
from sales_svc.tests.factories import make_chunk, make_row, sold, void
from shared.contracts.sales import SaleCreated, SaleVoided


@pytest.fixture
async def imported(app, shop):
    """Three for 10.00, two at a price that nobody knows, and two at 3.50."""
    tea = await shop.add_product(stock=10)
    rows = [
        make_row(
            product_id=tea, quantity=3, price=Decimal("3.33"), amount=Decimal("10.00")
        ),
        make_row(product_id=tea, price=Decimal(0), price_unknown=True),
        make_row(product_id=tea),
    ]
    async with app.state.database.transaction() as db:
        await record_chunks(db, [make_chunk(5, rows=rows)])
    return tea


def money(fact):
    return fact.quantity, float(fact.price), fact.amount, fact.price_unknown


EXACT, UNKNOWN = Decimal("10.00"), True


async def test_the_exact_amount_and_an_unknown_price_are_told(shop, imported):
    told = await shop.events("sales.created")

    facts = [SaleCreated.model_validate(e, extra="forbid") for e in told]
    assert sorted(map(money, facts), key=str) == [
        (2, 0.0, None, UNKNOWN),
        (2, 3.5, None, None),
        (3, 3.33, EXACT, None),
    ]
    assert [e.keys() & {"amount", "price_unknown"} for e in told].count(set()) == 1


async def test_they_stand_in_the_answers_and_count_in_the_revenue(client, imported):
    listed = (await client.get("/api/sales")).json()
    period = {"from": "2025-01-01", "to": "2025-01-31"}
    summary = (await client.get("/api/sales/summary", params=period)).json()

    assert sorted(
        (s["quantity"], s["price"], s["amount"], s["price_unknown"]) for s in listed
    ) == [(2, 0.0, None, True), (2, 3.5, None, False), (3, 3.33, 10.0, False)]
    assert summary["total"] == {
        "quantity": 7,
        "revenue": 17.0,
        "sales": 3,
        "unpriced": 1,
    }


async def test_an_export_has_the_exact_total_and_no_price_where_none_is_known(
    client, imported
):
    text = (await client.get("/api/sales/export.csv")).text

    rows = list(csv.DictReader(io.StringIO(text)))
    assert sorted((r["price"], r["total"], r["price_unknown"]) for r in rows) == [
        ("", "", "true"),
        ("3.33", "10.00", ""),
        ("3.50", "7.00", ""),
    ]


async def test_a_void_and_an_undo_tell_the_same_money(client, app, shop, imported):
    listed = (await client.get("/api/sales")).json()
    by_quantity = {s["amount"]: s["id"] for s in listed}
    await void(client, by_quantity[10.0])

    (voided,) = await shop.events("sales.voided")
    assert SaleVoided.model_validate(voided).amount == EXACT


async def test_a_sale_at_the_till_has_neither(client, shop):
    sale = await sold(client, await shop.add_product(stock=10))

    assert (sale["amount"], sale["price_unknown"]) == (None, False)
    (told,) = await shop.events("sales.created")
    assert not told.keys() & {"amount", "price_unknown"}


async def test_the_snapshot_tells_them_for_a_rebuild(app, imported):
    async with app.state.database.read() as db:
        lines = await sale_snapshot(db, 0, 10)

    assert sorted(((s.amount, s.price_unknown) for s in lines), key=str) == [
        (EXACT, False),
        (None, False),
        (None, True),
    ]
