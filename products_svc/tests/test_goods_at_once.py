"""Sales, receipts, counts, transfers, write-offs and returns of the same goods at once."""

import asyncio
import random

from products_svc.tests.factories import (
    add_location,
    add_order,
    add_product,
    add_transfer,
    arrive,
    broken_laws,
    enter,
    open_count,
    post_count,
    receive,
)

LAWS = {
    "what left and has not come is in transit": """
        SELECT transfer_id, product_id FROM (
            SELECT transfer_id, product_id, sum(open) AS units
            FROM stock_transfer_lines GROUP BY 1, 2
        ) l FULL JOIN (
            SELECT substr(source, 10)::bigint AS transfer_id, product_id,
                -sum(delta) AS units
            FROM stock_movements WHERE reason IN ('transfer_out', 'transfer_in')
            GROUP BY 1, 2
        ) m USING (transfer_id, product_id)
        WHERE coalesce(l.units, 0) <> coalesce(m.units, 0)""",
    "a lot is the sum of its movements": """
        SELECT l.id FROM lots l LEFT JOIN lot_movements m ON m.lot_id = l.id
        GROUP BY l.id HAVING l.on_hand <> coalesce(sum(m.delta), 0)""",
    "lots are no more than what stands there": """
        SELECT s.product_id FROM stock s JOIN lots l USING (product_id, location_id)
        GROUP BY s.product_id, s.location_id, s.on_hand HAVING sum(l.on_hand) > s.on_hand""",
    "a count is posted once": """
        SELECT reference FROM stock_movements WHERE reason = 'count'
        GROUP BY reference, product_id HAVING count(*) > 1""",
}
OFTEN = 40


async def test_no_unit_is_lost_whatever_happens_at_once(client, inspector, till, north):
    chance = random.Random(20261126)
    lyon = (await add_location(client))["id"]
    goods = [await add_product(client, stock=30) for _ in range(3)]
    ordered = [
        {"product_id": each["id"], "quantity": 500, "unit_cost": 1} for each in goods
    ]
    order = await add_order(client, north, *ordered)

    async def sell(n):
        lines = [(each["id"], chance.randint(1, 3)) for each in goods]
        await till.take_lines(
            f"basket:{n}", lines[:: chance.choice((1, -1))], "correct"
        )

    async def take_in(n):
        lines = [
            {
                "line_id": line["id"],
                "quantity": chance.randint(1, 5),
                "lot": chance.choice("ABC"),
                "expires_on": f"2099-01-0{chance.randint(1, 5)}",
            }
            for line in order["lines"]
        ]
        return (await receive(client, order, *lines)).status_code

    async def count(n):
        sheet = await open_count(client)
        lines = [
            {"product_id": each["id"], "units": chance.randint(0, 40)} for each in goods
        ]
        await enter(client, sheet, *lines)
        posts = [post_count(client, sheet, confirm_all=True) for _ in range(2)]
        return max(a.status_code for a in await asyncio.gather(*posts))

    async def move(n):
        ends = (1, lyon) if n % 2 else (lyon, 1)
        lines = [(each, chance.randint(1, 4)) for each in goods]
        draft = await add_transfer(client, *ends, *lines, shipped=False)
        shipped = await client.post(f"/api/stock/transfers/{draft['id']}/ship", json={})
        if shipped.status_code == 200:
            line = {"line_id": draft["lines"][0]["id"], "quantity": 0}
            lost = {"quantity": 1, "reason": "missing"}
            await arrive(client, draft, line | {"lost": lost})
            if chance.random() < 0.5:
                await arrive(client, draft)
        return shipped.status_code

    async def send_back(n):
        body = {
            "supplier_id": north["id"],
            "reason": "quality",
            "lines": [{"product_id": each["id"], "quantity": 1} for each in goods],
        }
        answer = await client.post("/api/stock/supplier-returns", json=body)
        return answer.status_code

    acts = [sell, take_in, count, move, send_back]
    chosen = [acts[n % len(acts)] for n in range(OFTEN)]
    chance.shuffle(chosen)
    done = await asyncio.gather(*(act(n) for n, act in enumerate(chosen)))

    # 409: not enough there, or a count that sales since contradict; 503: come again.
    assert {code for code in done if code} <= {200, 201, 409, 503}
    assert {200, 201} <= set(done)
    broken = [law for law, query in LAWS.items() if await inspector.fetch(query)]
    assert broken + await broken_laws(inspector) == []
