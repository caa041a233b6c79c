"""The catalogue through HTTP."""

import asyncio

import pytest

from products_svc.tests.factories import add_product, product, product_body, stock_of
from shared.contracts.products import ProductCreated, ProductDeleted, ProductUpdated
from tests.support import outbox_rows


async def events(app, *models):
    """What the outbox says about products, read by their models."""
    by_topic = {model.topic: model for model in models}
    return [
        by_topic[row["topic"]].model_validate(row["payload"])
        for row in await outbox_rows(app.state.database)
        if row["topic"] in by_topic
    ]


async def test_a_new_product_is_answered_with_its_address_and_state(client):
    answer = await client.post(
        "/api/products",
        json={"name": "Widget", "sku": "WGT-1", "price": 19.99, "stock": 100},
    )

    assert answer.status_code == 201
    assert answer.headers["Location"] == "/api/products/1"
    assert answer.headers["ETag"] == '"1"'
    body = answer.json()
    assert body == (await client.get("/api/products/1")).json()
    assert body.pop("created_at").endswith("Z")
    assert body.pop("updated_at").endswith("Z")
    assert body == {
        "id": 1,
        "sku": "WGT-1",
        "name": "Widget",
        "price": 19.99,
        "stock": 100,
        "category": None,
        "unit": "piece",
        "quantity_decimals": 0,
        "tax_rate": None,
        "shelf_life_days": None,
        "min_stock": [],
        "supplier_id": None,
        "cost": None,
        "picture": None,
        "barcodes": [],
        "kind": "product",
        "parent_id": None,
        "options": {},
        "components": [],
        "version": 1,
        "archived": False,
    }


async def test_every_change_of_the_catalogue_is_an_event(app, client):
    tea = await add_product(client, sku="TEA", stock=3, category="hot")
    address = f"/api/products/{tea['id']}"
    await client.put(address, json=tea | {"name": "Green tea"})
    await client.delete(address)

    created, updated, deleted = await events(
        app, ProductCreated, ProductUpdated, ProductDeleted
    )

    assert (created.sku, created.stock, created.version) == ("TEA", 3, 1)
    assert (updated.name, updated.category, updated.version) == ("Green tea", "hot", 2)
    assert (deleted.product_id, deleted.version) == (tea["id"], 3)
    assert created.ts < updated.ts < deleted.ts


async def test_a_sku_belongs_to_one_live_product(client):
    tea, mug = await add_product(client, sku="TEA"), await add_product(client)

    refused = [
        await client.post("/api/products", json=product_body(sku="TEA")),
        await client.put(f"/api/products/{mug['id']}", json=mug | {"sku": "TEA"}),
    ]
    await client.delete(f"/api/products/{tea['id']}")
    again = await client.post("/api/products", json=product_body(sku="TEA"))

    assert [a.status_code for a in refused] == [409, 409]
    assert {a.json()["code"] for a in refused} == {"sku_taken"}
    assert refused[0].json()["errors"][0]["field"] == "sku"
    assert again.status_code == 201


async def test_a_product_that_was_refused_leaves_nothing_behind(app, client):
    await add_product(client, sku="TEA")
    before = await outbox_rows(app.state.database)

    await client.post("/api/products", json=product_body(sku="TEA", stock=5))

    assert await outbox_rows(app.state.database) == before
    assert len((await client.get("/api/stock/movements")).json()) == 1


async def test_of_20_products_with_one_sku_at_once_one_is_made(client):
    answers = await asyncio.gather(
        *(client.post("/api/products", json=product_body(sku="TEA")) for _ in range(20))
    )

    assert sorted(a.status_code for a in answers) == [201] + [409] * 19


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("price", -1),
        ("price", 1.999),
        ("price", 1e300),
        ("price", 99999999999),
        ("price", True),
        ("price", None),
        ("stock", -1),
        ("stock", 1.5),
        ("stock", 10**30),
        ("stock", True),
        ("stock", "many"),
        ("sku", ""),
        ("sku", "   "),
        ("sku", "A\x00B"),
        ("sku", "x" * 65),
        ("sku", 12),
        ("name", "x" * 201),
        ("name", "line\nbreak"),
        ("name", None),
        ("category", ""),
    ],
)
async def test_what_is_no_product_is_refused_by_field(client, field, value):
    answer = await client.post("/api/products", json=product_body(**{field: value}))

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field
    assert (await client.get("/api/products")).json() == []


@pytest.mark.parametrize(
    "body",
    [
        '{"sku":"A","name":"A","price":NaN,"stock":1}',
        '{"sku":"A","name":"A","price":1e400,"stock":1}',
        '{"sku":"\\ud800","name":"A","price":1,"stock":1}',
        '{"sku":"A","name":"A","price":19.99999999999999999999,"stock":1}',
        "[]",
        "{",
        "",
    ],
)
async def test_what_json_alone_would_let_through_is_refused(client, body):
    answer = await client.post(
        "/api/products", content=body, headers={"Content-Type": "application/json"}
    )

    assert answer.status_code == 422
    assert answer.json()["errors"]


async def test_missing_fields_are_all_named(client):
    answer = await client.post("/api/products", json={"stock": 1})

    assert {e["field"] for e in answer.json()["errors"]} == {"sku", "name", "price"}


@pytest.mark.parametrize("product_id", ["0", "-1", "x", str(2**63), "9" * 23])
async def test_an_id_that_cannot_be_is_refused(client, product_id):
    answer = await client.get(f"/api/products/{product_id}")

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "product_id"


async def test_an_unknown_product_is_not_found(client):
    answers = [
        await client.get("/api/products/9"),
        await client.put("/api/products/9", json=product_body()),
        await client.delete("/api/products/9"),
        await client.get("/api/products/9/movements"),
    ]

    assert {(a.status_code, a.json()["code"]) for a in answers} == {
        (404, "product_not_found")
    }


async def test_changing_the_catalogue_leaves_stock_alone(client):
    tea = await add_product(client, stock=10, category="hot")
    address = f"/api/products/{tea['id']}"

    answer = await client.put(
        address, json={"sku": "TEA-2", "name": "Black tea", "price": 5}
    )

    assert answer.status_code == 200
    changed = answer.json()
    assert changed == await product(client, tea["id"])
    assert (changed["sku"], changed["price"], changed["version"]) == ("TEA-2", 5, 2)
    assert (changed["stock"], changed["category"]) == (10, "hot")


async def test_a_category_is_cleared_by_null(client):
    tea = await add_product(client, category="hot")

    answer = await client.put(
        f"/api/products/{tea['id']}", json=tea | {"category": None}
    )

    assert answer.json()["category"] is None


async def test_putting_a_product_back_as_it_is_changes_nothing(app, client):
    tea = await add_product(client)
    before = await outbox_rows(app.state.database)

    answer = await client.put(f"/api/products/{tea['id']}", json=tea)

    assert answer.json() == tea
    assert await outbox_rows(app.state.database) == before


async def test_stock_in_a_put_is_an_adjustment_to_that_value(client):
    tea = await add_product(client, stock=10)

    answer = await client.put(f"/api/products/{tea['id']}", json=tea | {"stock": 25})

    assert (answer.json()["stock"], answer.json()["version"]) == (25, 1)
    (moved, _) = (await client.get(f"/api/products/{tea['id']}/movements")).json()
    assert (moved["delta"], moved["reason"], moved["user_id"]) == (15, "adjustment", 7)


async def test_sales_between_reading_and_putting_are_not_lost(client, till):
    tea = await add_product(client, stock=100)
    body = tea | {"stock": 120, "expected_stock": 100}

    put, *_ = await asyncio.gather(
        client.put(f"/api/products/{tea['id']}", json=body),
        *(till.take(n, [(tea["id"], 1)]) for n in range(30)),
    )

    assert put.status_code == 200
    assert await stock_of(client, tea["id"]) == 100 + 20 - 30


async def test_an_expected_stock_that_would_leave_less_than_nothing_is_refused(
    client, till
):
    tea = await add_product(client, stock=10)
    await till.take(1, [(tea["id"], 8)])

    answer = await client.put(
        f"/api/products/{tea['id']}",
        json=tea | {"name": "Changed", "stock": 5, "expected_stock": 10},
    )

    assert answer.status_code == 409
    assert answer.json()["code"] == "insufficient_stock"
    assert answer.json()["params"] == {"product_id": tea["id"], "left": 2}
    assert (await product(client, tea["id"]))["name"] == "Tea"


async def test_expected_stock_means_nothing_without_stock(client):
    tea = await add_product(client)
    body = product_body(expected_stock=10)
    del body["stock"]

    answer = await client.put(f"/api/products/{tea['id']}", json=body)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "expected_stock"


async def test_an_etag_guards_the_catalogue_fields_and_not_the_stock(client, till):
    tea = await add_product(client)
    address = f"/api/products/{tea['id']}"
    seen = (await client.get(address)).headers["ETag"]
    await till.take(1, [(tea["id"], 1)])

    first = await client.put(
        address, json=product_body(name="Mine"), headers={"If-Match": seen}
    )
    second = await client.put(
        address, json=product_body(name="Theirs"), headers={"If-Match": seen}
    )

    assert first.status_code == 200
    assert first.headers["ETag"] != seen
    assert (second.status_code, second.json()["code"]) == (412, "catalogue_changed")
    assert (await product(client, tea["id"]))["name"] == "Mine"


async def test_an_archived_product_stays_readable_and_is_gone_from_the_catalogue(
    client, till
):
    tea = await add_product(client, stock=10)
    address = f"/api/products/{tea['id']}"
    await till.take(1, [(tea["id"], 4)])

    first, again = await client.delete(address), await client.delete(address)

    assert first.status_code == 204
    assert (again.status_code, again.json()["code"]) == (404, "product_not_found")
    assert (await product(client, tea["id"]))["archived"] is True
    assert (await client.get("/api/products")).json() == []
    assert (await client.put(address, json=product_body())).status_code == 404
    history = (await client.get(f"{address}/movements")).json()
    assert [line["reason"] for line in history] == ["sale", "initial"]


async def test_an_archived_product_can_be_brought_back(app, client, inspector):
    codes = ["4006381333931", "96385074"]
    tea = await add_product(client, sku="TEA", stock=10, barcodes=codes)
    address = f"/api/products/{tea['id']}"
    await client.delete(address)
    await add_product(client, sku="COCOA", barcodes=[codes[1]])

    restored = await client.post(f"{address}/restore")
    again = await client.post(f"{address}/restore")

    assert (restored.status_code, restored.json()["archived"]) == (200, False)
    assert restored.headers["ETag"] == '"3"'
    # A code that another product was given meanwhile stays there.
    assert (await client.get(f"/api/products?barcode={codes[0]}")).json()[0][
        "id"
    ] == tea["id"]
    assert [
        p["sku"] for p in (await client.get(f"/api/products?barcode={codes[1]}")).json()
    ] == ["COCOA"]
    assert (again.status_code, again.headers["ETag"]) == (200, '"3"')
    # Copies learn of it once, as a version after that of the archival.
    told = [
        row["payload"]["version"]
        for row in await outbox_rows(app.state.database)
        if row["topic"] in {"product.updated", "product.deleted"}
        and row["payload"]["product_id"] == tea["id"]
    ]
    assert told == [2, 3]
    acts = await inspector.fetch(
        "SELECT action FROM audit WHERE subject = $1", f"product/{tea['id']}"
    )
    assert [act["action"] for act in acts][-2:] == [
        "product.archived",
        "product.restored",
    ]


async def test_a_product_whose_sku_another_has_by_now_stays_archived(client):
    tea = await add_product(client, sku="TEA")
    await client.delete(f"/api/products/{tea['id']}")
    await add_product(client, sku="TEA")

    refused = await client.post(f"/api/products/{tea['id']}/restore")

    assert (refused.status_code, refused.json()["code"]) == (409, "sku_taken")
    assert (await product(client, tea["id"]))["archived"] is True


async def test_prices_are_kept_day_by_day(client, inspector):
    tea = await add_product(client, price=4)
    await inspector.execute(
        "UPDATE product_prices SET since = since - interval '9 days'"
    )
    for price in (4.5, 5):
        answer = await client.put(
            f"/api/products/{tea['id']}", json=product_body(sku=tea["sku"], price=price)
        )
        assert answer.status_code == 200
    # What is no price changes none.
    await client.put(
        f"/api/products/{tea['id']}",
        json=product_body(sku=tea["sku"], price=5, name="Teas"),
    )

    answer = await client.get(f"/api/products/{tea['id']}/prices")

    assert [row["price"] for row in answer.json()] == [5, 4]
    assert answer.headers["X-Total-Count"] == "2"
    first = await client.get(f"/api/products/{tea['id']}/prices?limit=1&cursor=")
    following = await client.get(first.links["next"]["url"])
    assert [row["price"] for row in first.json() + following.json()] == [5, 4]
    assert (await client.get("/api/products/99/prices")).status_code == 404
