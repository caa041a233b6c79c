"""Bundles: sold as their components, from the components' stock."""

import json
from decimal import Decimal

import asyncpg
import pytest

from products_svc.tests.factories import (
    add_location,
    add_product,
    broken_laws,
    product,
    product_body,
    stock_of,
)
from products_svc.tests.test_products import events
from shared.contracts.products import ProductCreated


@pytest.fixture
async def cup(client):
    return await add_product(client, sku="CUP", stock=7)


@pytest.fixture
async def leaf(client):
    return await add_product(
        client, sku="LEAF", stock=1.5, unit="kg", quantity_decimals=3
    )


@pytest.fixture
async def gift(client, cup, leaf):
    """Two cups and 250 g."""
    return await add_product(
        client, sku="GIFT", stock=0, price=20,
        components=[
            {"product_id": leaf["id"], "quantity": 0.25},
            {"product_id": cup["id"], "quantity": 2},
        ],
    )  # fmt: skip


async def take(till, *lines, short_stock="refuse"):
    """As sales_svc sells: each line is a product and its units."""
    return await till.pool.fetch(
        "SELECT * FROM products.take_basket($1, 7, $2::products.stock_line[], $3)"
        " ORDER BY line",
        [f"sale:{n}" for n in range(1, len(lines) + 1)],
        [(*line, 1) for line in lines],
        short_stock,
    )


async def test_a_bundle_is_there_as_often_as_its_least_component(
    app, client, gift, cup
):
    assert (gift["kind"], gift["stock"]) == ("bundle", 3)
    assert gift["components"] == [
        {"product_id": cup["id"], "quantity": 2},
        {"product_id": cup["id"] + 1, "quantity": 0.25},
    ]
    created = (await events(app, ProductCreated))[-1]
    assert (created.kind, created.stock) == ("bundle", 3)


async def test_cups_elsewhere_make_no_bundle_here(client, gift, cup):
    north = await add_location(client)
    await client.post(
        "/api/stock/adjustments",
        json={"product_id": cup["id"], "delta": 9, "reason": "adjustment",
              "location_id": north["id"]},
    )  # fmt: skip

    assert await stock_of(client, gift["id"]) == 3


async def test_selling_one_takes_all_components(
    client, till, inspector, gift, cup, leaf
):
    (sold,) = await take(till, (gift["id"], 3))

    assert (sold["line"], float(sold["price"]), sold["units_found"]) == (0, 20.0, 0)
    assert json.loads(sold["consumed"]) == [
        {"product_id": cup["id"], "quantity": 6},
        {"product_id": leaf["id"], "quantity": 0.75},
    ]
    assert await stock_of(client, cup["id"]) == 1
    assert await stock_of(client, leaf["id"]) == 0.75
    assert await stock_of(client, gift["id"]) == 0
    assert await broken_laws(inspector) == []


async def test_when_one_component_is_short_nothing_leaves(
    client, till, gift, cup, leaf
):
    with pytest.raises(asyncpg.PostgresError) as refused:
        await take(till, (leaf["id"], Decimal("0.1")), (gift["id"], 4))

    assert refused.value.sqlstate == "PS008"
    assert json.loads(refused.value.detail) == [
        {"line": 1, "code": "PS003", "product_id": cup["id"], "left": 7,
         "decimal_places": 0}
    ]  # fmt: skip
    assert await stock_of(client, cup["id"]) == 7
    assert await stock_of(client, leaf["id"]) == 1.5


async def test_a_bundle_and_its_component_in_one_basket(
    client, till, inspector, gift, cup
):
    rows = await take(till, (cup["id"], 1), (gift["id"], 3))

    assert [row["consumed"] is None for row in rows] == [True, False]
    assert await stock_of(client, cup["id"]) == 0
    assert await broken_laws(inspector) == []


async def test_what_a_bundle_cost_is_what_its_components_did(
    client, till, inspector, gift, cup, leaf
):
    for item, cost in ((cup, "1.5"), (leaf, "8")):
        await inspector.execute(
            "SELECT adjust_stock($1, 1, 1, NULL, 'adjustment', NULL, NULL, 7, NULL, $2)",
            item["id"],
            Decimal(cost),
        )

    (sold,) = await take(till, (gift["id"], 2))

    assert float(sold["cost"]) == 2 * (2 * 1.5 + 0.25 * 8)
    assert float(sold["unit_cost"]) == 5


async def test_short_components_are_found_when_the_shop_says_so(
    client, till, inspector, gift, cup
):
    (sold,) = await take(till, (gift["id"], 4), short_stock="correct")

    assert sold["units_found"] == 1
    assert await stock_of(client, cup["id"]) == 0
    assert await broken_laws(inspector) == []


async def test_a_bundle_has_no_stock_of_its_own(client, till, inspector, gift, north):
    adjusted = await client.post(
        "/api/stock/adjustments",
        json={"product_id": gift["id"], "delta": 1, "reason": "adjustment"},
    )
    ordered = await client.post(
        "/api/purchase-orders",
        json={"supplier_id": north["id"],
              "lines": [{"product_id": gift["id"], "quantity": 1, "unit_cost": 1}]},
    )  # fmt: skip
    supplied = await client.put(
        f"/api/suppliers/{north['id']}/products",
        json={"items": [{"product_id": gift["id"], "unit_cost": 1}]},
    )
    with pytest.raises(asyncpg.PostgresError) as shelved:
        await inspector.execute(
            "INSERT INTO stock (product_id, on_hand) VALUES ($1, 0)", gift["id"]
        )

    assert shelved.value.sqlstate == "PS009"
    for answer in (adjusted, ordered, supplied):
        assert (answer.status_code, answer.json()["code"]) == (
            409,
            "no_stock_of_its_own",
        )


async def test_a_bundle_within_a_bundle_or_itself_is_refused(client, gift, cup):
    address = f"/api/products/{gift['id']}"
    itself = await client.put(
        address, json=gift | {"components": [{"product_id": gift["id"], "quantity": 1}]}
    )
    within = await client.post(
        "/api/products",
        json=product_body(
            stock=0, components=[{"product_id": gift["id"], "quantity": 1}]
        ),
    )
    parts = await client.put(
        address,
        json=gift | {"components": [{"product_id": cup["id"], "quantity": 0.5}]},
    )
    nothing = await client.put(address, json=gift | {"components": []})
    late = await client.put(
        f"/api/products/{cup['id']}",
        json=cup | {"components": [{"product_id": gift["id"], "quantity": 1}]},
    )

    codes = [answer.json()["code"] for answer in (itself, within, parts, nothing, late)]
    assert codes == [
        "bundle_within_itself", "component_not_stocked", "quantity_precision",
        "kind_fixed", "kind_fixed",
    ]  # fmt: skip
    assert (await product(client, gift["id"]))["components"] == gift["components"]


async def test_components_change_and_an_archived_one_ends_the_sale(
    client, till, gift, cup
):
    changed = await client.put(
        f"/api/products/{gift['id']}",
        json=gift | {"components": [{"product_id": cup["id"], "quantity": 1}]},
    )
    await client.delete(f"/api/products/{cup['id']}")

    assert (changed.json()["stock"], changed.json()["version"]) == (7, 2)
    assert await stock_of(client, gift["id"]) == 0
    with pytest.raises(asyncpg.PostgresError, match="cannot be sold"):
        await take(till, (gift["id"], 1))


async def test_a_component_keeps_the_decimals_that_a_bundle_needs(client, gift, leaf):
    address = f"/api/products/{leaf['id']}"
    body = {"sku": leaf["sku"], "name": leaf["name"], "price": leaf["price"]}

    refused = await client.put(address, json=body | {"quantity_decimals": 1})
    allowed = await client.put(address, json=body | {"quantity_decimals": 2})

    assert refused.json()["code"] == "quantity_decimals_in_use"
    assert allowed.status_code == 200, allowed.text


async def test_variants_are_every_combination_of_options(client, till):
    shirt = await add_product(
        client, sku="SHIRT", name="Shirt", price=15, stock=0, kind="parent"
    )
    address = f"/api/products/{shirt['id']}/variants"
    options = {"size": ["S", "M"], "colour": ["red", "dark blue"]}

    planned = await client.post(address, json={"options": options, "dry_run": True})
    made = await client.post(address, json={"options": options})
    options["size"].append("L")
    more = await client.post(address, json={"options": options})
    listed = await client.get(
        "/api/products", params={"parent_id": shirt["id"], "sort": "sku"}
    )

    assert {variant["id"] for variant in planned.json()["variants"]} == {None}
    skus = ["SHIRT-S-RED", "SHIRT-S-DARK-BLUE", "SHIRT-M-RED", "SHIRT-M-DARK-BLUE"]
    assert [variant["sku"] for variant in made.json()["variants"]] == skus
    assert [variant["created"] for variant in more.json()["variants"]] == [
        False
    ] * 4 + [True] * 2
    assert len(listed.json()) == 6
    first = listed.json()[0]
    assert (first["price"], first["parent_id"]) == (15, shirt["id"])
    assert first["options"] == {"size": "L", "colour": "dark blue"}
    with pytest.raises(asyncpg.PostgresError) as refused:
        await take(till, (shirt["id"], 1), short_stock="correct")
    assert json.loads(refused.value.detail)[0]["code"] == "PS009"


async def test_a_variant_needs_a_parent(client, cup):
    answers = [
        await client.post("/api/products", json=product_body(parent_id=cup["id"])),
        await client.post("/api/products", json=product_body(parent_id=99)),
        await client.post(
            f"/api/products/{cup['id']}/variants", json={"options": {"size": ["S"]}}
        ),
    ]

    assert {answer.json()["code"] for answer in answers} == {"no_such_parent"}
