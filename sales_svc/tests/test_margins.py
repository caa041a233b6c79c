"""What sales cost when they were sold, and what they left."""

import csv
import io
from decimal import Decimal

import pytest

from sales_svc.tests.factories import give_back, line, order, ordered, sell, sold, void
from tests.support import client_for, move_shop

MARCH = {"from": "2026-03-01", "to": "2026-03-31"}


@pytest.fixture
async def tea(app, shop):
    """Twelve at 1.25, with 20 per cent of tax; sold for 3.00, which includes it."""
    await move_shop(app, prices_include_tax=True)
    product = await shop.add_product(stock=0, price="3.00")
    await tax(shop, product, 20)
    await buy(shop, product, 12, "1.25")
    return product


async def tax(shop, product, rate):
    await shop.connection.execute(
        "UPDATE products.products SET tax_rate = $2 WHERE id = $1", product, rate
    )


async def buy(shop, product, units, unit_cost):
    await shop.connection.execute(
        "SELECT products.adjust_stock($1, 1, $2, NULL, 'receipt', NULL, NULL, 1, NULL, $3)",
        product,
        units,
        Decimal(unit_cost),
    )


async def margins(client, **query):
    answer = await client.get("/api/sales/margins", params=MARCH | query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_sale_keeps_the_cost_and_the_tax_of_its_moment(client, shop, tea):
    sale = await sold(client, tea, quantity=3)
    assert (sale["unit_cost"], sale["cost"], sale["tax_rate"]) == (1.25, 3.75, 20)
    assert sale["tax_included"] is True

    await buy(shop, tea, 9, "8.00")
    await tax(shop, tea, 5.5)

    assert (await client.get(f"/api/sales/{sale['id']}")).json() == sale
    later = await sold(client, tea)
    assert (later["unit_cost"], later["tax_rate"]) == (4.625, 5.5)


async def test_lines_of_a_basket_keep_theirs_too(client, shop, tea):
    mug = await shop.add_product(stock=5, price="7.00")

    basket = await ordered(client, line(tea, 2), line(mug))

    told = [(s["unit_cost"], s["cost"], s["tax_rate"]) for s in basket["lines"]]
    assert told == [(1.25, 2.5, 20), (None, None, None)]


async def test_a_margin_is_with_tax_and_without(client, tea):
    sale = await sold(client, tea, quantity=3)

    (of_sale,) = await margins(client, group="sale")
    (of_product,) = await margins(client)
    (of_day,) = await margins(client, group="day")

    sums = {
        "sales": 1,
        "quantity": 3,
        "revenue": 9.0,
        "revenue_with_tax": 9.0,
        "revenue_without_tax": 7.5,
        "cost": 3.75,
        "margin_with_tax": 5.25,
        "margin_without_tax": 3.75,
        "unpriced": 0,
        "unknown_cost": 0,
        "unknown_tax": 0,
    }
    nothing = {"product_id": None, "day": None, "sale_id": None}
    assert of_sale == sums | nothing | {"sale_id": sale["id"]}
    assert of_product == sums | nothing | {"product_id": tea}
    assert of_day == sums | nothing | {"day": "2026-03-02"}


async def test_tax_comes_on_top_where_prices_are_without(app, client, tea):
    await move_shop(app, 2, prices_include_tax=False)
    await sold(client, tea, quantity=3)
    # What the shop says later is of later sales.
    await move_shop(app, 3, prices_include_tax=True)

    (margin,) = await margins(client)

    assert (margin["revenue_with_tax"], margin["revenue_without_tax"]) == (10.8, 9)
    assert margin["margin_without_tax"] == 5.25


async def test_what_is_received_voided_or_taxed_later_leaves_margins_as_they_were(
    client, shop, tea
):
    await sold(client, tea, quantity=3)
    before = await margins(client)

    await buy(shop, tea, 100, "9.99")
    await tax(shop, tea, 5.5)
    other = await sold(client, tea, quantity=2)
    await void(client, other["id"])

    assert await margins(client) == before


async def test_what_came_back_takes_its_share_of_cost_and_revenue_along(
    client, shop, tea
):
    sale = await sold(client, tea, quantity=3)
    await buy(shop, tea, 3, "9.00")

    assert (await give_back(client, sale["id"], 1)).status_code == 201

    (margin,) = await margins(client)
    assert (margin["quantity"], margin["revenue"], margin["cost"]) == (2, 6, 2.5)
    back = (await shop.movements())[-1]
    assert (back["reason"], back["value"]) == ("return", Decimal("1.25"))
    assert back["source"] == f"sale/{sale['id']}"


async def test_sales_of_unknown_cost_or_tax_are_counted_and_in_no_margin(
    client, shop, tea
):
    await sold(client, tea)
    mug = await shop.add_product(stock=5, price="7.00")
    await sold(client, mug, quantity=2)

    (day,) = await margins(client, group="day")
    assert (day["sales"], day["revenue"], day["cost"]) == (2, 17, 1.25)
    assert (day["margin_with_tax"], day["margin_without_tax"]) == (1.75, 1.25)
    assert (day["unknown_cost"], day["unknown_tax"]) == (1, 1)
    (alone,) = await margins(client, product_id=mug)
    assert alone["cost"] is alone["margin_without_tax"] is None


async def test_lists_of_margins_have_pages_and_a_file(client, shop, tea):
    mug = await shop.add_product(stock=5, price="7.00")
    await sold(client, tea)
    await sold(client, mug)
    await sold(client, tea, sold_at="2026-03-05T10:00:00Z")

    first = await client.get(
        "/api/sales/margins", params=MARCH | {"group": "day", "limit": 1}
    )
    assert [row["day"] for row in first.json()] == ["2026-03-05"]
    assert first.headers["X-Total-Count"] == "2"
    seen = []
    address = "/api/sales/margins?group=sale&limit=2&cursor=&from=2026-03-01"
    while address:
        page = await client.get(address)
        seen += [row["sale_id"] for row in page.json()]
        address = page.links.get("next", {}).get("url")
    assert seen == [3, 2, 1]
    answer = await client.get("/api/sales/margins/export.csv", params=MARCH)
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [(row["product_id"], row["cost"]) for row in rows] == [
        (str(tea), "2.50"),
        (str(mug), ""),
    ]


@pytest.mark.parametrize("role", ["user", "viewer"])
async def test_money_of_cost_is_for_managers(app, client, tea, role):
    sale = await sold(client, tea, sold_at="2026-03-02T10:00:00Z")
    basket = await ordered(client, line(tea))
    async with client_for(app, role, 8) as other:
        for address in ("/api/sales/margins", "/api/sales/margins/export.csv"):
            assert (await other.get(address, params=MARCH)).status_code == 403
        seen = [
            (await other.get(f"/api/sales/{sale['id']}")).json(),
            *(await other.get("/api/sales")).json(),
            *(await other.get(f"/api/sales/orders/{basket['id']}")).json()["lines"],
            *(await other.get("/api/sales/orders")).json()[0]["lines"],
        ]
        if role == "user":
            seen.append((await sell(other, tea)).json())
            seen += (await order(other, line(tea))).json()["lines"]
    assert len(seen) == (7 if role == "user" else 5)
    assert {(s["unit_cost"], s["cost"], s["tax_rate"]) for s in seen} == {
        (None, None, 20)
    }


async def test_a_period_has_an_end(client):
    answer = await client.get("/api/sales/margins", params={"from": "2019-01-01"})

    assert (answer.status_code, answer.json()["code"]) == (422, "too_many_days")
