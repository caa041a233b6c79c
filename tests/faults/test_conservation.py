"""Nothing is lost or made by anything that a shop does, in whatever order, and whatever
process dies under it."""

import asyncio
import time
from uuid import uuid4

import httpx

from tests.faults.scenario import scenario
from tests.faults.shopkeeping import Shopkeeping

OPERATIONS = 10_000
PRODUCTS = 40
KILLED = ("products_svc", "sales_svc", "products_svc", "forecast_svc", "sales_svc")


@scenario("10,000 acts of all kinds at once, services killed under them", seconds=1500)
def test_whatever_a_shop_does_units_and_values_are_conserved(story):
    work = Shopkeeping(
        sales=story.stack.ports.url("sales"),
        products=story.stack.ports.url("products"),
        sign_in=lambda: asyncio.to_thread(fresh_token, story.shop),
        product_ids=story.products(PRODUCTS, stock=60),
        location_ids=[1, *(open_location(story) for _ in range(2))],
        supplier_id=new_supplier(story),
        seed=20_261_126,
    )
    started = time.monotonic()
    working = story.loop.start(work.run(OPERATIONS))
    for turn, name in enumerate(KILLED, start=1):
        share = OPERATIONS * turn // (len(KILLED) + 1)
        story.until(
            lambda share=share: work.operations >= share or working.done(),
            "the work stands still",
            within=300,
        )
        story.stack.kill(name)
    working.result(900)
    took = time.monotonic() - started

    story.converges()

    assert not work.unexpected, work.unexpected[:5]
    assert work.operations == OPERATIONS
    # Each kind of act went through often enough to say something.
    assert min(work.done.values()) > OPERATIONS // 200, work.done
    story.note(
        f"{sum(work.done.values())} done, {sum(work.refused.values())} refused,"
        f" {len(KILLED)} kills, {OPERATIONS / took:.0f} a second"
    )


def fresh_token(shop):
    answer = httpx.post(
        shop.url("auth", "/api/auth/login"), json=shop.account, timeout=30
    )
    assert answer.status_code == 200, answer.text
    return answer.json()["access_token"]


def open_location(story):
    answer = story.shop.http.post(
        story.shop.url("products", "/api/locations"),
        json={"name": f"Shop {uuid4().hex[:6]}"},
    )
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


def new_supplier(story):
    answer = story.shop.http.post(
        story.shop.url("products", "/api/suppliers"),
        json={"name": f"Supplier {uuid4().hex[:6]}"},
    )
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]
