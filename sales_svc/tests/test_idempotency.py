"""Idempotency-Key: a repetition does nothing and gets the first answer."""

import asyncio

import pytest

from sales_svc.selling.operations.forget_keys import forget_keys
from sales_svc.tests.factories import line, order, sale_body, sell, sold, void
from tests.support import client_for, service_bearer


async def keyed(client, product_id, key="k1", **changes):
    body = sale_body(product_id, **changes)
    return await client.post("/api/sales", json=body, headers={"Idempotency-Key": key})


async def test_the_same_request_again_gets_the_first_answer(client, shop):
    tea = await shop.add_product(stock=10)
    first = await keyed(client, tea)

    again = await keyed(client, tea)

    assert first.status_code == again.status_code == 201
    assert again.content == first.content
    assert again.headers["location"] == first.headers["location"]
    assert await shop.count("sales.sales") == 1
    assert await shop.stock_of(tea) == 9


async def test_the_first_answer_stands_also_after_a_void(client, shop):
    tea = await shop.add_product()
    first = await keyed(client, tea)
    await void(client, first.json()["id"])

    assert (await keyed(client, tea)).content == first.content


async def test_the_first_answer_stands_when_the_product_has_gone_since(client, shop):
    tea = await shop.add_product(stock=1)
    first = await keyed(client, tea)
    await shop.archive(tea)

    assert (await keyed(client, tea)).content == first.content


async def test_a_request_that_means_the_same_is_the_same(client, shop):
    tea = await shop.add_product()
    first = await keyed(client, tea, sold_at="2026-03-02T10:00:00Z", price=4.2)

    again = await client.post(
        "/api/sales",
        content=f'{{"price": 4.20, "quantity": 1, "product_id": {tea},'
        '"sold_at": "2026-03-02T12:00:00+02:00"}',
        headers={"Idempotency-Key": "k1", "Content-Type": "application/json"},
    )

    assert again.content == first.content


@pytest.mark.parametrize(
    "change",
    [{"quantity": 2}, {"sold_at": "2026-03-02T10:00:01Z"}, {"price": 1}],
)
async def test_another_request_with_the_key_is_refused(client, shop, change):
    tea = await shop.add_product()
    await keyed(client, tea)

    answer = await keyed(client, tea, **change)

    assert answer.status_code == 422
    assert answer.json()["code"] == "idempotency_key_reused"
    assert await shop.count("sales.sales") == 1


async def test_a_key_belongs_to_its_user(app, client, shop):
    tea = await shop.add_product()
    first = await keyed(client, tea)

    async with client_for(app, "user", 8) as other:
        second = await keyed(other, tea)

    assert second.json()["id"] != first.json()["id"]


async def test_a_refused_sale_leaves_its_key_free(client, shop):
    tea = await shop.add_product(stock=1)
    await sold(client, tea)
    assert (await keyed(client, tea)).status_code == 409
    await shop.connection.execute("UPDATE products.stock SET on_hand = 5")

    assert (await keyed(client, tea)).status_code == 201


async def test_a_key_still_in_flight_is_said_so(client, shop):
    tea = await shop.add_product()
    async with shop.connection.transaction():
        await shop.connection.execute(
            "INSERT INTO sales.idempotency_keys VALUES (7, 'k1', '', 1)"
        )
        answer = await keyed(client, tea)

    assert answer.status_code == 409
    assert answer.json()["code"] == "idempotency_key_in_flight"
    assert answer.headers["retry-after"] == "1"
    assert await shop.count("sales.sales") == 0
    assert await shop.stock_of(tea) == 10


async def test_twenty_at_once_with_one_key_record_one_sale(client, shop):
    tea = await shop.add_product(stock=100)

    answers = await asyncio.gather(*(keyed(client, tea) for _ in range(20)))

    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len({a.content for a in answers if a.status_code == 201}) == 1
    assert await shop.count("sales.sales") == 1
    assert len(await shop.movements()) == 1
    assert len(await shop.events("sales.created")) == 1


@pytest.mark.parametrize("key", ["", "two words", "é", "x" * 256])
async def test_a_key_that_is_none_is_refused(client, shop, key):
    tea = await shop.add_product()

    answer = await client.post(
        "/api/sales",
        json=sale_body(tea),
        headers=[(b"Idempotency-Key", key.encode("latin-1"))],
    )

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "Idempotency-Key"
    assert await shop.nothing_happened()


async def test_keys_are_forgotten_after_two_days_and_not_before(app, client, shop):
    tea = await shop.add_product()
    for key, age in (("old", "49 hours"), ("young", "47 hours")):
        await keyed(client, tea, key)
        await shop.connection.execute(
            "UPDATE sales.idempotency_keys SET created_at = now() - $1::text::interval"
            " WHERE key = $2",
            age,
            key,
        )

    async with app.state.database.transaction() as db:
        assert await forget_keys(db) == 1

    assert await shop.count("sales.idempotency_keys", "key = 'young'") == 1


async def test_keys_of_baskets_wait_for_tills_that_were_away(app, client, shop):
    tea = await shop.add_product()
    for key, age in (("old", "61 days"), ("away", "59 days")):
        await order(client, line(tea), key=key)
        await shop.connection.execute(
            "UPDATE sales.idempotency_keys SET created_at = now() - $1::text::interval"
            " WHERE key = $2",
            age,
            key,
        )

    async with app.state.database.transaction() as db:
        assert await forget_keys(db) == 1

    assert await shop.count("sales.idempotency_keys", "key = 'away'") == 1


async def test_etl_svc_names_the_user_it_sells_for(app, shop):
    tea = await shop.add_product()
    async with client_for(app, None) as etl:
        etl.headers.update(service_bearer("etl_svc"))
        assert (await sell(etl, tea)).status_code == 403
        etl.headers["X-Acting-User"] = "12"
        assert (await sold(etl, tea))["user_id"] == 12
        etl.headers.update(service_bearer("forecast_svc"))
        assert (await sell(etl, tea)).status_code == 403
    assert await shop.count("sales.sales") == 1
