"""Receipts, sales and adjustments of the same goods at the same time."""

import asyncio

from products_svc.tests.factories import (
    add_order,
    add_product,
    adjust,
    broken_laws,
    receive,
    stock_of,
)


async def test_receipts_sales_and_adjustments_at_once_keep_the_laws(
    client, inspector, till, north
):
    goods = [await add_product(client, stock=50) for _ in range(4)]
    lines = [
        {"product_id": each["id"], "quantity": 100, "unit_cost": 1} for each in goods
    ]
    orders = [
        await add_order(client, north, *lines),
        await add_order(client, north, *lines[::-1]),
    ]

    async def receipts():
        taken = [receive(client, each, 3, 2, 1, 4) for each in orders for _ in range(5)]
        return [a.status_code for a in await asyncio.gather(*taken)]

    async def adjustments():
        made = [adjust(client, each["id"], delta=1) for each in goods]
        return [a.status_code for a in await asyncio.gather(*made)]

    received, adjusted, _ = await asyncio.gather(
        receipts(),
        adjustments(),
        asyncio.gather(*(till.take(n, [(goods[n % 4]["id"], 1)]) for n in range(20))),
    )

    # On a busy machine one may be told to come again.
    assert {*received, *adjusted} <= {201, 503}
    assert await broken_laws(inspector) == []
    rows = await inspector.fetch(
        "SELECT l.id FROM purchase_order_lines l LEFT JOIN purchase_receipt_lines r ON r.line_id = l.id"
        " GROUP BY l.id HAVING l.received <> coalesce(sum(r.quantity), 0)"
        " OR l.open <> l.quantity - l.received - l.closed"
    )
    assert rows == []
    left = sum([await stock_of(client, each["id"]) for each in goods])
    assert left == 200 + 10 * received.count(201) + adjusted.count(201) - 20
