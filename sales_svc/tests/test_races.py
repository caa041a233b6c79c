"""Many at once, through the API on a real PostgreSQL."""

import asyncio
import random
from collections import Counter

from sales_svc.tests.factories import sell, void


async def test_two_hundred_buyers_of_fifty_units_get_fifty(client, shop):
    tea = await shop.add_product(stock=50)

    answers = await asyncio.gather(*(sell(client, tea) for _ in range(200)))

    assert Counter(a.status_code for a in answers) == {201: 50, 409: 150}
    assert await shop.stock_of(tea) == 0
    ids = {a.json()["id"] for a in answers if a.status_code == 201}
    assert {sale["id"] for sale in await shop.sales()} == ids
    assert {m["reference"] for m in await shop.movements()} == {
        f"sale:{i}" for i in ids
    }
    assert {e["sale_id"] for e in await shop.events("sales.created")} == ids
    assert len(await shop.events("sales.created")) == 50


async def test_sales_and_voids_at_once_neither_lose_nor_invent_a_unit(client, shop):
    products = [await shop.add_product(stock=20) for _ in range(4)]
    chance = random.Random(17)

    async def customer():
        for _ in range(6):
            answer = await sell(client, chance.choice(products), quantity=2)
            if answer.status_code == 201 and chance.random() < 0.5:
                voided = await void(client, answer.json()["id"])
                assert voided.status_code == 200

    await asyncio.gather(*(customer() for _ in range(12)))

    for product in products:
        live = [
            sale["quantity"]
            for sale in await shop.sales()
            if sale["product_id"] == product and sale["voided_at"] is None
        ]
        assert await shop.stock_of(product) == 20 - sum(live) >= 0
