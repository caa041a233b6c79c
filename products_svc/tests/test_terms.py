"""At which terms suppliers sell products."""

import asyncio
from decimal import Decimal

import orjson
import pytest

from products_svc.suppliers.rules import cost_at
from products_svc.tests.factories import (
    add_order,
    add_product,
    add_supplier,
    set_terms,
)
from shared.contracts.purchasing import SupplyTerms
from tests.support import client_for, outbox_rows, service_bearer


@pytest.fixture
async def tea(client):
    return await add_product(client, sku="TEA", name="Tea")


@pytest.fixture
async def north(client):
    return await add_supplier(client, name="North")


async def terms_at(client, supplier):
    answer = await client.get(f"/api/suppliers/{supplier['id']}/products")
    return answer.json()


async def published(app):
    found = []
    for row in await outbox_rows(app.state.database):
        if row["topic"] == "supply.terms":
            found += [SupplyTerms.model_validate(event) for event in row["payload"]]
    return found


async def test_terms_are_kept_as_they_were_said_and_told(app, client, tea, north):
    said = {
        "product_id": tea["id"], "sku": "N-1", "unit_cost": 1.234567,
        "price_breaks": [{"from_quantity": 10, "unit_cost": 1.2}, {"from_quantity": 100, "unit_cost": 1}],
        "order_multiple": 6, "minimum_quantity": 12, "lead_time_days": 4,
    }  # fmt: skip

    await set_terms(client, north, said)

    (kept,) = await terms_at(client, north)
    assert {name: kept[name] for name in said} == said
    assert (kept["product_sku"], kept["preferred"], kept["version"]) == ("TEA", True, 1)
    (fact,) = await published(app)
    assert (str(fact.unit_cost), fact.order_multiple, fact.removed) == (
        "1.234567",
        6,
        False,
    )
    assert [each.from_quantity for each in fact.price_breaks] == [10, 100]


async def test_products_that_are_not_named_keep_their_terms(app, client, tea, north):
    rice = await add_product(client)
    await set_terms(client, north, {"product_id": tea["id"], "unit_cost": 1})
    await set_terms(client, north, {"product_id": rice["id"], "unit_cost": 2})
    await set_terms(client, north, {"product_id": rice["id"], "unit_cost": 2})

    assert [t["unit_cost"] for t in await terms_at(client, north)] == [1, 2]
    assert [(f.product_id, f.version) for f in await published(app)] == [
        (tea["id"], 1), (rice["id"], 1),
    ]  # fmt: skip


async def test_terms_are_found_by_words_of_either_side_or_by_products(client, north):
    jam = await add_product(client, sku="JAM", name="Crème de marrons")
    rice = await add_product(client, sku="RICE", name="Rice")
    await set_terms(client, north, {"product_id": jam["id"], "unit_cost": 1})
    await set_terms(
        client, north, {"product_id": rice["id"], "unit_cost": 2, "sku": "Round-5"}
    )
    address = f"/api/suppliers/{north['id']}/products"

    async def found(**query):
        answer = await client.get(address, params=query)
        skus = [terms["product_sku"] for terms in answer.json()]
        return skus, answer.headers["X-Total-Count"]

    assert await found(q="creme JAM") == (["JAM"], "1")
    assert await found(q="round") == (["RICE"], "1")
    assert await found(q="jam rice") == ([], "0")
    assert await found(product_id=[rice["id"]]) == (["RICE"], "1")


async def test_removed_terms_are_gone_and_come_back_with_a_higher_version(
    app, client, tea, north
):
    await set_terms(client, north, {"product_id": tea["id"], "unit_cost": 1})
    await set_terms(client, north, {"product_id": tea["id"], "removed": True})
    assert await terms_at(client, north) == []

    await set_terms(client, north, {"product_id": tea["id"], "unit_cost": 3})

    (again,) = await terms_at(client, north)
    assert (again["unit_cost"], again["version"], again["preferred"]) == (3, 3, True)
    assert [(f.removed, f.version) for f in await published(app)] == [
        (False, 1), (True, 2), (False, 3),
    ]  # fmt: skip


async def test_a_product_has_one_preferred_supplier(app, client, tea, north):
    south = await add_supplier(client, name="South")
    await set_terms(client, north, {"product_id": tea["id"], "unit_cost": 1})
    await set_terms(client, south, {"product_id": tea["id"], "unit_cost": 2})
    assert not (await terms_at(client, south))[0]["preferred"]

    await set_terms(
        client, south, {"product_id": tea["id"], "unit_cost": 2, "preferred": True}
    )

    assert (await terms_at(client, south))[0]["preferred"]
    assert not (await terms_at(client, north))[0]["preferred"]
    newest = {f.supplier_id: f for f in await published(app)}
    assert (newest[north["id"]].preferred, newest[south["id"]].preferred) == (
        False,
        True,
    )


async def test_suppliers_preferred_at_once_take_turns(client, inspector):
    products = [await add_product(client) for _ in range(5)]
    suppliers = [await add_supplier(client) for _ in range(6)]

    def prefer(supplier, order):
        items = [
            {"product_id": p["id"], "unit_cost": 1, "preferred": True} for p in order
        ]
        return client.put(
            f"/api/suppliers/{supplier['id']}/products", json={"items": items}
        )

    answers = await asyncio.gather(
        *(
            prefer(s, products if n % 2 else products[::-1])
            for n, s in enumerate(suppliers)
        )
    )

    assert {a.status_code for a in answers} == {200}
    preferred = await inspector.fetch(
        "SELECT product_id FROM supply_terms WHERE preferred"
    )
    assert sorted(row["product_id"] for row in preferred) == [p["id"] for p in products]


async def test_terms_that_were_changed_meanwhile_are_not_overwritten(
    client, tea, north
):
    await set_terms(client, north, {"product_id": tea["id"], "unit_cost": 1})
    await set_terms(
        client, north, {"product_id": tea["id"], "unit_cost": 2, "version": 1}
    )

    late = await client.put(
        f"/api/suppliers/{north['id']}/products",
        json={"items": [{"product_id": tea["id"], "unit_cost": 3, "version": 1}]},
    )

    assert (late.status_code, late.json()["code"]) == (409, "terms_changed")
    assert late.json()["params"] == {"product_id": tea["id"], "version": 2}
    assert [t["unit_cost"] for t in await terms_at(client, north)] == [2]


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"unit_cost": -1},
        {"unit_cost": 1.1234567},
        {"unit_cost": 1, "order_multiple": 0},
        {"unit_cost": 1, "price_breaks": [{"from_quantity": 5, "unit_cost": 1}] * 2},
    ],
)
async def test_terms_that_cannot_be_are_refused(client, tea, north, said):
    answer = await client.put(
        f"/api/suppliers/{north['id']}/products",
        json={"items": [{"product_id": tea["id"]} | said]},
    )

    assert answer.status_code == 422, answer.text


async def test_a_minimum_of_more_than_a_year_sells_is_kept_and_an_order_says_so(
    client, tea, north
):
    """What is sensible is the shop's to decide; nobody orders it by mistake."""
    most = 1_000_000
    terms = {"product_id": tea["id"], "unit_cost": 5, "minimum_quantity": most}
    (kept,) = await set_terms(client, north, terms)
    line = {"product_id": tea["id"], "quantity": 12}
    order = await add_order(client, north, line, placed=False)
    placed = await client.post(f"/api/purchase-orders/{order['id']}/place")

    assert kept["minimum_quantity"] == most
    warned = {each["code"]: each["params"] for each in order["warnings"]}
    assert warned["below_minimum_quantity"] == {"minimum": most}
    assert placed.json()["status"] == "placed"
    assert placed.json()["lines"][0]["quantity"] == 12
    refused = await client.put(
        f"/api/suppliers/{north['id']}/products",
        json={"items": [terms | {"minimum_quantity": most + 1}]},
    )
    assert refused.json()["errors"][0]["field"] == "items.0.minimum_quantity"


async def test_unknown_and_archived_products_and_suppliers_are_named(
    client, tea, north
):
    archived = await add_product(client)
    await client.delete(f"/api/products/{archived['id']}")
    address = f"/api/suppliers/{north['id']}/products"

    def put(where, product_id):
        return client.put(
            where, json={"items": [{"product_id": product_id, "unit_cost": 1}]}
        )

    answers = [
        await put(address, 999),
        await put(address, archived["id"]),
        await put("/api/suppliers/999/products", tea["id"]),
    ]

    assert [(a.status_code, a.json()["code"]) for a in answers] == [
        (404, "product_not_found"), (404, "product_not_found"), (404, "supplier_not_found"),
    ]  # fmt: skip
    assert await terms_at(client, north) == []


async def test_the_snapshot_goes_through_all_terms(app, client, tea, north):
    rice = await add_product(client)
    await set_terms(client, north, {"product_id": tea["id"], "unit_cost": 1.5})
    await set_terms(client, north, {"product_id": rice["id"], "unit_cost": 2})
    await set_terms(client, north, {"product_id": tea["id"], "removed": True})

    async with client_for(app, None) as forecast:
        forecast.headers.update(service_bearer("forecast_svc"))
        page = await forecast.get("/api/suppliers/terms/snapshot")

    *lines, end = map(orjson.loads, page.text.splitlines())
    assert [(t["product_id"], t["removed"], t["version"]) for t in lines] == [
        (tea["id"], True, 2), (rice["id"], False, 1),
    ]  # fmt: skip
    assert end == {"next": None}


@pytest.mark.parametrize(
    ("quantity", "cost"), [(1, 5), (9.5, 5), (10, 4), (99, 4), (100, 3), (1000, 3)]
)
def test_a_price_break_counts_from_its_quantity_on(quantity, cost):
    costs = [Decimal(4), Decimal(3)]
    assert cost_at(quantity, Decimal(5), [10, 100], costs) == cost
