"""Lines that are added to a draft that is there already."""

import asyncio

import pytest

from products_svc.tests.factories import add_order, add_product, add_supplier, set_terms
from tests.support import client_for, service_bearer

ORDERS = "/api/purchase-orders"


@pytest.fixture
async def tea(client, north):
    tea = await add_product(client)
    breaks = [{"from_quantity": 20, "unit_cost": 2}]
    await set_terms(
        client, north,
        {"product_id": tea["id"], "unit_cost": 3, "price_breaks": breaks},
    )  # fmt: skip
    return tea


@pytest.fixture
async def forecast(app):
    """forecast_svc, which orders for manager 7."""
    async with client_for(app, None) as client:
        client.headers.update(service_bearer("forecast_svc") | {"X-Acting-User": "7"})
        yield client


async def add(client, supplier, *lines, key=None, **changes):
    body = {"supplier_id": supplier["id"], "lines": lines, "into_draft": True} | changes
    headers = {"Idempotency-Key": key} if key else {}
    return await client.post(ORDERS, json=body, headers=headers)


def lines_of(order):
    return [(n["product_id"], n["quantity"], n["unit_cost"]) for n in order["lines"]]


async def test_lines_go_into_the_draft_and_reach_price_breaks(
    client, forecast, tea, north
):
    mug = await add_product(client)
    first = (
        await add(forecast, north, {"product_id": tea["id"], "quantity": 12})
    ).json()
    further = [
        {"product_id": tea["id"], "quantity": 8},
        {"product_id": mug["id"], "quantity": 1, "unit_cost": 5},
    ]
    second = (await add(forecast, north, *further)).json()

    assert (second["id"], second["version"]) == (first["id"], 2)
    assert lines_of(first) == [(tea["id"], 12, 3)]
    assert lines_of(second) == [(tea["id"], 20, 2), (mug["id"], 1, 5)]
    assert (first["status"], first["created_by"]) == ("draft", 7)


async def test_a_cost_that_was_agreed_stays(client, forecast, tea, north):
    agreed = {"product_id": tea["id"], "quantity": 12, "unit_cost": 2.5}
    await add_order(client, north, agreed, placed=False)

    order = await add(forecast, north, {"product_id": tea["id"], "quantity": 12})

    assert lines_of(order.json()) == [(tea["id"], 24, 2.5)]


async def test_what_is_placed_or_of_another_supplier_or_place_is_not_added_to(
    client, forecast, tea, north
):
    line = {"product_id": tea["id"], "quantity": 1, "unit_cost": 1}
    south = await add_supplier(client)
    there = (await client.post("/api/locations", json={"name": "Store"})).json()
    ids = {(await add_order(client, north, line))["id"]}
    ids.add((await add_order(client, south, line, placed=False))["id"])
    elsewhere = {"location_id": there["id"]}
    ids.add((await add_order(client, north, line, placed=False, **elsewhere))["id"])

    order = (await add(forecast, north, line)).json()

    assert order["id"] not in ids
    assert (await add(forecast, north, line, **elsewhere)).json()["id"] in ids


async def test_the_same_call_again_adds_nothing(client, forecast, tea, north):
    line = {"product_id": tea["id"], "quantity": 6}
    first = await add(forecast, north, line, key="advice/1")
    again = await add(forecast, north, line, key="advice/1")
    other = await add(forecast, north, line, key="advice/2")

    assert again.json() == first.json()
    assert lines_of(other.json()) == [(tea["id"], 12, 3)]


async def test_of_two_at_once_one_begins_the_draft(client, forecast, tea, north):
    line = {"product_id": tea["id"], "quantity": 2}

    answers = await asyncio.gather(*(add(forecast, north, line) for _ in range(2)))

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["id"] for answer in answers}) == 1
    (order,) = (await client.get(ORDERS)).json()
    assert lines_of((await client.get(f"{ORDERS}/{order['id']}")).json()) == [
        (tea["id"], 4, 3)
    ]


async def test_what_cannot_be_ordered_leaves_the_draft_as_it_was(
    client, forecast, tea, north
):
    mug = await add_product(client)
    first = (
        await add(forecast, north, {"product_id": tea["id"], "quantity": 12})
    ).json()

    refused = await add(
        forecast, north,
        {"product_id": tea["id"], "quantity": 1}, {"product_id": mug["id"], "quantity": 1},
    )  # fmt: skip
    renamed = await add(
        forecast, north, {"product_id": tea["id"], "quantity": 1}, note="Mine"
    )

    assert (refused.status_code, refused.json()["code"]) == (422, "cost_unknown")
    assert renamed.status_code == 422
    assert (await client.get(f"{ORDERS}/{first['id']}")).json() == first


async def test_a_service_names_for_whom_it_orders(forecast, tea, north):
    del forecast.headers["X-Acting-User"]

    answer = await add(forecast, north, {"product_id": tea["id"], "quantity": 1})

    assert answer.status_code == 403
