"""Products that imports need: found or made, many at once."""

import asyncio

from products_svc.tests.factories import add_product, broken_laws, product
from shared.contracts.products import ProductCreated
from shared.kafka.outbox import Lane
from tests.support import outbox_rows


def items(*skus, **changes):
    usual = {"name": "Imported", "price": 1.5}
    return {"items": [{"sku": sku} | usual | changes for sku in skus]}


async def test_known_products_are_kept_and_new_ones_made_in_the_order_asked(client):
    tea = await add_product(client, sku="TEA", name="Tea")

    answer = await client.post("/api/products/bulk", json=items("Z", "TEA", "A", "Z"))

    assert answer.status_code == 200
    assert [(row["sku"], row["created"]) for row in answer.json()] == [
        ("Z", True),
        ("TEA", False),
        ("A", True),
        ("Z", False),
    ]
    ids = [row["id"] for row in answer.json()]
    assert ids[0] == ids[3]
    assert ids[1] == tea["id"]
    assert await product(client, tea["id"]) == tea
    assert (await product(client, ids[2]))["name"] == "Imported"


async def test_the_same_again_makes_nothing_new(app, client):
    first = await client.post("/api/products/bulk", json=items("A", "B", stock=3))
    rows = await outbox_rows(app.state.database)

    again = await client.post("/api/products/bulk", json=items("A", "B", stock=3))

    assert [row["id"] for row in again.json()] == [row["id"] for row in first.json()]
    assert not any(row["created"] for row in again.json())
    assert await outbox_rows(app.state.database) == rows


async def test_new_products_have_their_events_behind_the_live_ones(
    app, client, inspector
):
    await client.post("/api/products/bulk", json=items("A", "B", stock=3))

    rows = await outbox_rows(app.state.database)

    assert [(row["topic"], row["lane"]) for row in rows] == [
        ("product.created", Lane.IMPORT),
        ("stock.moved", Lane.IMPORT),
        ("audit.recorded", Lane.IMPORT),
    ]
    made = [ProductCreated.model_validate(event) for event in rows[0]["payload"]]
    assert [(event.sku, event.stock) for event in made] == [("A", 3), ("B", 3)]
    assert await broken_laws(inspector) == []


async def test_two_imports_at_once_agree_on_the_ids(client):
    skus = [f"S{n}" for n in range(300)]

    answers = await asyncio.gather(
        client.post("/api/products/bulk", json=items(*skus)),
        client.post("/api/products/bulk", json=items(*reversed(skus))),
        client.post("/api/products/bulk", json=items(*skus[100:], *skus[:100])),
    )

    found = [{row["sku"]: row["id"] for row in answer.json()} for answer in answers]
    assert found[0] == found[1] == found[2]
    assert sum(row["created"] for answer in answers for row in answer.json()) == 300


async def test_an_archived_product_is_not_brought_back(client):
    old = await add_product(client, sku="TEA")
    await client.delete(f"/api/products/{old['id']}")

    answer = await client.post("/api/products/bulk", json=items("TEA"))

    assert answer.json()[0]["created"] is True
    assert answer.json()[0]["id"] != old["id"]


async def test_one_bad_item_refuses_all_and_says_which(client):
    body = items("A", "B")
    body["items"][1]["price"] = -1

    answer = await client.post("/api/products/bulk", json=body)
    too_many = await client.post(
        "/api/products/bulk", json=items(*(f"S{n}" for n in range(501)))
    )

    assert answer.json()["errors"][0]["field"] == "items.1.price"
    assert too_many.json()["errors"][0]["field"] == "items"
    assert (await client.get("/api/products")).json() == []
