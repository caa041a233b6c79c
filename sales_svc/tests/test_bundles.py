"""A bundle is one sale; what it takes of its components is told, and comes back whole."""

from decimal import Decimal

import pytest

from sales_svc.tests.factories import (
    give_back,
    line,
    order,
    ordered,
    sell,
    sold,
    void,
    void_order,
)
from shared.contracts.sales import SaleConsumed
from tests.support import client_for, service_bearer


@pytest.fixture
async def gift(shop):
    """Two cups, of which there are 7, and 250 g, of 1.5 kg; sold at 20."""
    cup = await shop.add_product(stock=7)
    leaf = await shop.add_product(stock=Decimal("1.5"), decimals=3)
    gift = await shop.connection.fetchval(
        "INSERT INTO products.products (sku, name, price, kind)"
        " VALUES ('GIFT', 'Gift', 20, 'bundle') RETURNING id"
    )
    await shop.connection.executemany(
        "INSERT INTO products.bundle_components VALUES ($1, $2, $3)",
        [(gift, cup, 2), (gift, leaf, Decimal("0.25"))],
    )
    return gift, cup, leaf


async def taken(shop):
    """By component and sale, what was told of it."""
    told = [SaleConsumed.model_validate(e) for e in await shop.events("sales.consumed")]
    return [(e.sale_id, e.product_id, e.quantity) for e in told]


async def stocks(shop, gift):
    return [await shop.stock_of(component) for component in gift[1:]]


@pytest.mark.parametrize("changes", [{}, {"location_id": 1}])
@pytest.mark.parametrize("key", [None, "till-1"])
async def test_one_sale_of_a_bundle_takes_its_components(
    client, shop, gift, changes, key
):
    bundle, cup, leaf = gift
    headers = {"Idempotency-Key": key} if key else {}
    body = line(bundle, 3) | {"sold_at": "2026-03-02T10:00:00Z"} | changes

    answers = [
        await client.post("/api/sales", json=body, headers=headers)
        for _ in range(2 if key else 1)
    ]

    sale = answers[0].json()
    assert {answer.status_code for answer in answers} == {201}, answers[0].text
    assert {answer.json()["id"] for answer in answers} == {sale["id"]}
    assert (sale["product_id"], sale["quantity"], sale["price"]) == (bundle, 3, 20)
    assert await stocks(shop, gift) == [1, Decimal("0.75")]
    assert await taken(shop) == [
        (sale["id"], cup, 6),
        (sale["id"], leaf, Decimal("0.75")),
    ]
    (event,) = await shop.events("sales.created")
    assert (event["product_id"], event["quantity"]) == (bundle, 3)
    assert {m["reference"] for m in await shop.movements()} == {f"sale:{sale['id']}"}


async def test_all_components_or_none(client, shop, gift):
    bundle, cup, _ = gift

    answer = await sell(client, bundle, quantity=4)

    assert (answer.status_code, answer.json()["code"]) == (409, "insufficient_stock")
    assert answer.json()["params"] == {"product_id": cup, "left": 7}
    assert await shop.nothing_happened()


async def test_a_basket_with_a_bundle_and_its_component(client, shop, gift):
    bundle, cup, leaf = gift

    basket = await ordered(client, line(cup, 1), line(bundle, 3))
    refused = await order(client, line(leaf, 1), line(bundle, 1))

    first, second = (sale["id"] for sale in basket["lines"])
    assert await stocks(shop, gift) == [0, Decimal("0.75")]
    assert await taken(shop) == [(second, cup, 6), (second, leaf, Decimal("0.75"))]
    assert refused.json()["code"] == "basket_refused"
    assert {error["params"]["line"] for error in refused.json()["errors"]} == {0, 1}
    assert first < second


async def test_a_void_gives_back_what_the_sale_took(client, shop, gift):
    """Whatever the bundle is made of by then."""
    bundle, cup, leaf = gift
    sale = await sold(client, bundle, quantity=3)
    await shop.connection.execute(
        "UPDATE products.bundle_components SET quantity = 1 WHERE component_id = $1",
        cup,
    )

    answers = [await void(client, sale["id"]) for _ in range(2)]

    assert {answer.status_code for answer in answers} == {200}
    assert await stocks(shop, gift) == [7, Decimal("1.5")]
    assert (await taken(shop))[2:] == [
        (sale["id"], cup, -6),
        (sale["id"], leaf, Decimal("-0.75")),
    ]


async def test_a_basket_that_is_voided_gives_everything_back(client, shop, gift):
    bundle, cup, _leaf = gift
    basket = await ordered(client, line(bundle, 1), line(cup, 2), line(bundle, 1))

    answer = await void_order(client, basket["id"])

    assert answer.status_code == 200, answer.text
    assert await stocks(shop, gift) == [7, Decimal("1.5")]
    assert sum(units for _, _, units in await taken(shop)) == 0


@pytest.mark.parametrize(
    ("condition", "left"),
    [("resaleable", [5, Decimal("1.25")]), ("damaged", [1, Decimal("0.75")])],
)
async def test_a_returned_bundle_brings_its_components(
    client, shop, gift, condition, left
):
    bundle, *_components = gift
    sale = await sold(client, bundle, quantity=3)

    part = await give_back(client, sale["id"], 2, condition)
    half = await give_back(client, sale["id"], 0.5)
    rest = await void(client, sale["id"])

    assert part.status_code == 201, part.text
    assert (half.status_code, half.json()["code"]) == (422, "quantity_precision")
    assert rest.status_code == 200
    one_more = [left[0] + 2, left[1] + Decimal("0.25")]
    assert await stocks(shop, gift) == one_more
    events = await shop.events("sales.consumed")
    assert [event.get("return_id") for event in events[2:]] == [
        part.json()["id"], part.json()["id"], None, None,
    ]  # fmt: skip
    assert [units for _, _, units in (await taken(shop))[2:]] == [
        -4, Decimal("-0.5"), -2, Decimal("-0.25"),
    ]  # fmt: skip


async def test_a_parent_of_variants_is_not_sold(client, shop):
    parent = await shop.connection.fetchval(
        "INSERT INTO products.products (sku, name, price, kind)"
        " VALUES ('SHIRT', 'Shirt', 20, 'parent') RETURNING id"
    )

    answers = [
        await sell(client, parent),
        await sell(client, parent, short_stock="correct"),
    ]

    assert {(a.status_code, a.json()["code"]) for a in answers} == {
        (409, "no_stock_of_its_own")
    }


async def test_consumptions_are_told_again_in_pages(app, client, shop, gift):
    sale = await sold(client, gift[0])
    await void(client, sale["id"])

    async with client_for(app) as forecast:
        forecast.headers.update(service_bearer("forecast_svc"))
        page = await forecast.get(
            "/api/sales/consumed/snapshot", params={"after": 1, "limit": 2}
        )

    second, third, end = page.text.splitlines()
    assert '"quantity":0.25' in second
    assert '"quantity":-2' in third
    assert '"next":3' in end
