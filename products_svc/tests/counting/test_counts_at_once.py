"""Counts beside sales, beside each other, and cut off in the middle."""

import asyncio

import asyncpg
import pytest

from products_svc.tests.factories import (
    add_product,
    broken_laws,
    enter,
    open_count,
    post_count,
    stock_of,
)
from tests.support import client_for, eventually


def units(product, counted, **more):
    return {"product_id": product["id"], "units": counted} | more


@pytest.fixture
async def holder(app, databases):
    """Somebody who locks what others wait for."""
    connection = await asyncpg.connect(
        databases.superuser_dsn(), server_settings={"search_path": "products"}
    )
    yield connection
    await connection.close()


async def counted(inspector, product):
    """Movements of counts, and their units."""
    row = await inspector.fetchrow(
        "SELECT count(*), sum(delta) FROM stock_movements"
        " WHERE product_id = $1 AND reason = 'count'",
        product["id"],
    )
    return tuple(row)


async def test_two_who_post_at_once_post_once(client, inspector):
    tea = await add_product(client, stock=10)
    count = await open_count(client)
    await enter(client, count, units(tea, 9))

    answers = await asyncio.gather(*(post_count(client, count) for _ in range(4)))

    assert [a.status_code for a in answers] == [200] * 4
    assert len({a.text for a in answers}) == 1
    assert await counted(inspector, tea) == (1, -1)
    assert await broken_laws(inspector) == []


async def test_sales_go_on_while_their_shelf_is_counted_and_posted(
    client, inspector, till
):
    goods = [await add_product(client, stock=50) for _ in range(3)]
    sheets = [await open_count(client) for _ in range(2)]
    for sheet in sheets:
        await enter(client, sheet, *(units(each, 49) for each in goods))

    await asyncio.gather(
        *(till.take(n, [(goods[n % 3]["id"], 2)]) for n in range(30)),
        *(post_count(client, sheet) for sheet in sheets),
    )

    assert await broken_laws(inspector) == []
    for each in goods:
        assert await counted(inspector, each) == (1, -1)
        assert await stock_of(client, each["id"]) == 50 - 20 - 1


async def test_many_scanners_enter_the_same_new_products_at_once(app, client):
    count = await open_count(client)
    goods = [await add_product(client, stock=8) for _ in range(5)]

    async def scan(person):
        lines = [units(each, 1, place=f"shelf {n}") for n, each in enumerate(goods)]
        if person % 2:
            lines.reverse()
        async with client_for(app, "user", person) as counter:
            return (await enter(counter, count, *lines)).status_code

    assert set(await asyncio.gather(*map(scan, range(11, 19)))) == {200}
    rows = (await client.get(f"/api/stock/counts/{count['id']}/lines")).json()
    assert [row["counted"] for row in rows] == [8] * 5


async def test_a_post_that_is_cut_off_leaves_nothing_and_may_be_repeated(
    client, inspector, holder
):
    first, last = [await add_product(client, stock=10) for _ in range(2)]
    count = await open_count(client)
    await enter(client, count, units(first, 9), units(last, 9))
    # The last shelf is held, so that the post waits with the first one behind it.
    held = holder.transaction()
    await held.start()
    await holder.execute(
        "SELECT FROM stock WHERE product_id = $1 FOR UPDATE", last["id"]
    )
    posting = asyncio.create_task(post_count(client, count))

    (waiting,) = await eventually(
        lambda: inspector.fetch(
            "SELECT pid FROM pg_stat_activity"
            " WHERE wait_event_type = 'Lock' AND query LIKE '%hold_shelves%'"
        ),
        until=lambda rows: len(rows) == 1,
    )
    await inspector.execute("SELECT pg_terminate_backend($1)", waiting["pid"])
    cut_off = await posting
    await held.rollback()

    assert cut_off.status_code == 503
    assert await counted(inspector, first) == (0, None)
    listed = (await client.get("/api/stock/counts")).json()
    assert [each["status"] for each in listed] == ["open"]
    assert (await post_count(client, count)).status_code == 200
    assert await counted(inspector, first) == (1, -1)
    assert await counted(inspector, last) == (1, -1)
    assert await broken_laws(inspector) == []
