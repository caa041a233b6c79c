"""Things break half way: nothing is half written, and a retry finds the truth."""

import asyncio
from contextlib import asynccontextmanager
from urllib.parse import urlsplit

import pytest

from sales_svc.app import create_app
from sales_svc.settings import Settings
from sales_svc.tests.factories import (
    line,
    order,
    ordered,
    sale_body,
    sell,
    sold,
    void,
    void_order,
)
from sales_svc.tests.proxy import wire_to
from tests.support import client_for, eventually

PARTS = (
    "products.stock",
    "products.stock_movements",
    "products.outbox",
    "sales.idempotency_keys",
    "sales.sales",
    "sales.outbox",
)


@asynccontextmanager
async def failing(shop, table, *, sqlstate="XX001", times=1_000):
    """Writing to this table raises, the first ``times`` times."""
    await shop.connection.execute(
        f"""
        CREATE SEQUENCE public.failures;
        CREATE FUNCTION public.fail() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
        BEGIN
            IF nextval('public.failures') <= {times} THEN
                RAISE SQLSTATE '{sqlstate}' USING MESSAGE = 'broken for a test';
            END IF;
            RETURN NEW;
        END $$;
        CREATE TRIGGER fails BEFORE INSERT OR UPDATE ON {table}
            FOR EACH ROW EXECUTE FUNCTION public.fail();
        """
    )
    try:
        yield
    finally:
        await shop.connection.execute(
            f"DROP TRIGGER fails ON {table}; DROP FUNCTION public.fail();"
            " DROP SEQUENCE public.failures"
        )


@asynccontextmanager
async def stock_locked(shop):
    """Every row of the stock is held by somebody else's transaction."""
    transaction = shop.connection.transaction()
    await transaction.start()
    await shop.connection.execute("SELECT FROM products.stock FOR UPDATE")
    try:
        yield
    finally:
        await transaction.rollback()


async def waiting_backends(shop):
    """Connections that wait for a row."""
    rows = await shop.connection.fetch(
        "SELECT DISTINCT pid FROM pg_locks WHERE NOT granted"
    )
    return [row["pid"] for row in rows]


async def kill_the_one_waiting(shop):
    (backend,) = await eventually(lambda: waiting_backends(shop))
    await shop.connection.execute("SELECT pg_terminate_backend($1)", backend)


async def keyed(client, product_id):
    return await client.post(
        "/api/sales", json=sale_body(product_id), headers={"Idempotency-Key": "k1"}
    )


@pytest.mark.parametrize("table", PARTS)
async def test_when_any_part_of_a_sale_fails_nothing_is_left(client, shop, table):
    tea = await shop.add_product(stock=10)
    opening = await shop.count("products.outbox")

    async with failing(shop, table):
        answer = await keyed(client, tea)

    assert answer.status_code == 500
    assert "broken" not in answer.text
    assert await shop.nothing_happened()
    assert await shop.stock_of(tea) == 10
    assert await shop.count("products.outbox") == opening
    assert (await keyed(client, tea)).status_code == 201


@pytest.mark.parametrize("table", [*PARTS, "sales.orders", "products.to_count"])
async def test_when_any_part_of_a_basket_fails_nothing_is_left(client, shop, table):
    tea, mug = await shop.add_product(stock=10), await shop.add_product(stock=0)
    opening = await shop.count("products.outbox")
    basket = [line(tea, 2), line(mug), line(tea)]

    async with failing(shop, table):
        answer = await order(client, *basket, key="k1", short_stock="correct")

    assert answer.status_code == 500
    assert await shop.nothing_happened()
    assert (await shop.stock_of(tea), await shop.stock_of(mug)) == (10, 0)
    assert await shop.count("products.outbox") == opening
    answer = await order(client, *basket, key="k1", short_stock="correct")
    assert answer.status_code == 201


async def test_when_the_last_line_of_a_void_fails_the_basket_stands(client, shop):
    tea, mug = await shop.add_product(stock=10), await shop.add_product(stock=10)
    basket = await ordered(client, line(tea, 2), line(mug))

    async with failing(shop, "sales.outbox"):
        assert (await void_order(client, basket["id"])).status_code == 500

    assert (await client.get(f"/api/sales/orders/{basket['id']}")).json() == basket
    assert (await shop.stock_of(tea), await shop.stock_of(mug)) == (8, 9)


@pytest.mark.parametrize("sqlstate", ["40001", "40P01"])
async def test_a_conflict_of_a_basket_is_tried_again_and_not_seen(
    client, shop, sqlstate
):
    tea = await shop.add_product(stock=10)

    async with failing(shop, "sales.outbox", sqlstate=sqlstate, times=2):
        await ordered(client, line(tea), line(tea), key="k1")

    assert await shop.stock_of(tea) == 8
    assert len(await shop.movements()) == await shop.count("sales.sales") == 2


async def test_a_connection_that_dies_within_a_basket_leaves_nothing(app, client, shop):
    tea, mug = await shop.add_product(stock=10), await shop.add_product(stock=10)
    basket = [line(tea), line(mug)]

    async with shop.connection.transaction():
        # The first line is taken already when it waits for the second.
        await shop.connection.execute(
            "SELECT FROM products.stock WHERE product_id = $1 FOR UPDATE", mug
        )
        request = asyncio.create_task(order(client, *basket, key="k1"))
        await kill_the_one_waiting(shop)
        answer = await request

    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert await shop.nothing_happened()
    assert app.state.database.engine.pool.checkedout() == 0
    assert (await order(client, *basket, key="k1")).status_code == 201
    assert (await shop.stock_of(tea), await shop.stock_of(mug)) == (9, 9)


@pytest.mark.parametrize(
    "table", ["products.stock_movements", "sales.sales", "sales.outbox"]
)
async def test_when_any_part_of_a_void_fails_the_sale_stands(client, shop, table):
    tea = await shop.add_product(stock=10)
    sale = await sold(client, tea)

    async with failing(shop, table):
        assert (await void(client, sale["id"])).status_code == 500

    assert (await client.get(f"/api/sales/{sale['id']}")).json() == sale
    assert await shop.stock_of(tea) == 9
    assert await shop.events("sales.voided") == []


@pytest.mark.parametrize("sqlstate", ["40001", "40P01"])
async def test_a_conflict_is_tried_again_and_not_seen(client, shop, sqlstate):
    tea = await shop.add_product(stock=10)

    async with failing(shop, "sales.outbox", sqlstate=sqlstate, times=2):
        answer = await sell(client, tea)

    assert answer.status_code == 201
    assert await shop.stock_of(tea) == 9
    assert len(await shop.movements()) == await shop.count("sales.sales") == 1


async def test_a_conflict_that_does_not_end_is_given_up_and_said(client, shop):
    tea = await shop.add_product()

    async with failing(shop, "sales.outbox", sqlstate="40001"):
        answer = await sell(client, tea)
        tries = await shop.connection.fetchval("SELECT last_value FROM public.failures")

    assert (answer.status_code, answer.json()["code"]) == (503, "busy")
    assert answer.headers["retry-after"] == "1"
    assert tries == 3


async def test_a_product_that_others_hold_is_said_to_be_busy(client, shop):
    tea = await shop.add_product()

    async with stock_locked(shop):
        answer = await keyed(client, tea)

    assert (answer.status_code, answer.json()["code"]) == (503, "busy")
    assert answer.headers["retry-after"] == "1"
    assert await shop.nothing_happened()


async def test_a_connection_that_dies_within_a_sale_leaves_nothing(app, client, shop):
    tea = await shop.add_product(stock=10)

    async with stock_locked(shop):
        request = asyncio.create_task(keyed(client, tea))
        await kill_the_one_waiting(shop)
        answer = await request

    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert await shop.nothing_happened()
    assert app.state.database.engine.pool.checkedout() == 0
    answers = await asyncio.gather(*(keyed(client, tea) for _ in range(8)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert await shop.count("sales.sales") == 1


async def test_a_connection_that_dies_within_a_void_leaves_the_sale(client, shop):
    tea = await shop.add_product(stock=10)
    sale = await sold(client, tea)

    async with stock_locked(shop):
        request = asyncio.create_task(void(client, sale["id"]))
        await kill_the_one_waiting(shop)
        answer = await request

    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert (await client.get(f"/api/sales/{sale['id']}")).json() == sale
    assert (await void(client, sale["id"])).status_code == 200
    assert await shop.stock_of(tea) == 10
    assert len(await shop.events("sales.voided")) == 1


async def test_a_request_cut_off_half_way_spoils_no_connection(app, client, shop):
    tea = await shop.add_product(stock=100)
    pool = app.state.database.engine.pool

    async with stock_locked(shop):
        requests = [asyncio.create_task(sell(client, tea)) for _ in range(4)]
        await eventually(lambda: waiting_backends(shop), until=lambda w: len(w) == 4)
        for request in requests:
            request.cancel()
        await asyncio.gather(*requests, return_exceptions=True)

    assert pool.checkedout() == 0
    before = await shop.count("sales.sales")
    answers = await asyncio.gather(*(sell(client, tea) for _ in range(20)))
    assert {answer.status_code for answer in answers} == {201}
    ids = {answer.json()["id"] for answer in answers}
    assert len(ids) == 20
    assert await shop.count("sales.sales") == before + 20
    assert await shop.stock_of(tea) == 100 - before - 20


async def test_a_sale_whose_answer_was_lost_is_found_by_its_key(app, databases, shop):
    tea = await shop.add_product(stock=10)
    address = urlsplit(databases.superuser_dsn())
    async with wire_to(address.hostname, address.port) as wire:
        settings = databases.settings(Settings)
        url = settings.db_url.replace(f":{address.port}/", f":{wire.port}/")
        far = create_app(settings.model_copy(update={"db_url": url}))
        async with client_for(far, "user", 7) as client:
            # The statement is known to the connection before the wire breaks.
            await sold(client, await shop.add_product())
            assert (await client.get("/api/sales")).status_code == 200
            wire.lose_answer = True
            first = await keyed(client, tea)
            assert wire.lost.is_set()
            wire.lose_answer = False
            second = await keyed(client, tea)
        await far.state.database.close()

    assert first.status_code == 503
    assert second.status_code == 201
    assert await shop.count("sales.sales", f"product_id = {tea}") == 1
    assert await shop.stock_of(tea) == 9
