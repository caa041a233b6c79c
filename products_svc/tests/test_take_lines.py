"""take_lines, as sales_svc calls it for a basket; and what is to be counted then."""

import asyncio
import random

import asyncpg
import orjson
import pytest

from products_svc.tests.factories import add_product, adjust, broken_laws, stock_of
from tests.support import client_for


async def refusals(call):
    with pytest.raises(asyncpg.PostgresError) as caught:
        await call
    assert caught.value.sqlstate == "PS008"
    return orjson.loads(caught.value.detail)


async def movements(inspector):
    rows = await inspector.fetch(
        "SELECT delta, reason, reference FROM stock_movements"
        " WHERE reason <> 'initial' ORDER BY id"
    )
    return [tuple(row) for row in rows]


async def test_two_lines_of_one_product_are_two_movements(client, till, inspector):
    tea, mug = await add_product(client, price=5), await add_product(client, price=9)

    rows = await till.take_lines("b", [(mug["id"], 1), (tea["id"], 2), (mug["id"], 4)])

    assert {row["line"]: row["price"] for row in rows} == {0: 9, 2: 9, 1: 5}
    assert sorted(await movements(inspector)) == [
        (-4, "sale", "b/2"),
        (-2, "sale", "b/1"),
        (-1, "sale", "b/0"),
    ]
    assert await broken_laws(inspector) == []


async def test_of_lines_of_one_product_the_first_are_served(client, till):
    tea = await add_product(client, stock=5)

    refused = await refusals(till.take_lines("b", [(tea["id"], q) for q in (3, 4, 2)]))

    assert [(r["line"], r["code"], r["left"]) for r in refused] == [(1, "PS003", 2)]
    assert await stock_of(client, tea["id"]) == 5


async def test_a_correction_fills_the_gap_and_asks_for_a_count(client, till, inspector):
    tea = await add_product(client, stock=2)
    lines = [(tea["id"], 3), (tea["id"], 4)]

    rows = await till.take_lines("b", lines, "correct")

    assert {row["line"]: row["units_found"] for row in rows} == {0: 1, 1: 4}
    assert await movements(inspector) == [
        (1, "found", "b/0"),
        (-3, "sale", "b/0"),
        (4, "found", "b/1"),
        (-4, "sale", "b/1"),
    ]
    assert await broken_laws(inspector) == []
    (due,) = (await client.get("/api/stock/to-count")).json()
    assert due | {"first_at": 0, "last_at": 0} == {
        "product_id": tea["id"],
        "product_sku": tea["sku"],
        "product_name": tea["name"],
        "unit": "piece",
        "quantity_decimals": 0,
        "archived": False,
        "location_id": 1,
        "stock": 0,
        "found": 5,
        "sales": 2,
        "first_at": 0,
        "last_at": 0,
    }


async def test_what_there_is_enough_of_needs_no_correction(client, till, inspector):
    tea = await add_product(client, stock=5)

    await till.take_lines("b", [(tea["id"], 5)], "correct")

    assert await movements(inspector) == [(-5, "sale", "b/0")]
    assert (await client.get("/api/stock/to-count")).json() == []


async def test_a_count_takes_a_product_off_the_list_and_a_difference_does_not(
    client, till, second_location
):
    tea = await add_product(client, stock=0)
    await till.take_lines("b", [(tea["id"], 1)], "correct")
    await till.take_lines("c", [(tea["id"], 2)], "correct", second_location)

    async def due(**query):
        answer = await client.get("/api/stock/to-count", params=query)
        assert answer.headers["x-total-count"] == str(len(answer.json()))
        return [(d["location_id"], d["found"]) for d in answer.json()]

    assert await due() == [(1, 1), (second_location, 2)]
    await adjust(client, tea["id"], delta=5)
    assert await due(location_id=1) == [(1, 1)]
    counted = await adjust(client, tea["id"], counted=4, reason="count")
    assert counted.status_code == 201, counted.text
    assert await due() == [(second_location, 2)]

    answer = await client.put(f"/api/products/{tea['id']}", json=tea | {"stock": 9})

    assert answer.status_code == 200, answer.text
    assert await due() == []


async def test_the_list_goes_on_behind_a_cursor(client, till):
    for _ in range(3):
        await till.take_lines(
            "b", [((await add_product(client, stock=0))["id"], 1)], "correct"
        )

    first = await client.get("/api/stock/to-count", params={"cursor": "", "limit": 2})
    rest = await client.get(first.links["next"]["url"])

    assert [d["product_id"] for d in (*first.json(), *rest.json())] == [1, 2, 3]
    assert "next" not in rest.links


async def test_no_correction_makes_a_product_or_a_location_that_is_not_there(
    client, till, inspector
):
    tea = await add_product(client, stock=0)

    (unknown,) = await refusals(till.take_lines("b", [(999, 1)], "correct"))
    assert unknown["code"] == "PS001"
    with pytest.raises(asyncpg.PostgresError) as caught:
        await till.take_lines("b", [(tea["id"], 1)], "correct", 99)
    assert caught.value.sqlstate == "PS007"
    (parts,) = await refusals(till.take_lines("b", [(tea["id"], 0.5)], "correct"))
    assert (parts["code"], parts["decimal_places"]) == ("PS004", 0)
    assert await movements(inspector) == []


async def test_baskets_in_opposite_order_never_deadlock(client, till, inspector):
    products = [(await add_product(client, stock=200))["id"] for _ in range(4)]
    chance = random.Random(11)

    async def buy(n):
        lines = [(product, 1) for product in products]
        chance.shuffle(lines)
        short_stock = "correct" if n % 3 == 0 else "refuse"
        await till.take_lines(f"b{n}", lines, short_stock)

    # Any of 20 connections that met a deadlock would raise it.
    await asyncio.gather(*(buy(n) for n in range(200)))

    assert [await stock_of(client, product) for product in products] == [0] * 4
    assert await broken_laws(inspector) == []


async def test_baskets_open_shelves_at_a_new_location_in_one_order(
    client, till, inspector, second_location
):
    products = [(await add_product(client, stock=0))["id"] for _ in range(6)]

    async def buy(n):
        lines = [(product, 1) for product in products]
        await till.take_lines(
            f"b{n}", lines[:: 1 if n % 2 else -1], "correct", second_location
        )

    await asyncio.gather(*(buy(n) for n in range(40)))

    assert await broken_laws(inspector) == []
    due = (await client.get("/api/stock/to-count")).json()
    assert [d["found"] for d in due] == [40] * 6


@pytest.mark.parametrize(("role", "status"), [(None, 401), ("viewer", 200)])
async def test_who_may_look_at_what_is_to_be_counted(app, role, status):
    async with client_for(app, role, 8) as other:
        assert (await other.get("/api/stock/to-count")).status_code == status
