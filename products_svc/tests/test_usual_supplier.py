"""Of whom a product is bought, as the product says it: a view on terms, and a way to
them."""

import asyncio

import pytest
from pydantic import ValidationError

from products_svc.catalogue.schemas import ProductIn, ProductPut
from products_svc.tests.factories import (
    add_product,
    add_supplier,
    product,
    product_body,
    set_terms,
)
from tests.support import client_for, outbox_rows


@pytest.fixture
async def north(client):
    return (await add_supplier(client, name="North"))["id"]


@pytest.fixture
async def south(client):
    return (await add_supplier(client, name="South"))["id"]


async def put(client, item, *, seen=None, **changes):
    body = {name: item[name] for name in ("sku", "name", "price")} | changes
    headers = {"If-Match": f'"{seen}"'} if seen else {}
    return await client.put(f"/api/products/{item['id']}", json=body, headers=headers)


async def terms_at(client, supplier):
    answer = await client.get(f"/api/suppliers/{supplier}/products")
    return [
        {name: each[name] for name in ("product_id", "unit_cost", "preferred")}
        for each in answer.json()
    ]


async def facts(app, topic):
    rows = await outbox_rows(app.state.database)
    said = [row["payload"] for row in rows if row["topic"] == topic]
    return [
        fact for each in said for fact in (each if isinstance(each, list) else [each])
    ]


async def test_a_new_product_is_bought_at_terms_of_its_own(app, client, north):
    tea = await add_product(client, supplier_id=north, unit_cost=1.25)

    assert tea["supplier_id"] == north
    assert "unit_cost" not in tea
    assert await terms_at(client, north) == [
        {"product_id": tea["id"], "unit_cost": 1.25, "preferred": True}
    ]
    (created,) = await facts(app, "product.created")
    (terms,) = await facts(app, "supply.terms")
    assert (created["supplier_id"], created["version"]) == (north, 1)
    assert (terms["supplier_id"], terms["preferred"]) == (north, True)
    # What was on the shelf at no known cost has one.
    assert tea["cost"] == 1.25


async def test_terms_say_who_it_is(client, north):
    tea = await add_product(client)
    assert tea["supplier_id"] is None

    await set_terms(client, {"id": north}, {"product_id": tea["id"], "unit_cost": 2})

    (listed,) = (await client.get("/api/products")).json()
    assert listed["supplier_id"] == north
    assert listed["version"] == tea["version"]


async def test_another_one_is_a_change_of_the_product_and_of_terms(
    app, client, north, south
):
    tea = await add_product(client, supplier_id=north, unit_cost=1)
    agreed = {"product_id": tea["id"], "unit_cost": 3, "minimum_quantity": 6}
    await set_terms(client, {"id": south}, agreed)

    moved = (await put(client, tea, supplier_id=south)).json()
    same = (await put(client, moved, supplier_id=south)).json()
    absent = (await put(client, moved)).json()
    cleared = (await put(client, moved, supplier_id=None)).json()

    assert (moved["supplier_id"], moved["version"]) == (south, 2)
    assert (same["version"], absent["version"]) == (2, 2)
    assert absent["supplier_id"] == south
    assert (cleared["supplier_id"], cleared["version"]) == (None, 3)
    updates = await facts(app, "product.updated")
    assert [each.get("supplier_id") for each in updates] == [south, None]
    # What both agreed to stays agreed.
    assert await terms_at(client, north) == [agreed_at(tea, 1)]
    assert await terms_at(client, south) == [agreed_at(tea, 3)]


def agreed_at(item, cost):
    return {"product_id": item["id"], "unit_cost": cost, "preferred": False}


async def test_a_cost_said_with_it_is_the_one_of_its_terms(client, north):
    tea = await add_product(client, supplier_id=north, unit_cost=1)

    dearer = (await put(client, tea, supplier_id=north, unit_cost=1.5)).json()

    assert dearer["version"] == tea["version"]
    assert [t["unit_cost"] for t in await terms_at(client, north)] == [1.5]


async def test_who_cannot_be_the_supplier_is_said_and_nothing_is_made(client, north):
    gone = (await add_supplier(client))["id"]
    await client.delete(f"/api/suppliers/{gone}")
    tea = await add_product(client)
    cup = await add_product(client)
    bundle = {"components": [{"product_id": cup["id"], "quantity": 2}], "stock": 0}
    refused = [
        ({"supplier_id": 999, "unit_cost": 1}, 404, "supplier_not_found"),
        ({"supplier_id": gone, "unit_cost": 1}, 404, "supplier_not_found"),
        ({"supplier_id": north}, 422, "cost_unknown"),
    ]

    for changes, status, code in refused:
        made = await client.post("/api/products", json=product_body(**changes))
        changed = await put(client, tea, name="Other", **changes)
        for answer in (made, changed):
            assert (answer.status_code, answer.json()["code"]) == (status, code), (
                changes
            )
    of_bundle = await client.post(
        "/api/products",
        json=product_body(supplier_id=north, unit_cost=1) | bundle,
    )

    assert of_bundle.json()["code"] == "no_stock_of_its_own"
    assert await terms_at(client, north) == []
    assert (await product(client, tea["id"]))["name"] == tea["name"]
    assert (await client.get("/api/products")).headers["X-Total-Count"] == "2"


@pytest.mark.parametrize("body", [ProductIn, ProductPut])
@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"unit_cost": 1}, "unit_cost", "supplier_needed"),
        ({"supplier_id": None, "unit_cost": 1}, "unit_cost", "supplier_needed"),
        ({"supplier_id": 1, "unit_cost": -1}, "unit_cost", "greater_than_equal"),
        ({"supplier_id": "x", "unit_cost": 1}, "supplier_id", "int_parsing"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(body, changes, field, code):
    with pytest.raises(ValidationError) as refused:
        body.model_validate(product_body(**changes))

    (error,) = refused.value.errors()
    assert (error["loc"], error["type"]) == ((field,), code)


async def test_an_archived_supplier_is_nobodys_usual_one(client, north, south):
    tea = await add_product(client, supplier_id=north, unit_cost=1)
    await client.delete(f"/api/suppliers/{north}")
    assert (await product(client, tea["id"]))["supplier_id"] is None
    kept = await put(client, tea, name="Green tea")

    # The first who sells it from now on is the usual one, as with any product.
    await set_terms(client, {"id": south}, {"product_id": tea["id"], "unit_cost": 2})

    assert kept.status_code == 200
    assert (await product(client, tea["id"]))["supplier_id"] == south


async def test_of_two_who_change_it_the_second_is_told(client, north, south):
    tea = await add_product(client)
    both = [
        put(client, tea, seen=1, supplier_id=supplier, unit_cost=1)
        for supplier in (north, south)
    ]

    answers = await asyncio.gather(*both)

    assert sorted(answer.status_code for answer in answers) == [200, 412]
    (won,) = (answer.json() for answer in answers if answer.is_success)
    assert (await product(client, tea["id"]))["supplier_id"] == won["supplier_id"]


async def test_products_and_terms_that_name_each_other_at_once_take_turns(
    client, north
):
    tea = await add_product(client, supplier_id=north, unit_cost=1)
    again = {"product_id": tea["id"], "unit_cost": 1, "preferred": True}

    answers = await asyncio.gather(
        client.put(f"/api/suppliers/{north}/products", json={"items": [again]}),
        put(client, tea, supplier_id=None),
        put(client, tea, supplier_id=north, unit_cost=2),
    )

    assert {answer.status_code for answer in answers} == {200}


async def test_everybody_reads_who_it_is_and_managers_say_it(app, client, north):
    tea = await add_product(client, supplier_id=north, unit_cost=1)

    async with client_for(app, "viewer") as viewer:
        seen = await product(viewer, tea["id"])
        refused = await put(viewer, tea, supplier_id=None)

    assert (seen["supplier_id"], seen["cost"]) == (north, None)
    assert refused.status_code == 403
