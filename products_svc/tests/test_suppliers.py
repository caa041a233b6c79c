"""Suppliers: whom the shop buys from."""

import asyncio

import orjson
import pytest

from products_svc.tests.factories import add_product, add_supplier, set_terms
from shared.contracts.purchasing import SupplierChanged
from tests.support import client_for, outbox_rows, service_bearer

WHOLE = {
    "name": "Thés Réunis",
    "email": "orders@tea.example",
    "address": "1 quai\nMarseille",
    "country": "FR",
    "account_number": "C-17",
    "language": "fr",
    "currency": "USD",
    "rate": 0.921234,
    "minimum_order_value": 150,
    "carriage_free_from": 300.5,
    "order_days": [4, 1],
    "review_days": 14,
    "lead_time_days": 9,
    "closed": [{"from": "2026-08-01", "to": "2026-08-21"}],
}


async def published(app):
    return [
        SupplierChanged.model_validate(row["payload"])
        for row in await outbox_rows(app.state.database)
        if row["topic"] == "supplier.changed"
    ]


async def test_a_supplier_is_kept_as_it_was_said_and_told(app, client):
    made = await add_supplier(client, **WHOLE)

    kept = (await client.get(f"/api/suppliers/{made['id']}")).json()
    assert {name: kept[name] for name in WHOLE} == WHOLE | {"order_days": [1, 4]}
    (fact,) = await published(app)
    assert (fact.name, str(fact.rate), fact.version) == ("Thés Réunis", "0.921234", 1)
    assert str(fact.closed[0].last) == "2026-08-21"


async def test_a_supplier_in_the_shops_money_needs_no_rate(client):
    plain = await add_supplier(client)

    assert (plain["currency"], plain["rate"], plain["review_days"]) == ("EUR", 1, 7)


@pytest.mark.parametrize(
    ("said", "field", "code"),
    [
        ({"currency": "USD", "rate": 0}, "rate", "greater_than"),
        ({"currency": "USD"}, "rate", "rate_needed"),
        ({"rate": 1.2}, "rate", "rate_of_own_currency"),
        ({"order_days": [1, 1]}, "order_days", "repeated"),
        ({"order_days": [8]}, "order_days.0", "less_than_equal"),
        ({"closed": [{"from": "2026-08-02", "to": "2026-08-01"}]}, "closed.0.to", "value_error"),
        ({"minimum_order_value": -1}, "minimum_order_value", "greater_than_equal"),
        ({"discount": 3}, "discount", "extra_forbidden"),
    ],
)  # fmt: skip
async def test_what_cannot_be_is_refused_by_its_field(client, said, field, code):
    answer = await client.post("/api/suppliers", json={"name": "Tea"} | said)

    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert (error["field"], error["code"]) == (field, code)


async def test_a_change_makes_a_version_and_no_change_makes_none(app, client):
    tea = await add_supplier(client, name="Tea")
    address = f"/api/suppliers/{tea['id']}"

    same = await client.put(address, json=tea)
    changed = await client.put(address, json=tea | {"review_days": 3})

    assert (same.json()["version"], changed.json()["version"]) == (1, 2)
    assert [fact.review_days for fact in await published(app)] == [7, 3]


async def test_who_changes_a_supplier_that_was_changed_meanwhile_hears_what(
    app, client
):
    tea = await add_supplier(client)
    address, seen = f"/api/suppliers/{tea['id']}", {"If-Match": '"1"'}

    async with client_for(app, "manager", 8) as other:
        await other.put(address, json=tea | {"phone": "01"}, headers=seen)
    late = await client.put(address, json=tea | {"phone": "02"}, headers=seen)

    assert (late.status_code, late.json()["code"]) == (412, "supplier_changed")
    (change,) = late.json()["params"]["changes"]
    assert (change["user_id"], change["changes"]) == (
        8,
        {"phone": {"from": None, "to": "01"}},
    )


async def test_two_live_suppliers_have_two_names_whatever_their_case(client):
    tea = await add_supplier(client, name="Thé")

    refused = await client.post("/api/suppliers", json={"name": "THE"})
    await client.delete(f"/api/suppliers/{tea['id']}")
    again = await client.post("/api/suppliers", json={"name": "the"})

    assert (refused.status_code, refused.json()["code"]) == (409, "supplier_name_taken")
    assert again.status_code == 201


async def test_archived_suppliers_leave_the_list_and_stay_on_record(app, client):
    tea = await add_supplier(client, name="Tea")
    rice = await add_supplier(client, name="Rice")
    await client.delete(f"/api/suppliers/{rice['id']}")

    listed = (await client.get("/api/suppliers")).json()
    gone = (await client.get("/api/suppliers", params={"archived": "true"})).json()
    again = await client.delete(f"/api/suppliers/{rice['id']}")

    assert [s["id"] for s in listed] == [tea["id"]]
    assert [s["id"] for s in gone] == [rice["id"]]
    assert (again.status_code, again.json()["code"]) == (404, "supplier_not_found")
    assert [fact.archived for fact in await published(app)] == [False, False, True]


async def test_suppliers_are_found_by_their_name_and_by_what_they_sell(client):
    tea = await add_product(client)
    north = await add_supplier(client, name="Étoile du Nord")
    south = await add_supplier(client, name="Sud")
    await set_terms(client, south, {"product_id": tea["id"], "unit_cost": 1})

    by_name = (await client.get("/api/suppliers", params={"q": "nord etoile"})).json()
    sellers = (
        await client.get("/api/suppliers", params={"product_id": tea["id"]})
    ).json()

    assert [s["id"] for s in by_name] == [north["id"]]
    assert [s["id"] for s in sellers] == [south["id"]]


async def test_the_snapshot_goes_through_all_suppliers(app, client):
    await add_supplier(client, **WHOLE)
    rice = await add_supplier(client)
    await client.delete(f"/api/suppliers/{rice['id']}")

    async with client_for(app, None) as forecast:
        forecast.headers.update(service_bearer("forecast_svc"))
        first = await forecast.get("/api/suppliers/snapshot", params={"limit": 1})
        line, end = map(orjson.loads, first.text.splitlines())
        rest = await forecast.get(
            "/api/suppliers/snapshot", params={"after": end["next"]}
        )

    assert (line["rate"], line["closed"]) == (
        0.921234,
        [{"from": "2026-08-01", "to": "2026-08-21"}],
    )
    other, last = map(orjson.loads, rest.text.splitlines())
    assert (other["supplier_id"], other["archived"], last["next"]) == (
        rice["id"],
        True,
        None,
    )


async def test_20_who_add_the_same_supplier_at_once_add_one(client):
    answers = await asyncio.gather(
        *(client.post("/api/suppliers", json={"name": "Tea"}) for _ in range(20))
    )

    assert sorted(a.status_code for a in answers) == [201] + [409] * 19


async def test_a_supplier_is_not_renamed_to_what_another_one_is_called(client):
    await add_supplier(client, name="North")
    south = await add_supplier(client, name="South")

    answer = await client.put(
        f"/api/suppliers/{south['id']}",
        json=south | {"name": "NORTH"},
        headers={"If-Match": '"1"'},
    )

    assert (answer.status_code, answer.json()["code"]) == (409, "supplier_name_taken")
    kept = (await client.get(f"/api/suppliers/{south['id']}")).json()
    assert kept["name"] == "South"
