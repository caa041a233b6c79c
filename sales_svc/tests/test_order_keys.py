"""Idempotency-Key of a basket: a repetition does nothing and gets the first answer."""

import asyncio
from typing import Any

import pytest

from sales_svc.tests.factories import (
    line,
    order,
    ordered,
    sale_body,
    void,
)


async def test_the_same_key_again_gets_the_first_answer(client, shop):
    tea = await shop.add_product()
    first = await order(client, line(tea, 2, price=4.2), line(tea), key="k1")
    assert first.status_code == 201
    await void(client, first.json()["lines"][0]["id"])

    again = await order(client, line(tea, 2, price=4.20), line(tea), key="k1")

    assert again.content == first.content
    assert again.headers["location"] == first.headers["location"]
    assert await shop.count("sales.orders") == 1


@pytest.mark.parametrize(
    "change",
    [
        {"lines": [line(1, 3)]},
        {"lines": [line(1, 2), line(1)]},
        {"lines": [line(1, 2, discount={"percent": 1})]},
        {"lines": [line(1, 2, discount={"amount": 1})]},
        {"sold_at": "2026-03-02T10:00:01Z"},
        {"location_id": 1},
        {"short_stock": "refuse"},
    ],
)
async def test_the_same_key_with_another_basket_is_refused(client, shop, change):
    await shop.add_product()
    first: dict[str, Any] = {"lines": [line(1, 2)], "key": "k1"}
    assert (await order(client, **first)).status_code == 201

    answer = await order(client, **first | change)

    assert (answer.status_code, answer.json()["code"]) == (
        422,
        "idempotency_key_reused",
    )
    assert await shop.count("sales.orders") == 1


async def test_a_key_stands_for_a_sale_or_a_basket_never_for_both(client, shop):
    tea = await shop.add_product()
    single = {"Idempotency-Key": "sale"}
    await client.post("/api/sales", json=sale_body(tea), headers=single)
    await ordered(client, line(tea), key="basket")

    basket = await order(client, line(tea), key="sale")
    sale = await client.post(
        "/api/sales", json=sale_body(tea), headers={"Idempotency-Key": "basket"}
    )

    assert [a.status_code for a in (basket, sale)] == [422, 422]
    assert {a.json()["code"] for a in (basket, sale)} == {"idempotency_key_reused"}


async def test_twenty_at_once_with_one_key_record_one_basket(client, shop):
    tea = await shop.add_product(stock=100)

    answers = await asyncio.gather(
        *(order(client, line(tea), line(tea), key="k1") for _ in range(20))
    )

    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len({a.content for a in answers if a.status_code == 201}) == 1
    assert await shop.count("sales.orders") == 1
    assert await shop.stock_of(tea) == 98


async def test_a_refused_basket_leaves_its_key_free(client, shop):
    tea = await shop.add_product(stock=1)
    assert (await order(client, line(tea, 2), key="k1")).status_code == 409
    await shop.put_in(1, tea, 1)

    assert (await order(client, line(tea, 2), key="k1")).status_code == 201
