"""Purchase orders as others see them: lists, events, forecast_svc."""

import orjson

from products_svc.tests.factories import (
    add_order,
    add_product,
    add_supplier,
    receive,
)
from tests.support import client_for, service_bearer


async def test_orders_are_listed_newest_first_and_by_what_they_are(client, tea, north):
    rice = await add_product(client)
    south = await add_supplier(client)
    draft = await add_order(
        client, north, {"product_id": tea["id"], "quantity": 12}, placed=False
    )
    late = await add_order(
        client,
        south,
        {
            "product_id": rice["id"],
            "quantity": 2,
            "unit_cost": 1.5,
            "expected_on": "2020-01-01",
        },
    )
    due = await add_order(client, north, {"product_id": tea["id"], "quantity": 12})

    async def listed(**params):
        answer = await client.get("/api/purchase-orders", params=params)
        assert answer.status_code == 200, answer.text
        return [order["id"] for order in answer.json()]

    assert await listed() == [due["id"], late["id"], draft["id"]]
    assert await listed(status=["draft", "received"]) == [draft["id"]]
    assert await listed(supplier_id=south["id"]) == [late["id"]]
    assert await listed(product_id=tea["id"]) == [due["id"], draft["id"]]
    assert await listed(overdue=True) == [late["id"]]
    assert await listed(overdue=False, status="placed") == [due["id"]]
    assert await listed(cursor="", limit=2) == [due["id"], late["id"]]
    row = (await client.get("/api/purchase-orders", params={"overdue": True})).json()[0]
    assert (row["total"], row["line_count"], row["expected_on"], row["overdue"]) == (
        3,
        1,
        "2020-01-01",
        True,
    )
    assert late["overdue"]
    assert not due["overdue"]


async def test_the_snapshot_has_what_is_open(app, client, tea, north):
    line = {"product_id": tea["id"], "quantity": 12}
    draft = await add_order(client, north, line, placed=False)
    begun = await add_order(client, north, line, line)
    await receive(client, begun, 12, 5)
    unwanted = await add_order(client, north, line)
    await client.post(
        f"/api/purchase-orders/{unwanted['id']}/cancel", json={"reason": "too late"}
    )

    async with client_for(app, None) as forecast:
        forecast.headers.update(service_bearer("forecast_svc"))
        page = await forecast.get("/api/purchase-orders/snapshot")

    *lines, end = map(orjson.loads, page.text.splitlines())
    assert [(p["purchase_order_id"], p["status"], p["open"], p["version"]) for p in lines] == [
        (draft["id"], "draft", 12, 1), (begun["id"], "partially_received", 7, 3),
    ]  # fmt: skip
    assert end == {"next": None}


async def test_forecast_svc_drafts_for_the_manager_whom_it_names_and_places_nothing(
    app, client, tea, north
):
    body = {
        "supplier_id": north["id"],
        "lines": [{"product_id": tea["id"], "quantity": 12}],
    }
    async with client_for(app, None) as forecast:
        forecast.headers.update(service_bearer("forecast_svc"))
        nobody = await forecast.post("/api/purchase-orders", json=body)
        key = {"X-Acting-User": "9", "Idempotency-Key": "advice/1"}
        made = [
            await forecast.post("/api/purchase-orders", json=body, headers=key)
            for _ in range(2)
        ]
        placed = await forecast.post(
            f"/api/purchase-orders/{made[0].json()['id']}/place"
        )

    assert (nobody.status_code, placed.status_code) == (403, 403)
    assert (made[0].status_code, made[0].json()["created_by"]) == (201, 9)
    assert made[0].json() == made[1].json()
