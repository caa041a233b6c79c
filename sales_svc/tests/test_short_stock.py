"""More is sold than the stock says: it is refused, or the stock is corrected."""

import pytest

from sales_svc.tests.factories import line, order, ordered, sale_body, sell, sold, void
from tests.support import client_for, move_shop


async def corrections(shop):
    return [(m["delta"], m["reason"]) for m in await shop.movements()]


@pytest.fixture
async def correcting(app):
    """The shop's own setting."""
    await move_shop(app, short_stock="correct")
    await app.state.shop.look()


async def test_a_manager_may_sell_what_the_stock_does_not_have(client, shop):
    tea = await shop.add_product(stock=2)
    assert (await sell(client, tea, quantity=3)).json()["code"] == "insufficient_stock"

    sale = await sold(client, tea, quantity=3, short_stock="correct")

    assert (sale["quantity"], sale["found"]) == (3, 1)
    assert await corrections(shop) == [(1, "found"), (-3, "sale")]
    assert await shop.stock_of(tea) == 0
    assert await shop.count("products.to_count", f"product_id = {tea}") == 1
    assert (await client.get(f"/api/sales/{sale['id']}")).json() == sale


async def test_of_what_there_is_enough_nothing_is_found(client, shop):
    tea = await shop.add_product(stock=3)

    assert (await sold(client, tea, quantity=3, short_stock="correct"))["found"] == 0

    assert await corrections(shop) == [(-3, "sale")]
    assert await shop.count("products.to_count") == 0


async def test_the_lines_of_a_basket_say_what_was_found_of_each(client, shop):
    tea, mug = await shop.add_product(stock=2), await shop.add_product(stock=9)

    basket = await ordered(
        client, line(tea, 2), line(mug), line(tea, 3), short_stock="correct"
    )

    assert [sale["found"] for sale in basket["lines"]] == [0, 0, 3]
    assert (await shop.stock_of(tea), await shop.stock_of(mug)) == (0, 8)


async def test_a_void_gives_back_what_was_found_as_well(client, shop):
    tea = await shop.add_product(stock=1)
    sale = await sold(client, tea, quantity=4, short_stock="correct")

    await void(client, sale["id"])

    assert await shop.stock_of(tea) == 4


async def test_without_a_manager_it_is_as_the_shop_says(app, client, shop):
    tea = await shop.add_product(stock=1)
    async with client_for(app, "user", 8) as other:
        for answer in (
            await sell(other, tea, quantity=2, short_stock="correct"),
            await order(other, line(tea, 2), short_stock="correct"),
        ):
            assert (answer.status_code, answer.json()["code"]) == (
                403,
                "correction_not_allowed",
            )
        assert (await sell(other, tea, quantity=2)).status_code == 409
        assert (await order(other, line(tea, 2))).status_code == 409
    assert await shop.nothing_happened()


async def test_where_the_shop_corrects_everybody_does_unless_told_otherwise(
    app, client, shop, correcting
):
    tea = await shop.add_product(stock=1)
    async with client_for(app, "user", 8) as other:
        assert (
            await sell(other, tea, quantity=2, short_stock="refuse")
        ).status_code == 409
        assert (await sold(other, tea, quantity=2))["found"] == 1
        basket = await ordered(other, line(tea, 2), short_stock="correct")
    assert basket["lines"][0]["found"] == 2
    assert await shop.stock_of(tea) == 0


async def test_a_product_is_not_made_up_by_a_correction(client, shop, correcting):
    gone = await shop.add_product()
    await shop.archive(gone)

    answers = [await sell(client, gone), await sell(client, 999)]

    assert {a.json()["code"] for a in answers} == {"product_not_found"}
    parts = await sell(client, await shop.add_product(), quantity=0.5)
    assert parts.json()["errors"][0] | {"message": ""} == {
        "field": "quantity",
        "code": "quantity_precision",
        "message": "",
        "params": {"product_id": 2, "decimal_places": 0},
    }
    assert await shop.nothing_happened()


async def test_nothing_is_found_at_a_location_that_is_archived(
    client, shop, second_location
):
    tea = await shop.add_product()
    await shop.connection.execute(
        "UPDATE products.locations SET archived_at = now() WHERE id = $1",
        second_location,
    )
    there = {"location_id": second_location, "short_stock": "correct"}

    answers = [
        await sell(client, tea, **there),
        await order(client, line(tea), **there),
    ]

    assert {(a.status_code, a.json()["code"]) for a in answers} == {
        (409, "location_archived")
    }
    assert await shop.nothing_happened()


async def test_the_first_answer_stands_with_what_was_found(client, shop):
    tea = await shop.add_product(stock=1)
    body = sale_body(tea, quantity=2, short_stock="correct")
    first = await client.post("/api/sales", json=body, headers={"Idempotency-Key": "k"})

    again = await client.post("/api/sales", json=body, headers={"Idempotency-Key": "k"})
    other = await client.post(
        "/api/sales",
        json=sale_body(tea, quantity=2),
        headers={"Idempotency-Key": "k"},
    )

    assert first.json()["found"] == 1
    assert again.content == first.content
    assert other.json()["code"] == "idempotency_key_reused"
    assert await shop.count("sales.sales") == 1
