"""Kilos, litres and metres at the till: parts of a unit, and money to the cent."""

import csv
import io
from decimal import Decimal

import orjson
import pytest

from sales_svc.imports.operations.record_chunks import record_chunks
from sales_svc.selling.queries import return_snapshot, sale_snapshot
from sales_svc.tests.factories import (
    give_back,
    make_chunk,
    make_row,
    sell,
    sold,
    void,
)
from shared.contracts.imports import ImportReturn, RowReturn
from shared.contracts.sales import SaleCreated, SaleReturned, SaleVoided
from shared.money import line_total


@pytest.fixture
async def ham(shop):
    """Ten kilos at 9.99."""
    return await shop.add_product(stock=10, price="9.99", decimals=3)


async def record(app, *chunks):
    async with app.state.database.transaction() as db:
        await record_chunks(db, chunks)


async def summary(client, month="2026-03"):
    answer = await client.get(
        "/api/sales/summary", params={"from": f"{month}-01", "to": f"{month}-28"}
    )
    return answer.json()["total"]


async def test_a_part_of_a_unit_is_sold_and_comes_to_whole_cents(client, shop, ham):
    answer = await sell(client, ham, quantity=0.35)
    sale = answer.json()

    assert (sale["quantity"], sale["price"], sale["amount"]) == (0.35, 9.99, 3.5)
    assert (await client.get(f"/api/sales/{sale['id']}")).json() == sale
    assert await shop.stock_of(ham) == Decimal("9.65")
    (movement,) = await shop.movements()
    assert (movement["delta"], movement["on_hand"]) == (
        Decimal("-0.35"),
        Decimal("9.65"),
    )
    (event,) = await shop.events("sales.created")
    told = SaleCreated.model_validate_json(orjson.dumps(event), extra="forbid")
    assert (told.quantity, told.amount) == (Decimal("0.35"), Decimal("3.50"))


async def test_whole_units_are_integers_in_answers_and_events(client, shop, ham):
    answer = await sell(client, ham, quantity=2.000)
    await give_back(client, answer.json()["id"], 1.0)
    await void(client, answer.json()["id"])

    texts = [answer.text, (await client.get("/api/sales")).text]
    texts += [
        row["payload"]
        for row in await shop.connection.fetch("SELECT payload FROM sales.outbox")
    ]
    texts += [
        row["payload"]
        for row in await shop.connection.fetch("SELECT payload FROM products.outbox")
    ]
    assert len(texts) == 11
    for text in texts:
        for name, value in orjson.loads(text if text[0] == "{" else text[1:-1]).items():
            if name in {"quantity", "returned", "delta", "stock"}:
                assert type(value) is int, (name, text)
    assert answer.json()["amount"] is None


async def test_more_decimals_than_the_product_has_are_refused(client, shop):
    tea = await shop.add_product(stock=10, decimals=1)

    answer = await sell(client, tea, quantity=0.25)

    assert (answer.status_code, answer.json()["code"]) == (422, "quantity_precision")
    assert answer.json()["errors"][0]["field"] == "quantity"
    assert answer.json()["params"] == {"product_id": tea, "decimal_places": 1}
    assert await shop.nothing_happened()


@pytest.mark.parametrize(
    ("quantity", "code"),
    [
        (0.0005, "greater_than_equal"),
        (1.0005, "quantity_precision"),
        ("2", "number_type"),
        (True, "number_type"),
    ],
)
async def test_what_is_no_quantity_is_refused_with_its_reason(
    client, shop, ham, quantity, code
):
    answer = await sell(client, ham, quantity=quantity)

    assert answer.status_code == 422
    assert [(e["field"], e["code"]) for e in answer.json()["errors"]] == [
        ("quantity", code)
    ]
    assert await shop.nothing_happened()


async def test_a_key_stands_for_the_same_part_however_it_is_written(client, shop, ham):
    first, again, other = [
        await client.post(
            "/api/sales",
            content=f'{{"product_id":{ham},"quantity":{quantity},"sold_at":"2026-03-02"}}',
            headers={"Idempotency-Key": "k", "Content-Type": "application/json"},
        )
        for quantity in ("0.35", "0.350", "0.36")
    ]

    assert first.content == again.content
    assert first.json()["amount"] == 3.5
    assert other.status_code == 422
    assert await shop.stock_of(ham) == Decimal("9.65")


async def test_parts_that_come_back_leave_not_a_cent_and_not_a_gram(client, shop, ham):
    """0.7 kg are 6.99; of it 0.3 and 0.3 kg are 3.00 and 2.99, and 1.00 is left."""
    sale = await sold(client, ham, quantity=0.7)

    first = (await give_back(client, sale["id"], 0.3)).json()
    assert (await summary(client))["revenue"] == 3.99
    second = (await give_back(client, sale["id"], 0.3, "damaged")).json()
    refused = await give_back(client, sale["id"], 0.101)

    assert (first["quantity"], first["amount"]) == (0.3, 3.0)
    assert second["amount"] == 2.99
    assert refused.json()["code"] == "return_exceeds_sale"
    assert refused.json()["params"]["left"] == 0.1
    assert await summary(client) == {
        "quantity": 0.1,
        "revenue": 1.0,
        "sales": 1,
        "unpriced": 0,
    }
    await give_back(client, sale["id"], 0.1)
    assert (await summary(client))["revenue"] == 0
    assert await shop.stock_of(ham) == Decimal("9.7")


async def test_a_part_of_a_whole_sale_comes_back_to_the_cent(client, shop, ham):
    """One kilo at 9.99 needs no amount; 0.3 of it do."""
    sale = await sold(client, ham, quantity=1)
    returned = (await give_back(client, sale["id"], 0.3)).json()
    await void(client, sale["id"])

    assert (sale["amount"], returned["amount"]) == (None, 3.0)
    (event,) = await shop.events("sales.returned")
    assert SaleReturned.model_validate(event, extra="forbid").amount == Decimal("3.00")
    (event,) = await shop.events("sales.voided")
    assert SaleVoided.model_validate(event).left == Decimal("0.7")
    assert await shop.stock_of(ham) == 10


async def test_a_return_has_no_more_decimals_than_its_product(app, client, shop):
    tea = await shop.add_product(stock=10)
    await record(app, make_chunk(5, rows=[make_row(product_id=tea, quantity=2)]))
    (history,) = (await client.get("/api/sales")).json()
    live = await sold(client, tea, quantity=2)

    for sale in (history, live):
        answer = await give_back(client, sale["id"], 0.5)
        assert (answer.status_code, answer.json()["code"]) == (
            422,
            "quantity_precision",
        )
    assert await shop.count("sales.returns") == 0
    assert await shop.stock_of(tea) == 8


async def test_imported_parts_have_their_amount_and_come_back_in_parts(
    app, client, shop, ham
):
    rows = [
        make_row(
            row_key=f"till/{n}",
            product_id=ham,
            quantity=Decimal("0.35"),
            price=Decimal("9.99"),
            returns=[RowReturn(row_key=f"till/{n}/r", quantity=Decimal("0.1"))],
        )
        for n in range(2)
    ]
    rows.append(make_row(row_key="till/w", product_id=ham, quantity=2))
    await record(app, make_chunk(5, rows=rows))

    listed = (await client.get("/api/sales")).json()
    assert sorted((s["quantity"], s["amount"], s["returned"]) for s in listed[:2]) == [
        (0.35, 3.5, 0.1)
    ] * 2 or sorted(
        [(s["quantity"], s["amount"] or 0, s["returned"]) for s in listed]
    ) == [(0.35, 3.5, 0.1), (0.35, 3.5, 0.1), (2, 0, 0)]
    # 3.50 less round(3.50 * 0.1 / 0.35), twice, and two at 3.50.
    assert (await summary(client, "2025-01"))["revenue"] == 12.0
    created = [
        SaleCreated.model_validate(e, extra="forbid")
        for e in await shop.events("sales.created")
    ]
    assert (
        sorted((float(e.quantity), e.amount) for e in created)[:2]
        == [(0.35, Decimal("3.50"))] * 2
    )
    returned = [
        SaleReturned.model_validate(e, extra="forbid")
        for e in await shop.events("sales.returned")
    ]
    assert [(e.quantity, e.amount) for e in returned] == [
        (Decimal("0.1"), Decimal("1.00"))
    ] * 2


async def test_the_same_file_again_changes_nothing_and_another_part_replaces(
    app, client, ham
):
    def row(quantity):
        return make_row(
            row_key="till/1",
            product_id=ham,
            quantity=Decimal(quantity),
            price=Decimal("9.99"),
        )

    await record(app, make_chunk(5, 0, rows=[row("0.35")]))
    await record(app, make_chunk(6, 0, rows=[row("0.350")]))
    await record(app, make_chunk(7, 0, rows=[row("0.36")]))

    counts = [(await client.get(f"/api/sales/imports/{n}")).json() for n in (5, 6, 7)]
    assert [(c["rows"], c["duplicates"], c["changed"]) for c in counts] == [
        (1, 0, 0),
        (0, 1, 0),
        (1, 0, 1),
    ]
    listed = await client.get("/api/sales", params={"voided": "false"})
    assert [s["quantity"] for s in listed.json()] == [0.36]


async def test_a_later_file_takes_a_kilo_off_sales_of_parts(app, client, ham):
    """More sales are needed than kilos come back."""
    parts = [
        make_row(row_key=f"till/{n}", product_id=ham, quantity=Decimal("0.2"))
        for n in range(9)
    ]
    back = ImportReturn(
        row_key="till/back",
        product_id=ham,
        quantity=Decimal("1.1"),
        sold_at="2025-01-09T00:00:00Z",
    )
    await record(app, make_chunk(5, rows=parts))
    await record(app, make_chunk(6, rows=[], returns=[back]))

    listed = (await client.get("/api/sales")).json()
    returned = sorted((s["returned"] for s in listed), reverse=True)
    assert returned == [0.2, 0.2, 0.2, 0.2, 0.2, 0.1, 0, 0, 0]


async def test_files_and_snapshots_have_the_parts(app, client, ham):
    sale = await sold(client, ham, quantity=0.35)
    await sold(client, ham, quantity=2)
    await give_back(client, sale["id"], 0.1)

    text = (await client.get("/api/sales/export.csv")).text
    rows = [
        (row["quantity"], row["price"], row["total"], row["returned"])
        for row in csv.DictReader(io.StringIO(text))
    ]
    async with app.state.database.read() as db:
        lines = await sale_snapshot(db, 0, 10)
        (back,) = await return_snapshot(db, 0, 10)

    assert sorted(rows) == [
        ("0.35", "9.99", "3.50", "0.1"),
        ("2", "9.99", "19.98", "0"),
    ]
    assert [(repr(s.quantity), s.amount, repr(s.returned)) for s in lines] == [
        ("Decimal('0.35')", Decimal("3.50"), "Decimal('0.1')"),
        ("2", None, "0"),
    ]
    assert (back.quantity, back.amount) == (Decimal("0.1"), Decimal("1.00"))


async def test_revenue_is_the_sum_of_lines_rounded_one_by_one(client, shop):
    tin = await shop.add_product(stock=100, price="0.99", decimals=3)
    quantities = [
        Decimal("0.005"),
        Decimal("0.015"),
        Decimal("1.005"),
        Decimal("2.345"),
    ]
    for quantity in quantities:
        await sold(client, tin, quantity=float(quantity))

    total = sum(line_total(Decimal("0.99"), quantity) for quantity in quantities)
    assert (await summary(client))["revenue"] == float(total)


async def test_a_sale_beyond_all_money_has_no_amount_but_is_a_sale(client, shop):
    gold = await shop.add_product(stock=1_000_000, price="9999999999.99", decimals=3)

    sale = await sold(client, gold, quantity=999_999.999)

    assert sale["amount"] is None
    assert (await summary(client))["sales"] == 1
