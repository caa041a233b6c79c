"""What a product has at several locations: each its own shelf and its own ledger."""

import asyncio

import orjson
import pytest

from products_svc.tests.factories import (
    add_product,
    adjust,
    broken_laws,
    product,
    stock_of,
)
from tests.support import client_for, service_bearer


@pytest.fixture
async def tea(client, second_location):
    """Ten units in the main shop, four in the second."""
    tea = await add_product(client, stock=10)
    await adjust(client, tea["id"], delta=4, location_id=second_location)
    return tea


async def shelves(inspector, product_id):
    rows = await inspector.fetch(
        "SELECT on_hand FROM stock WHERE product_id = $1 ORDER BY location_id",
        product_id,
    )
    return [row["on_hand"] for row in rows]


async def test_a_products_stock_is_what_all_its_locations_hold(client, tea):
    assert await stock_of(client, tea["id"]) == 14


@pytest.mark.parametrize(
    ("change", "main"),
    [
        ({"stock": 20}, 16),
        ({"stock": 4}, 0),
        ({"stock": 20, "expected_stock": 14}, 16),
    ],
)
async def test_putting_a_stock_sets_the_sum_by_what_the_main_location_holds(
    client, inspector, tea, change, main
):
    answer = await client.put(f"/api/products/{tea['id']}", json=tea | change)

    assert answer.status_code == 200, answer.text
    assert answer.json()["stock"] == change["stock"]
    assert await shelves(inspector, tea["id"]) == [main, 4]
    assert await broken_laws(inspector) == []


async def test_putting_less_than_the_other_locations_hold_is_refused(
    client, inspector, tea
):
    answer = await client.put(
        f"/api/products/{tea['id']}", json=tea | {"stock": 3, "name": "Changed"}
    )

    assert (answer.status_code, answer.json()["code"]) == (409, "insufficient_stock")
    assert (await product(client, tea["id"]))["name"] == "Tea"
    assert await shelves(inspector, tea["id"]) == [10, 4]


async def test_a_put_and_sales_of_both_locations_at_once_leave_every_shelf_right(
    client, inspector, till, second_location
):
    tea = await add_product(client, stock=100)
    await adjust(client, tea["id"], delta=100, location_id=second_location)

    await asyncio.gather(
        client.put(f"/api/products/{tea['id']}", json=tea | {"stock": 150}),
        *(till.take(n, [(tea["id"], 1)]) for n in range(20)),
        *(till.take(20 + n, [(tea["id"], 1)], second_location) for n in range(20)),
    )
    await client.put(f"/api/products/{tea['id']}", json=tea | {"stock": 200})

    assert await shelves(inspector, tea["id"]) == [120, 80]
    assert await broken_laws(inspector) == []


async def test_each_movement_names_its_location(
    client, inspector, till, tea, second_location
):
    await till.take(1, [(tea["id"], 4)], second_location)
    await till.give_back(1, [(tea["id"], 4)], second_location)

    rows = await inspector.fetch(
        "SELECT e ->> 'reason' AS reason, CAST(e ->> 'location_id' AS bigint) AS location,"
        " CAST(e ->> 'stock' AS bigint) AS stock FROM outbox, json_array_elements("
        " CASE json_typeof(payload) WHEN 'array' THEN payload"
        " ELSE json_build_array(payload) END) AS e WHERE topic = 'stock.moved' ORDER BY id"
    )
    assert [tuple(row) for row in rows] == [
        ("initial", 1, 10),
        ("adjustment", second_location, 4),
        ("sale", second_location, 0),
        ("void", second_location, 4),
    ]
    listed = await client.get(
        "/api/stock/movements", params={"location_id": second_location}
    )
    assert len(listed.json()) == 3
    assert await broken_laws(inspector) == []


async def test_snapshots_tell_of_each_location(app, client, till, tea, second_location):
    (sold,) = await till.take(1, [(tea["id"], 4)], second_location)

    async with client_for(app, None) as forecast:
        forecast.headers.update(service_bearer("forecast_svc"))
        stock = await forecast.get("/api/stock/snapshot")
        changes = await forecast.get("/api/stock/availability/snapshot")

    *levels, _ = map(orjson.loads, stock.text.splitlines())
    assert [(s["location_id"], s["stock"]) for s in levels] == [
        (1, 10),
        (second_location, 0),
    ]
    *turned, _ = map(orjson.loads, changes.text.splitlines())
    assert [(t["location_id"], t["empty"]) for t in turned] == [
        (second_location, False),
        (second_location, True),
    ]
    assert turned[1]["movement_id"] == sold["movement_id"]
