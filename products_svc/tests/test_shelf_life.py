"""How long a product keeps, and what a location shall never hold less of."""

from typing import Any

import orjson
from sqlalchemy import text

from products_svc.tests.factories import (
    add_location,
    add_product,
    product,
    product_body,
)
from tests.support import client_for, service_bearer

FIELDS = ("sku", "name", "price")


async def put(client, item, **changes):
    body = {name: item[name] for name in FIELDS} | changes
    return await client.put(f"/api/products/{item['id']}", json=body)


async def events_of(app, product_id):
    async with app.state.database.transaction() as db:
        rows = await db.execute(
            text("SELECT payload FROM outbox WHERE topic LIKE 'product.%' ORDER BY id")
        )
        return [row[0] for row in rows if row[0]["product_id"] == product_id]


async def test_both_are_kept_told_and_changed(client, app):
    second = (await add_location(client))["id"]
    floors = [{"location_id": second, "quantity": 3}, {"location_id": 1, "quantity": 5}]
    made = await add_product(client, shelf_life_days=30, min_stock=floors)

    assert made["shelf_life_days"] == 30
    assert made["min_stock"] == sorted(floors, key=lambda floor: floor["location_id"])
    same = (await put(client, made)).json()
    assert (same["version"], same["min_stock"]) == (made["version"], made["min_stock"])
    changed = await put(client, made, shelf_life_days=None, min_stock=[])
    assert changed.json()["shelf_life_days"] is None
    assert (await product(client, made["id"]))["min_stock"] == []
    created, updated = await events_of(app, made["id"])
    assert created["shelf_life_days"] == 30
    assert created["min_stock"] == made["min_stock"]
    assert updated["min_stock"] == []
    assert updated.get("shelf_life_days") is None


async def test_parts_of_a_unit_come_back_as_they_were_said(client):
    floors = [{"location_id": 1, "quantity": 0.125}]
    made = await add_product(client, quantity_decimals=3, min_stock=floors)

    assert made["min_stock"] == floors
    assert (await put(client, made, min_stock=floors)).json()["version"] == 1


async def test_what_cannot_be_is_refused_in_words(client):
    refused: dict[str, dict[str, Any]] = {
        "location_not_found": {"min_stock": [{"location_id": 999, "quantity": 1}]},
        "quantity_precision": {"min_stock": [{"location_id": 1, "quantity": 0.5}]},
    }
    for code, changes in refused.items():
        answer = await client.post("/api/products", json=product_body(**changes))
        assert answer.json()["code"] == code, answer.text
    twice = [{"location_id": 1, "quantity": 1}] * 2
    changed: tuple[dict[str, Any], ...] = (
        {"shelf_life_days": 0},
        {"shelf_life_days": True},
        {"min_stock": twice},
        {"min_stock": [{"location_id": 1, "quantity": -1}]},
    )
    for changes in changed:
        answer = await client.post("/api/products", json=product_body(**changes))
        assert answer.status_code == 422, changes


async def test_the_minimum_of_an_archived_location_may_stay_and_not_come(client):
    store = (await add_location(client))["id"]
    floors = [{"location_id": store, "quantity": 3}]
    made = await add_product(client, min_stock=floors)
    await client.delete(f"/api/locations/{store}")

    same = await put(client, made, min_stock=made["min_stock"], name="Green tea")
    refused = await client.post("/api/products", json=product_body(min_stock=floors))

    assert (same.status_code, same.json()["min_stock"]) == (200, floors)
    assert refused.json()["code"] == "location_not_found"


async def test_copies_start_with_both(client, app):
    made = await add_product(
        client, shelf_life_days=7, min_stock=[{"location_id": 1, "quantity": 2}]
    )

    async with client_for(app, None) as forecast:
        forecast.headers.update(service_bearer("forecast_svc"))
        answer = await forecast.get("/api/products/snapshot")
    line = orjson.loads(answer.text.splitlines()[0])

    assert (line["shelf_life_days"], line["min_stock"]) == (7, made["min_stock"])
