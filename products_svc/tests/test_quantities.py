"""Kilos, litres and metres: parts of a unit in the catalogue, the ledger and its events."""

import asyncio
import re
from decimal import Decimal

import asyncpg
import orjson
import pytest

from products_svc.tests.factories import (
    add_product,
    adjust,
    broken_laws,
    product,
    product_body,
    stock_of,
)
from products_svc.tests.test_products import events
from products_svc.tests.test_snapshots import pages
from shared.contracts.products import ProductCreated, ProductUpdated
from tests.support import client_for, eventually, outbox_rows, service_bearer

HAM = {"name": "Ham", "unit": "kg", "quantity_decimals": 3, "stock": 2.5}


async def put(client, seen, **changes):
    return await client.put(f"/api/products/{seen['id']}", json=seen | changes)


def refusal(answer):
    return (
        answer.status_code,
        answer.json()["code"],
        answer.json()["errors"][0]["field"],
    )


async def test_a_product_of_kilos_says_so_everywhere(app, client):
    ham = await add_product(client, **HAM)
    await put(client, ham, unit="g", quantity_decimals=3)

    assert (ham["unit"], ham["quantity_decimals"], ham["stock"]) == ("kg", 3, 2.5)
    created, updated = await events(app, ProductCreated, ProductUpdated)
    assert (created.unit, created.quantity_decimals) == ("kg", 3)
    assert created.stock == Decimal("2.5")
    assert (updated.unit, updated.version) == ("g", 2)
    async with client_for(app, None) as forecast:
        forecast.headers.update(service_bearer("forecast_svc"))
        ((line,),) = await pages(forecast, "/api/products/snapshot", limit=9)
        assert (line["unit"], line["quantity_decimals"]) == ("g", 3)
        ((line,),) = await pages(forecast, "/api/stock/snapshot", limit=9)
        assert line["stock"] == 2.5


async def test_whole_units_stay_integers_on_the_wire(app, client):
    ham = await add_product(client, **HAM | {"stock": 2.0})
    answer = await adjust(client, ham["id"], delta=1.000)
    listed = await client.get("/api/products")
    ledger = await client.get(f"/api/products/{ham['id']}/movements")

    for said in (answer, listed, ledger):
        assert not re.search(r'"(stock|delta)":\d+\.', said.text)
    rows = await outbox_rows(app.state.database)
    row = [r for r in rows if r["topic"] == "stock.moved"][-1]
    assert orjson.dumps(row["payload"]).decode().count('"delta":1,"stock":3,') == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"unit": "lb"}, "unit"),
        ({"quantity_decimals": 4}, "quantity_decimals"),
        ({"quantity_decimals": True}, "quantity_decimals"),
        ({"quantity_decimals": None}, "quantity_decimals"),
        ({"stock": 1.5}, "stock"),
        ({"stock": 1.0005, "quantity_decimals": 3}, "stock"),
        ({"stock": "1"}, "stock"),
    ],
)
async def test_what_is_no_such_product_is_refused_by_field(client, changes, field):
    answer = await client.post("/api/products", json=product_body(**changes))
    many = await client.post(
        "/api/products/bulk", json={"items": [product_body(**changes)]}
    )

    assert (answer.status_code, many.status_code) == (422, 422)
    assert answer.json()["errors"][0]["field"] == field
    assert (await client.get("/api/products")).json() == []


async def test_more_decimals_than_the_product_has_are_refused_wherever_stock_is_written(
    client, till, inspector
):
    tea = await add_product(client, quantity_decimals=1, stock=10)

    for changes, field in (
        ({"delta": 0.25}, "delta"),
        ({"delta": -0.25}, "delta"),
        ({"counted": 9.75}, "counted"),
    ):
        answer = await adjust(client, tea["id"], **changes)
        assert refusal(answer) == (422, "quantity_precision", field)
        assert answer.json()["params"] == {"product_id": tea["id"], "decimal_places": 1}
    answer = await put(client, tea, stock=9.75)
    assert refusal(answer) == (422, "quantity_precision", "stock")
    await till.take(1, [(tea["id"], 1)])
    for call, sale in ((till.take, 2), (till.give_back, 1)):
        with pytest.raises(asyncpg.PostgresError) as refused:
            await call(sale, [(tea["id"], Decimal("0.25"))])
        assert refused.value.sqlstate == "PS004"
    for statement in (
        "SELECT damage_stock('x', 1, ARRAY[ROW($1, 0.25, 1)::stock_line])",
        "SELECT open_stock(ARRAY[$1::bigint], ARRAY[0.25], 1, 0::smallint, NULL)",
    ):
        with pytest.raises(asyncpg.PostgresError) as refused:
            await inspector.execute(statement, tea["id"])
        assert refused.value.sqlstate == "PS004"

    assert await stock_of(client, tea["id"]) == 9
    assert await inspector.fetchval("SELECT count(*) FROM stock_movements") == 2


async def test_too_many_decimals_are_said_before_how_little_is_left(client, till):
    tea = await add_product(client, stock=0)

    with pytest.raises(asyncpg.PostgresError) as refused:
        await till.take(1, [(tea["id"], Decimal("0.5"))])

    assert refused.value.sqlstate == "PS004"


@pytest.mark.parametrize("quantity", ["NaN", "Infinity", "0.0001", "0", "-1"])
async def test_the_functions_themselves_take_no_absurd_quantity(
    client, till, inspector, quantity
):
    ham = await add_product(client, **HAM)

    for call in (till.take, till.give_back):
        with pytest.raises(asyncpg.PostgresError):
            await call(1, [(ham["id"], Decimal(quantity))])

    assert await stock_of(client, ham["id"]) == 2.5
    assert await broken_laws(inspector) == []


async def test_stock_of_parts_is_exact_to_the_last_one(client, till, inspector):
    ham = await add_product(client, **HAM | {"stock": 0.3})
    for sale in range(3):
        await till.take(sale, [(ham["id"], Decimal("0.1"))])

    assert await stock_of(client, ham["id"]) == 0
    answer = await adjust(client, ham["id"], delta=-0.001)
    assert answer.json()["code"] == "insufficient_stock"
    assert await broken_laws(inspector) == []


async def test_lines_of_one_product_are_merged_exactly(client, till):
    ham = await add_product(client, **HAM)

    (line,) = await till.take(1, [(ham["id"], Decimal("0.1"))] * 3)

    assert (line["quantity"], line["on_hand"]) == (Decimal("0.3"), Decimal("2.2"))


async def test_decimals_are_raised_freely_and_lowered_while_the_ledger_fits(
    client, till
):
    tea = await add_product(client, stock=10)
    raised = (await put(client, tea, quantity_decimals=3)).json()
    lowered = await put(client, raised, quantity_decimals=0)
    assert (lowered.status_code, lowered.json()["quantity_decimals"]) == (200, 0)

    # Whole units are left, but the ledger has parts.
    await put(client, tea, quantity_decimals=2)
    await till.take(1, [(tea["id"], Decimal("0.5"))])
    await till.give_back(1, [(tea["id"], Decimal("0.5"))])
    seen = await product(client, tea["id"])
    refused = await put(client, seen, quantity_decimals=0)

    assert seen["stock"] == 10
    assert (refused.status_code, refused.json()["code"]) == (
        409,
        "quantity_decimals_in_use",
    )
    assert (await put(client, seen, quantity_decimals=1)).status_code == 200


async def test_a_put_that_names_neither_leaves_unit_and_decimals(client):
    ham = await add_product(client, **HAM)
    body = {"name": "Ham", "sku": ham["sku"], "price": 9.99, "stock": 1.25}

    changed = (await client.put(f"/api/products/{ham['id']}", json=body)).json()

    assert (changed["unit"], changed["quantity_decimals"]) == ("kg", 3)
    assert changed["stock"] == 1.25


async def test_fewer_decimals_wait_for_a_sale_of_a_part_and_find_it(client, inspector):
    ham = await add_product(client, **HAM | {"stock": 100})
    async with inspector.transaction():
        await inspector.execute(
            "SELECT take_stock('x', 1, ARRAY[ROW($1, 0.5, 1)::stock_line])", ham["id"]
        )
        lowering = asyncio.create_task(put(client, ham, quantity_decimals=0))
        await eventually(lambda: waiting(inspector), until=bool)

    assert (await lowering).json()["code"] == "quantity_decimals_in_use"


async def test_a_sale_that_waited_for_fewer_decimals_finds_them(
    client, till, inspector
):
    ham = await add_product(client, **HAM | {"stock": 100})
    async with inspector.transaction():
        await inspector.execute(
            "UPDATE products SET quantity_decimals = 0 WHERE id = $1", ham["id"]
        )
        await inspector.execute(
            "SELECT allow_fewer_decimals($1, 0::smallint)", ham["id"]
        )
        taking = asyncio.create_task(till.take(1, [(ham["id"], Decimal("0.5"))]))
        await eventually(lambda: waiting(inspector), until=bool)
    with pytest.raises(asyncpg.PostgresError) as refused:
        await taking

    assert refused.value.sqlstate == "PS004"
    assert await stock_of(client, ham["id"]) == 100


async def waiting(inspector):
    return await inspector.fetchval(
        "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
        " AND datname = current_database()"
    )


async def test_parts_at_a_further_location_wait_for_fewer_decimals_too(
    client, inspector, second_location
):
    """There is no stock there yet whose lock could be waited for."""
    ham = await add_product(client, **HAM | {"stock": 100})
    async with inspector.transaction():
        await inspector.execute(
            "UPDATE products SET quantity_decimals = 0 WHERE id = $1", ham["id"]
        )
        await inspector.execute(
            "SELECT allow_fewer_decimals($1, 0::smallint)", ham["id"]
        )
        adding = asyncio.create_task(
            adjust(client, ham["id"], delta=0.5, location_id=second_location)
        )
        await eventually(lambda: waiting(inspector), until=bool)
    answer = await adding

    assert (answer.status_code, answer.json()["code"]) == (422, "quantity_precision")


async def test_lists_sort_and_filter_by_parts(client):
    for stock in (0.35, 2, 0.4, 10):
        await add_product(client, **HAM | {"stock": stock})
    pages_of_one = []
    cursor: str | None = ""
    while cursor is not None:
        answer = await client.get(
            "/api/products", params={"sort": "stock", "limit": 1, "cursor": cursor}
        )
        pages_of_one += [item["stock"] for item in answer.json()]
        following = answer.links.get("next")
        cursor = (
            following["url"].split("cursor=")[1].split("&")[0] if following else None
        )

    few = await client.get(
        "/api/products", params={"low_stock": "0.4", "sort": "stock"}
    )
    wrong = await client.get("/api/products", params={"low_stock": "few"})

    assert pages_of_one == [0.35, 0.4, 2, 10]
    assert [item["stock"] for item in few.json()] == [0.35, 0.4]
    assert wrong.status_code == 422


async def test_an_import_learns_how_its_products_are_counted(client):
    ham = await add_product(client, **HAM | {"sku": "HAM"})
    items = [{"sku": "HAM", "name": "Ham", "price": 1}]
    items.append(
        {"sku": "OIL", "name": "Oil", "price": 1, "unit": "l", "quantity_decimals": 2}
    )

    answer = await client.post("/api/products/bulk", json={"items": items})

    assert [
        (row["created"], row["unit"], row["quantity_decimals"]) for row in answer.json()
    ] == [(False, "kg", 3), (True, "l", 2)]
    assert await product(client, ham["id"]) == ham
