"""What forecast_svc folds its copies from."""

import orjson
import pytest

from products_svc.tests.factories import (
    add_product,
    add_supplier,
    adjust,
    set_terms,
)
from tests.support import client_for, service_bearer


@pytest.fixture
async def forecast(app):
    async with client_for(app, None) as client:
        client.headers.update(service_bearer("forecast_svc"))
        yield client


async def pages(client, address, limit):
    """The lines of every page, without the last one, which leads on."""
    found = []
    after: int | None = 0
    while after is not None:
        answer = await client.get(f"{address}?after={after}&limit={limit}")
        assert answer.headers["content-type"] == "application/x-ndjson"
        *lines, end = map(orjson.loads, answer.text.splitlines())
        found.append(lines)
        after = end["next"]
    return found


async def test_products_come_by_id_with_their_tombstones(client, forecast):
    for name in ("Tea", "Mug", "Jam"):
        await add_product(client, name=name)
    await client.delete("/api/products/2")

    first, second = await pages(forecast, "/api/products/snapshot", limit=2)

    assert [(p["product_id"], p["name"], p["archived"]) for p in [*first, *second]] == [
        (1, "Tea", False),
        (2, "Mug", True),
        (3, "Jam", False),
    ]
    assert [p["version"] for p in first] == [1, 2]
    assert first[0]["price"] == 4.2
    assert first[0]["ts"].endswith("Z")


async def test_stock_comes_with_the_movement_that_it_is_the_state_after(
    client, forecast, till
):
    tea, mug = await add_product(client), await add_product(client, stock=0)
    (taken,) = await till.take(1, [(tea["id"], 4)])
    corrected = (await adjust(client, tea["id"], delta=1)).json()
    sold = (await client.get("/api/stock/movements/3")).json()

    lines = await pages(forecast, "/api/stock/snapshot", limit=1)

    assert [line for page in lines for line in page] == [
        {
            "product_id": tea["id"],
            "location_id": 1,
            "stock": 7,
            "movement_id": corrected["id"],
            "ts": corrected["ts"],
            "first_moved_at": sold["ts"],
            "average_cost": None,
        },
        {
            "product_id": mug["id"],
            "location_id": 1,
            "stock": 0,
            "movement_id": 2,
            "ts": (await client.get("/api/stock/movements/2")).json()["ts"],
            "first_moved_at": None,
            "average_cost": None,
        },
    ]
    assert taken["movement_id"] == sold["id"]


async def test_stock_comes_with_what_it_cost_also_of_an_empty_shelf(
    client, forecast, till
):
    tea = await add_product(client, stock=5)
    west = await add_supplier(client)
    await set_terms(client, west, {"product_id": tea["id"], "unit_cost": 2.6})
    await till.take(1, [(tea["id"], 5)])

    ((line,),) = await pages(forecast, "/api/stock/snapshot", limit=2)

    assert (line["stock"], line["average_cost"]) == (0, 2.6)


async def test_products_come_with_their_tax_rate(client, forecast):
    await add_product(client, tax_rate=5.5)

    ((tea,),) = await pages(forecast, "/api/products/snapshot", limit=2)

    assert tea["tax_rate"] == 5.5


async def test_turns_are_the_movements_that_emptied_a_shelf_or_filled_it_again(
    client, forecast, till
):
    tea, mug = await add_product(client, stock=5), await add_product(client, stock=0)
    await till.take(1, [(tea["id"], 3)])
    (gone,) = await till.take(2, [(tea["id"], 2)])
    filled = (await adjust(client, tea["id"], delta=9)).json()
    first = (await adjust(client, mug["id"], delta=4)).json()

    lines = await pages(forecast, "/api/stock/availability/snapshot", limit=2)

    assert [(t["movement_id"], t["empty"]) for page in lines for t in page] == [
        (gone["movement_id"], True),
        (filled["id"], False),
        (first["id"], False),
    ]
    assert lines[0][1]["ts"] == filled["ts"]
    assert lines[0][1]["product_id"] == tea["id"]


async def test_the_ledger_is_told_page_by_page(client, forecast, till):
    tea = await add_product(client, stock=5)
    (sold,) = await till.take(1, [(tea["id"], 3)])
    filled = (await adjust(client, tea["id"], delta=9)).json()

    told = await pages(forecast, "/api/stock/movements/snapshot", limit=2)

    lines = [line for page in told for line in page]
    assert [line["stock"] for line in lines] == [5, 2, 11]
    assert [line["movement_id"] for line in lines[1:]] == [
        sold["movement_id"],
        filled["id"],
    ]
    assert {line["product_id"] for line in lines} == {tea["id"]}
    assert lines[2]["ts"] == filled["ts"]


async def test_an_empty_catalogue_ends_at_once(forecast):
    assert await pages(forecast, "/api/products/snapshot", limit=10) == [[]]
    assert await pages(forecast, "/api/stock/snapshot", limit=10) == [[]]
    assert await pages(forecast, "/api/stock/availability/snapshot", limit=10) == [[]]
