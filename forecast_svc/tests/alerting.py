"""What tests of alerts ask and do."""

from forecast_svc.tests.factories import moved, sale
from tests.support import outbox_rows

ALERTS = "/api/forecast/alerts"


async def listed(client, **query):
    answer = await client.get(ALERTS, params=query)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def kinds(client):
    """Of those that are open, with their subjects."""
    found = await listed(client, state=["new", "seen"])
    return sorted((a["kind"], a["product_id"] or a["reference"]) for a in found)


async def told(app):
    rows = await outbox_rows(app.state.database)
    return [
        (row["topic"], row["payload"]["alert_id"])
        for row in rows
        if row["topic"].startswith("alert.")
    ]


async def settle(manager, **changes):
    answer = await manager.put(f"{ALERTS}/settings", json=changes)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def empty_shelf(deliver, product_id=1, movement=10):
    await deliver(sale(product_id, product_id=product_id))
    await deliver(moved(movement, 0, product_id=product_id))
