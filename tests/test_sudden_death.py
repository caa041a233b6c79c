"""Any one process dies while sales go on; nothing is lost once it is back."""

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import httpx
import pytest

from tests.shop import eventually, now_without_zone

pytestmark = pytest.mark.system

SALES = 500
SELLERS = 4


def sell_until_accepted(shop, product_id, sold_at) -> int:
    """What a till does: the same key again until there is an answer. One id."""
    body = {"product_id": product_id, "quantity": 1, "sold_at": sold_at}
    headers = {"Idempotency-Key": uuid4().hex}
    deadline = time.monotonic() + 60
    while True:
        try:
            answer = shop.http.post(
                shop.url("sales", "/api/sales"), json=body, headers=headers
            )
            if answer.status_code == 201:
                return int(answer.json()["id"])
            assert answer.status_code in {409, 503}, answer.text
        except httpx.TransportError:
            pass  # The process is away; the key makes the next try safe.
        assert time.monotonic() < deadline, "no answer within 60 s"
        time.sleep(0.1)


@pytest.mark.parametrize(
    "victim",
    [
        "sales_svc",
        "products_svc",
        "forecast_svc",
        "kafka",
        "postgres",
        "auth_svc",
        "etl_svc",
        "web",
    ],
)
async def test_a_killed_process_loses_nothing(stack, shop, victim):
    shop.sign_in()
    product = shop.add_product(f"KILL-{victim}", stock=SALES)
    sold_at = now_without_zone()
    with ThreadPoolExecutor(SELLERS) as sellers:
        sales = [
            sellers.submit(sell_until_accepted, shop, product["id"], sold_at)
            for _ in range(SALES)
        ]
        eventually(lambda: sum(s.done() for s in sales), until=lambda n: n > SALES // 5)
        stack.kill(victim)
        ids = [sale.result() for sale in sales]

    assert len(set(ids)) == SALES
    assert (
        await shop.sql(
            "SELECT count(*)::int FROM sales.sales WHERE product_id = $1", product["id"]
        )
        == SALES
    )
    assert (
        await shop.sql(
            "SELECT count(*)::int FROM products.stock_movements WHERE product_id = $1 AND reason = 'sale'",
            product["id"],
        )
        == SALES
    )
    assert (
        await shop.sql(
            "SELECT sum(on_hand)::int FROM products.stock WHERE product_id = $1",
            product["id"],
        )
        == 0
    )
    await folded(shop, product["id"])
    eventually(lambda: stack.unready(), until=lambda reasons: not reasons)


async def folded(shop, product_id):
    """The daily series catches up, and no event had its effect twice."""
    deadline = time.monotonic() + 60
    while True:
        units = await shop.sql(
            "SELECT coalesce(sum(quantity), 0)::int FROM forecast.daily WHERE product_id = $1",
            product_id,
        )
        waiting = await shop.sql(
            "SELECT (SELECT count(*) FROM sales.outbox) + (SELECT count(*) FROM products.outbox)"
        )
        if (units, waiting) == (SALES, 0):
            return
        assert units <= SALES, "an event was folded twice"
        assert time.monotonic() < deadline, (units, waiting)
        await asyncio.sleep(0.2)
