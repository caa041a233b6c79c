"""Baskets: several lines are sold at once, all or none, each a sale of its own."""

import asyncio
import random
from collections import Counter
from decimal import Decimal

import pytest

from sales_svc.tests.factories import (
    line,
    order,
    ordered,
    sell,
    sold,
)
from shared.contracts.products import StockMoved
from shared.contracts.sales import SaleCreated
from tests.support import service_bearer


async def ledger(shop):
    return [
        (m["product_id"], m["delta"], m["reason"], m["reference"])
        for m in await shop.movements()
    ]


async def test_each_line_is_a_sale_with_one_movement_and_one_event(client, shop):
    tea = await shop.add_product(stock=10, price="4.20")
    mug = await shop.add_product(stock=5, price="9.00")

    basket = await ordered(client, line(mug, 2), line(tea, 3, price=4), line(mug, 1))

    one, two, three = basket["lines"]
    assert [(s["product_id"], s["quantity"], s["price"]) for s in basket["lines"]] == [
        (mug, 2, 9),
        (tea, 3, 4),
        (mug, 1, 9),
    ]
    assert {s["order_id"] for s in basket["lines"]} == {basket["id"]}
    assert (basket["subtotal"], basket["discount"], basket["total"]) == (39, 0, 39)
    assert await ledger(shop) == [
        (tea, -3, "sale", f"sale:{two['id']}"),
        (mug, -2, "sale", f"sale:{one['id']}"),
        (mug, -1, "sale", f"sale:{three['id']}"),
    ]
    events = await shop.events("sales.created")
    told = [SaleCreated.model_validate(event, extra="forbid") for event in events]
    assert [(e.sale_id, e.order_id) for e in told] == [
        (sale["id"], basket["id"]) for sale in (one, two, three)
    ]
    assert (await shop.stock_of(tea), await shop.stock_of(mug)) == (7, 2)


async def test_the_order_and_its_lines_are_found_again(client, shop):
    tea = await shop.add_product()
    answer = await order(client, line(tea, 2), line(tea, 1))

    basket = answer.json()
    assert (await client.get(answer.headers["location"])).json() == basket
    assert (await client.get("/api/sales/orders")).json() == [basket]
    lines = await client.get("/api/sales", params={"order_id": basket["id"]})
    assert lines.json() == basket["lines"][::-1]
    assert (await client.get("/api/sales/orders/999")).json()["code"] == (
        "basket_not_found"
    )


@pytest.mark.parametrize(
    ("discount", "amount"),
    [
        ({"percent": 10}, 22.5),
        ({"percent": 12.5}, 21.87),  # Off 25.00 are 3.125, which is 3.13.
        ({"percent": 100}, 0),
        ({"amount": 0.01}, 24.99),
        ({"amount": 25}, 0),
    ],
)
async def test_a_discount_is_exact_to_the_cent(client, shop, discount, amount):
    tea = await shop.add_product(price="12.50")

    basket = await ordered(client, line(tea, 2, discount=discount), line(tea, 1))

    first, second = basket["lines"]
    assert (first["price"], first["amount"]) == (12.5, amount)
    assert second["amount"] is None
    assert basket["subtotal"] == 37.5
    assert basket["total"] == pytest.approx(12.5 + amount)
    assert basket["discount"] == pytest.approx(25 - amount)
    created, _ = await shop.events("sales.created")
    assert created["amount"] == amount
    (day,) = (
        await client.get("/api/sales/summary", params={"from": "2026-03-02"})
    ).json()["days"]
    assert day["revenue"] == basket["total"]


async def test_parts_of_a_unit_come_to_whole_cents_before_the_discount(client, shop):
    ham = await shop.add_product(price="9.99", decimals=3)

    basket = await ordered(
        client, line(ham, 0.35), line(ham, 0.35, discount={"percent": 50})
    )

    # 0.35 at 9.99 are 3.4965, which is 3.50; half of that is 1.75.
    assert [sale["amount"] for sale in basket["lines"]] == [3.5, 1.75]
    assert (basket["subtotal"], basket["total"]) == (7, 5.25)


async def test_a_refusal_names_every_line_that_cannot_be_sold(client, shop):
    tea, gone = await shop.add_product(stock=5), await shop.add_product()
    ham = await shop.add_product(decimals=1)
    await shop.archive(gone)

    answer = await order(
        client,
        line(tea, 3),
        line(gone),
        line(tea, 4),
        line(999),
        line(ham, 0.25),
        line(tea, 2, price=1, discount={"amount": 2.01}),
    )

    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (409, "basket_refused")
    said = [(e["field"], e["code"], e["params"].get("left")) for e in problem["errors"]]
    assert sorted(said) == [
        ("lines.1.product_id", "product_not_found", None),
        ("lines.2.quantity", "insufficient_stock", 2),
        ("lines.3.product_id", "product_not_found", None),
        ("lines.4.quantity", "quantity_precision", None),
        ("lines.5.discount", "discount_too_large", None),
    ]
    short = next(e for e in problem["errors"] if e["code"] == "insufficient_stock")
    assert short["params"] == {"product_id": tea, "left": 2, "line": 2}
    assert await shop.nothing_happened()
    assert await shop.stock_of(tea) == 5


async def test_a_discount_larger_than_its_line_takes_the_whole_basket_back(
    client, shop
):
    tea = await shop.add_product(price="4.20")

    answer = await order(client, line(tea), line(tea, discount={"amount": 4.21}))

    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["field"]) == (409, "lines.1.discount")
    assert error["params"] == {"total": 4.2, "line": 1}
    assert await shop.nothing_happened()
    assert await shop.stock_of(tea) == 10


@pytest.mark.parametrize(
    "changes",
    [
        {"lines": []},
        {"lines": [line(1)] * 101},
        {"lines": [line(1, 0)]},
        {"lines": [line(1, discount={})]},
        {"lines": [line(1, discount={"percent": 5, "amount": 1})]},
        {"lines": [line(1, discount={"percent": 100.01})]},
        {"lines": [line(1, discount={"percent": 0})]},
        {"lines": [line(1, discount={"amount": 1.001})]},
        {"short_stock": "guess"},
        {"location_id": 0},
        {"total": 5},
    ],
)
async def test_what_makes_no_sense_is_refused(client, shop, changes):
    await shop.add_product()

    answer = await order(client, **{"lines": [line(1)]} | changes)

    assert answer.status_code == 422
    assert await shop.nothing_happened()


async def test_a_hundred_lines_are_one_basket(client, shop):
    products = [await shop.add_product(stock=20) for _ in range(10)]

    basket = await ordered(client, *(line(products[n % 10]) for n in range(100)))

    assert [sale["product_id"] for sale in basket["lines"]] == products * 10
    assert {await shop.stock_of(product) for product in products} == {10}
    assert len(await shop.movements()) == 100
    assert basket["total"] == 420


async def test_of_two_hundred_baskets_in_opposite_order_each_counts_once(client, shop):
    products = [await shop.add_product(stock=150, price="1.10") for _ in range(5)]
    chance = random.Random(29)

    async def buy(n):
        order_of = products if n % 2 else products[::-1]
        lines = [line(product, chance.randint(1, 2)) for product in order_of]
        answer = await order(client, *lines, key=f"key-{n}")
        while answer.status_code == 503:
            # Too many for the pool: it says to try again, and the key keeps count.
            answer = await order(client, *lines, key=f"key-{n}")
        return answer

    answers = await asyncio.gather(*(buy(n) for n in range(200)))

    recorded = [a.json() for a in answers if a.status_code == 201]
    refused = [a.json() for a in answers if a.status_code != 201]
    assert {problem["code"] for problem in refused} == {"basket_refused"}
    sold = Counter[int]()
    for basket in recorded:
        for sale in basket["lines"]:
            sold[sale["product_id"]] += sale["quantity"]
    assert {p: await shop.stock_of(p) for p in products} == {
        p: 150 - sold[p] for p in products
    }
    assert len(await shop.movements()) == await shop.count("sales.sales")
    assert len(await shop.events("sales.created")) == await shop.count("sales.sales")
    kept = await shop.connection.fetchval(
        "SELECT sum(price * quantity) FROM sales.sales"
    )
    assert kept == sum((Decimal(str(b["total"])) for b in recorded), Decimal())


async def test_a_basket_is_sold_where_it_says(client, shop, second_location):
    tea = await shop.add_product(stock=1)
    await shop.put_in(second_location, tea, 4)

    basket = await ordered(client, line(tea, 3), location_id=second_location)
    single = await sold(client, tea, location_id=second_location)

    assert basket["location_id"] == single["location_id"] == second_location
    assert await shop.stock_of(tea) == 1
    assert {e["location_id"] for e in await shop.events("sales.created")} == {
        second_location
    }
    nowhere = await order(client, line(tea), location_id=99)
    assert (nowhere.status_code, nowhere.json()["code"]) == (404, "location_not_found")
    assert (await sell(client, tea, location_id=99)).json()["code"] == (
        "location_not_found"
    )


async def test_the_snapshot_tells_to_which_basket_a_sale_belongs(client, shop):
    tea = await shop.add_product()
    basket = await ordered(client, line(tea))
    await sold(client, tea)

    answer = await client.get(
        "/api/sales/snapshot", headers=service_bearer("forecast_svc")
    )

    assert f'"order_id":{basket["id"]}' in answer.text.splitlines()[0]
    assert '"order_id":null' in answer.text.splitlines()[1]


async def test_events_of_stock_are_what_their_model_says(client, shop):
    tea = await shop.add_product(stock=1)
    await ordered(client, line(tea, 3), short_stock="correct")

    rows = await shop.connection.fetch(
        "SELECT payload FROM products.outbox WHERE topic = 'stock.moved' ORDER BY id"
    )

    told = [StockMoved.model_validate_json(row["payload"]) for row in rows[1:]]
    assert [(e.reason, e.delta, e.stock) for e in told] == [
        ("found", 2, 3),
        ("sale", -3, 0),
    ]
