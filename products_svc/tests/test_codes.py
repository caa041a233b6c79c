"""A code has one spelling in the catalogue, however it was typed."""

from importlib import import_module

import pytest
from sqlalchemy import text

from products_svc.tests.factories import add_product, product_body
from products_svc.tests.test_products import events
from shared.contracts.products import ProductUpdated

RENAME = import_module("products_svc.migrations.versions.20261126_0009_codes").rename


@pytest.mark.parametrize("sku", ["\u200b", "\u3164\ufeff"])
async def test_a_code_that_nobody_sees_is_refused(client, sku):
    answer = await client.post("/api/products", json=product_body(sku=sku))

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["message"] == "nothing of this code can be seen"


async def test_what_nobody_sees_of_a_code_is_left_out(client):
    tea = await add_product(client, sku="THE\u0301\u200b  1")

    again = await client.post("/api/products", json=product_body(sku="TH\u00c9 1"))
    found = await client.get("/api/products", params={"skus": "\ufeffTH\u00c9\u00a01"})

    assert tea["sku"] == "TH\u00c9 1"
    assert again.json()["code"] == "sku_taken"
    assert [item["id"] for item in found.json()] == [tea["id"]]


async def test_codes_are_found_by_their_letters(client):
    small, _, accented = [
        await add_product(client, sku=sku) for sku in ("tea-1", "TEA-10", "T\u00c9A-1")
    ]
    asked = {"skus": "Tea-1", "any_case": True, "sort": "created_at"}

    found = await client.get("/api/products", params=asked)
    exact = await client.get("/api/products", params={"skus": "Tea-1"})

    assert [item["id"] for item in found.json()] == [small["id"], accented["id"]]
    assert exact.json() == []


async def test_codes_of_before_get_the_normal_form_with_an_event(app, client):
    """But not where another product has it already."""
    tea, mug, pot = [
        await add_product(client, sku=sku) for sku in ("A", "B", "C\u00c9")
    ]
    async with app.state.database.transaction() as db:
        for before, id_ in (("THE\u0301", tea["id"]), ("CE\u0301", mug["id"])):
            await db.execute(
                text("UPDATE products SET sku = :sku WHERE id = :id"),
                {"sku": before, "id": id_},
            )
        await (await db.connection()).run_sync(RENAME)

    listed = (await client.get("/api/products", params={"sort": "sku"})).json()
    assert {item["id"]: item["sku"] for item in listed} == {
        tea["id"]: "TH\u00c9",
        mug["id"]: "CE\u0301",
        pot["id"]: "C\u00c9",
    }
    (event,) = await events(app, ProductUpdated)
    assert (event.product_id, event.sku, event.version) == (tea["id"], "TH\u00c9", 2)
