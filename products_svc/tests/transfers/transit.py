"""What is on its way, and what the ledger says of it."""

from products_svc.tests.factories import (
    broken_laws,
)

LAWS = {
    "what left and has not come is in transit": """
        SELECT l.id FROM stock_transfer_lines l LEFT JOIN (
            SELECT product_id, source, sum(delta) AS units FROM stock_movements
            WHERE reason IN ('transfer_out', 'transfer_in') GROUP BY 1, 2
        ) m ON m.source = 'transfer/' || l.transfer_id AND m.product_id = l.product_id
        GROUP BY l.transfer_id, l.product_id, m.units, l.id
        HAVING coalesce(m.units, 0) <> -(SELECT sum(o.open) FROM stock_transfer_lines o
            WHERE o.transfer_id = l.transfer_id AND o.product_id = l.product_id)""",
    "value in transit is what left and has not come": """
        SELECT l.transfer_id FROM stock_transfer_lines l
        WHERE l.value IS NOT NULL GROUP BY l.transfer_id
        HAVING sum(l.value - l.value_received) <> -(SELECT sum(m.value)
            FROM stock_movements m WHERE m.source = 'transfer/' || l.transfer_id
            AND m.reason IN ('transfer_out', 'transfer_in'))""",
}


async def broken(inspector):
    found = [law for law, query in LAWS.items() if await inspector.fetch(query)]
    return found + await broken_laws(inspector)


async def levels(client, product):
    answer = await client.get("/api/stock", params={"product_id": product["id"]})
    return {each["location_id"]: each["on_hand"] for each in answer.json()}


async def movements(client, transfer):
    answer = await client.get(
        "/api/stock/movements", params={"source": f"transfer/{transfer['id']}"}
    )
    return [
        (m["location_id"], m["reason"], m["delta"]) for m in reversed(answer.json())
    ]


async def transit(client, **query):
    return (await client.get("/api/stock/in-transit", params=query)).json()
