"""Bought by the case, counted by the unit."""

import csv
import io
from xml.etree import ElementTree

import pytest

from products_svc.tests.factories import add_order, add_supplier, set_terms, stock_of


@pytest.fixture
async def mill(client, tea):
    """Sells tea in cases of 12 at 10: one costs 0.833333."""
    mill = await add_supplier(client, name="Mill", language="fr")
    await set_terms(
        client,
        mill,
        {"product_id": tea["id"], "units_per_case": 12, "case_cost": 10},
    )
    return mill


async def terms(client, supplier):
    return (await client.get(f"/api/suppliers/{supplier['id']}/products")).json()[0]


async def test_a_case_says_what_a_unit_costs_and_how_many_are_ordered(client, mill):
    here = await terms(client, mill)

    assert (here["unit_cost"], here["case_cost"]) == (0.833333, 10)
    assert (here["units_per_case"], here["order_multiple"]) == (12, 12)


async def test_terms_can_be_sent_back_as_they_were_read(client, mill):
    here = await terms(client, mill)

    (same,) = await set_terms(client, mill, here)

    assert same["version"] == here["version"]


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ({"case_cost": 10}, "missing"),
        ({"case_cost": 10, "units_per_case": 12, "unit_cost": 1}, "costs_differ"),
        (
            {"unit_cost": 1, "units_per_case": 12, "order_multiple": 18},
            "not_whole_cases",
        ),
    ],
)
async def test_terms_that_contradict_themselves_are_refused(
    client, mill, tea, said, code
):
    answer = await client.put(
        f"/api/suppliers/{mill['id']}/products",
        json={"items": [{"product_id": tea["id"]} | said]},
    )

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["code"] == code


async def test_cases_are_ordered_and_received_as_units(client, mill, tea):
    order = await add_order(client, mill, {"product_id": tea["id"], "cases": 5})
    (line,) = order["lines"]
    address = f"/api/purchase-orders/{order['id']}/receipts"

    first = await client.post(
        address, json={"lines": [{"line_id": line["id"], "cases": 2}]}
    )
    rest = await client.post(
        address, json={"lines": [{"line_id": line["id"], "quantity": 36}]}
    )

    assert (line["quantity"], line["cases"], line["units_per_case"]) == (60, 5, 12)
    assert (line["amount"], order["total"]) == (50, 50)
    assert first.json()["lines"][0]["quantity"] == 24
    assert (first.json()["lines"][0]["value"], rest.json()["lines"][0]["value"]) == (
        20,
        30,
    )
    assert await stock_of(client, tea["id"]) == 60


async def test_an_order_is_amended_in_cases(client, mill, tea):
    order = await add_order(
        client, mill, {"product_id": tea["id"], "cases": 5}, placed=False
    )
    (line,) = order["lines"]
    address = f"/api/purchase-orders/{order['id']}"
    headers = {"If-Match": f'"{order["version"]}"'}

    both = {"id": line["id"], "product_id": tea["id"], "cases": 4, "quantity": 60}
    refused = await client.put(address, json={"lines": [both]}, headers=headers)
    amended = await client.put(
        address, json={"lines": [both | {"quantity": 48}]}, headers=headers
    )

    assert refused.json()["code"] == "cases_differ"
    assert amended.json()["lines"][0]["cases"] == 4


async def test_without_a_case_in_the_terms_nobody_knows_what_one_is(client, north, tea):
    answer = await client.post(
        "/api/purchase-orders",
        json={
            "supplier_id": north["id"],
            "lines": [{"product_id": tea["id"], "cases": 2}],
        },
    )

    assert (answer.status_code, answer.json()["code"]) == (422, "no_case")
    assert answer.json()["errors"][0]["field"] == "lines.0.cases"


async def test_documents_say_cases_and_units(client, mill, tea):
    order = await add_order(client, mill, {"product_id": tea["id"], "cases": 5})
    address = f"/api/purchase-orders/{order['id']}/document"

    sheet = (await client.get(f"{address}.csv")).text
    ubl = (await client.get(f"{address}.xml")).content
    paper = await client.get(f"{address}.pdf")

    (row,) = csv.DictReader(io.StringIO(sheet))
    assert (row["quantity"], row["cases"], row["units_per_case"]) == ("60", "5", "12")
    said = {
        element[0].text: element[1].text
        for element in ElementTree.fromstring(ubl).iter()
        if element.tag.endswith("}AdditionalItemProperty")
    }
    assert said == {"Cases": "5", "UnitsPerCase": "12"}
    assert paper.status_code == 200


async def test_files_of_terms_know_cases(client, mill, tea):
    exported = (await client.get("/api/suppliers/terms/export.csv")).text
    again = await client.post(
        "/api/suppliers/terms/import?dry_run=true",
        content=exported.encode(),
        headers={"Content-Type": "text/csv"},
    )
    dearer = await client.post(
        "/api/suppliers/terms/import",
        content=b"supplier,product_sku,case_cost\nMill,TEA,12\n",
        headers={"Content-Type": "text/csv"},
    )

    assert again.json()["unchanged"] == 1, again.text
    assert dearer.status_code == 200, dearer.text
    assert (await terms(client, mill))["unit_cost"] == 1
