"""Goods that go back to whom they were bought from."""

import asyncio

import pytest

from products_svc.tests.factories import (
    add_order,
    add_product,
    add_supplier,
    adjust,
    broken_laws,
    receive,
    stock_of,
)


@pytest.fixture
async def jam(client):
    return await add_product(client, sku="JAM", name="Jam", stock=0)


@pytest.fixture
async def receipt_line(client, north, jam):
    """Ten jars that came in at 3.00, of which 33.30 with freight stand there."""
    line = {"product_id": jam["id"], "quantity": 10, "unit_cost": 3}
    order = await add_order(client, north, line)
    answer = await receive(client, order, 10, freight=3.3)
    assert answer.status_code == 201, answer.text
    return answer.json()["lines"][0]["id"]


async def send_back(client, supplier, *lines, headers=None, **changes):
    body = {"supplier_id": supplier["id"], "reason": "quality", "lines": lines}
    return await client.post(
        "/api/stock/supplier-returns", json=body | changes, headers=headers or {}
    )


async def ledger(inspector):
    row = await inspector.fetchrow(
        "SELECT delta, value, cost_variance, source FROM stock_movements"
        " WHERE reason = 'supplier_return' ORDER BY id DESC LIMIT 1"
    )
    return tuple(row)


async def test_goods_leave_at_what_they_stand_there_with(
    client, inspector, north, jam, receipt_line
):
    answer = await send_back(client, north, {"product_id": jam["id"], "quantity": 4})

    assert answer.status_code == 201, answer.text
    back = answer.json()
    assert back["number"] == "SR000001"
    assert answer.headers["Location"] == "/api/stock/supplier-returns/1"
    assert back["lines"][0]["value"] == 13.32
    assert await stock_of(client, jam["id"]) == 6
    delta, value, variance, source = await ledger(inspector)
    assert (delta, float(value), variance) == (-4, -13.32, None)
    assert source == "supplier_return/1"
    assert await broken_laws(inspector) == []


async def test_a_credit_takes_what_stands_there_and_the_rest_is_a_variance(
    client, inspector, north, jam, receipt_line
):
    line = {"product_id": jam["id"], "quantity": 8, "unit_credit": 5}

    answer = await send_back(client, north, line)

    assert answer.json()["lines"][0]["value"] == 33.3
    _, value, variance, _ = await ledger(inspector)
    assert (float(value), float(variance)) == (-33.3, -6.7)
    assert await broken_laws(inspector) == []


async def test_no_more_than_is_there_goes_back(
    client, inspector, north, jam, receipt_line
):
    await adjust(client, jam["id"], delta=-7)
    other = await add_product(client, stock=5)

    refused = await send_back(
        client,
        north,
        {"product_id": other["id"], "quantity": 1},
        {"product_id": jam["id"], "quantity": 4},
    )

    assert (refused.status_code, refused.json()["code"]) == (409, "insufficient_stock")
    assert refused.json()["params"] == {"product_id": jam["id"], "left": 3}
    assert await stock_of(client, other["id"]) == 5
    assert (await client.get("/api/stock/supplier-returns")).json() == []


async def test_no_more_than_came_in_goes_back_of_a_receipt(
    client, inspector, north, jam, receipt_line
):
    await adjust(client, jam["id"], delta=20)
    line = {"product_id": jam["id"], "receipt_line_id": receipt_line}

    answers = [await send_back(client, north, line | {"quantity": 6}) for _ in range(2)]
    rest = await send_back(client, north, line | {"quantity": 4})

    assert [a.status_code for a in answers] == [201, 409]
    assert answers[1].json()["code"] == "more_than_received"
    assert answers[1].json()["params"]["left"] == 4
    assert rest.status_code == 201


async def test_two_who_send_the_same_back_at_once_send_it_once(
    client, inspector, north, jam, receipt_line
):
    await adjust(client, jam["id"], delta=90)
    line = {"product_id": jam["id"], "receipt_line_id": receipt_line, "quantity": 6}

    answers = await asyncio.gather(*(send_back(client, north, line) for _ in range(4)))

    assert sorted(a.status_code for a in answers) == [201, 409, 409, 409]
    assert await stock_of(client, jam["id"]) == 94
    assert await broken_laws(inspector) == []


async def test_a_lot_goes_back_as_it_is_named(client, inspector, north, jam):
    line = {"product_id": jam["id"], "quantity": 10, "unit_cost": 3}
    order = await add_order(client, north, line)
    parts = [
        {
            "line_id": order["lines"][0]["id"],
            "quantity": 5,
            "lot": lot,
            "expires_on": day,
        }
        for lot, day in (("A", "2099-01-01"), ("B", "2099-02-01"))
    ]
    await receive(client, order, *parts)
    lots = (await client.get("/api/stock/lots")).json()
    line = {"product_id": jam["id"], "lot_id": lots[1]["id"]}

    answers = [await send_back(client, north, line | {"quantity": n}) for n in (4, 2)]

    assert [a.status_code for a in answers] == [201, 409]
    assert answers[1].json()["code"] == "insufficient_lot"
    left = (await client.get("/api/stock/lots")).json()
    assert [(lot["code"], lot["on_hand"]) for lot in left] == [("A", 5), ("B", 1)]


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"supplier_id": 99}, 404, "supplier_not_found"),
        ({"location_id": 99}, 404, "location_not_found"),
        ({"lines": [{"product_id": 99, "quantity": 1}]}, 404, "product_not_found"),
        ({"lines": [{"product_id": 1, "quantity": 1.5}]}, 422, "quantity_precision"),
        (
            {"lines": [{"product_id": 1, "quantity": 1, "receipt_line_id": 99}]},
            404,
            "receipt_line_not_found",
        ),
        (
            {"lines": [{"product_id": 1, "quantity": 1, "lot_id": 9}]},
            404,
            "lot_not_found",
        ),
    ],
)
async def test_what_cannot_go_back_is_said(client, north, tea, change, status, code):
    await adjust(client, tea["id"], delta=5)
    line = {"product_id": tea["id"], "quantity": 1}

    refused = await send_back(client, north, line, **change)

    assert (refused.status_code, refused.json()["code"]) == (status, code)


async def test_a_receipt_of_another_supplier_is_not_meant(
    client, north, jam, receipt_line
):
    south = await add_supplier(client, name="South")
    line = {"product_id": jam["id"], "receipt_line_id": receipt_line, "quantity": 1}

    refused = await send_back(client, south, line)

    assert refused.json()["code"] == "receipt_line_not_found"


async def test_a_repeated_request_sends_goods_back_once(
    client, north, jam, receipt_line
):
    line = {"product_id": jam["id"], "quantity": 2}
    headers = {"Idempotency-Key": "back-1"}

    first = await send_back(client, north, line, headers=headers)
    again = await send_back(client, north, line, headers=headers)

    assert again.json() == first.json()
    assert await stock_of(client, jam["id"]) == 8


async def test_returns_are_listed_newest_first(client, north, jam, receipt_line):
    south = await add_supplier(client, name="South")
    line = {"product_id": jam["id"], "quantity": 1}
    for supplier in (north, south, north):
        await send_back(client, supplier, line)

    async def ids(**query):
        answer = await client.get("/api/stock/supplier-returns", params=query)
        return [row["id"] for row in answer.json()]

    assert await ids() == [3, 2, 1]
    assert await ids(supplier_id=south["id"]) == [2]
    assert await ids(product_id=999) == []
    page = await client.get(
        "/api/stock/supplier-returns", params={"cursor": "", "limit": 2}
    )
    following = page.headers["Link"].partition("<")[2].partition(">")[0]
    assert [row["id"] for row in (await client.get(following)).json()] == [1]
    assert (await client.get("/api/stock/supplier-returns/2")).json()["id"] == 2
    missing = await client.get("/api/stock/supplier-returns/9")
    assert missing.json()["code"] == "supplier_return_not_found"


async def test_what_went_back_is_written_down(
    client, inspector, north, jam, receipt_line
):
    await send_back(client, north, {"product_id": jam["id"], "quantity": 2})

    row = await inspector.fetchrow(
        "SELECT actor, action FROM audit WHERE subject = 'supplier_return/1'"
    )

    assert tuple(row) == (7, "supplier_return.recorded")
