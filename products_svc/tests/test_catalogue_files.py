"""The catalogue by file: what an export says an import reads, and a dry run says what
would change."""

import csv

import pytest

from products_svc.tests.factories import (
    add_location,
    add_product,
    add_supplier,
    set_terms,
)
from tests.support import client_for, outbox_rows

HEAD = "sku,name,price,kind,parent,options,components,barcodes,unit,quantity_decimals\n"
SHEET = HEAD + (
    "GIFT,Gift box,20,,,,2 x CUP | 0.25 x LEAF,,,\n"
    "CUP,Cup,4.5,,,,,4006381333931 96385074,,\n"
    "LEAF,Loose leaf,40,,,,,,kg,3\n"
    "SHIRT-M,Shirt M,15,,SHIRT,size=M | colour=red,,,,\n"
    "SHIRT,Shirt,15,parent,,,,,,\n"
)


async def bring(client, sheet, *, dry_run=False):
    return await client.post(
        "/api/products/import",
        params={"dry_run": dry_run},
        content=sheet.encode(),
        headers={"Content-Type": "text/csv"},
    )


async def catalogue(client):
    listed = await client.get("/api/products", params={"sort": "sku", "limit": 100})
    return {item["sku"]: item for item in listed.json()}


async def test_a_dry_run_says_all_and_does_nothing(app, client):
    answer = await bring(client, SHEET, dry_run=True)

    body = answer.json()
    assert answer.status_code == 200, answer.text
    assert (body["rows"], body["created"], body["rejected"]) == (5, 5, [])
    assert [change["name"] for change in body["changes"]] == [
        "GIFT", "CUP", "LEAF", "SHIRT-M", "SHIRT",
    ]  # fmt: skip
    assert await catalogue(client) == {}
    assert await outbox_rows(app.state.database) == []


async def test_rows_may_name_each_other_in_any_order(client):
    answer = await bring(client, SHEET)

    assert answer.json()["created"] == 5, answer.text
    items = await catalogue(client)
    assert items["CUP"]["barcodes"] == ["4006381333931", "96385074"]
    assert (items["LEAF"]["unit"], items["LEAF"]["quantity_decimals"]) == ("kg", 3)
    assert items["GIFT"]["components"] == [
        {"product_id": items["CUP"]["id"], "quantity": 2},
        {"product_id": items["LEAF"]["id"], "quantity": 0.25},
    ]
    assert items["SHIRT-M"]["parent_id"] == items["SHIRT"]["id"]
    assert items["SHIRT-M"]["options"] == {"size": "M", "colour": "red"}


async def test_what_an_export_says_an_import_reads(client):
    await bring(client, SHEET)
    await add_product(client, sku="=1+1", name="-Minus", category="'Odd", tax_rate=5.5)
    before = await catalogue(client)

    exported = (await client.get("/api/products/export.csv")).text
    answer = await bring(client, exported)

    assert answer.json()["unchanged"] == 6, answer.text
    assert await catalogue(client) == before


async def test_a_file_for_a_spreadsheet_is_what_an_import_reads(client):
    await bring(client, SHEET)
    before = await catalogue(client)

    exported = await client.get(
        "/api/products/export.csv", params={"spreadsheet": "comma"}
    )
    text = exported.content.decode("utf-8-sig")
    rows = {row["sku"]: row for row in csv.DictReader(text.splitlines(), delimiter=";")}
    answer = await client.post("/api/products/import", content=exported.content)

    assert exported.content.startswith(b"\xef\xbb\xbf")
    assert {sku: row["price"].replace(",", ".") for sku, row in rows.items()} == {
        sku: f"{item['price']:g}" for sku, item in before.items()
    }
    assert any("," in row["price"] for row in rows.values())
    assert "." not in "".join(row["price"] for row in rows.values())
    assert answer.json()["unchanged"] == len(before), answer.text
    assert await catalogue(client) == before


async def test_a_file_holds_what_the_list_shows(client):
    await add_product(client, sku="CUP", name="Blue cup", category="Tea", stock=2)
    await add_product(client, sku="POT", name="Tea pot", category="Tea", stock=20)
    gone = await add_product(client, sku="OLD", name="Old cup", category="Cups")
    await client.delete(f"/api/products/{gone['id']}")

    async def skus(**query):
        file = await client.get("/api/products/export.csv", params=query)
        assert file.status_code == 200, file.text
        return [row["sku"] for row in csv.DictReader(file.text.splitlines())]

    assert await skus() == ["CUP", "POT"]
    assert await skus(q="cup") == ["CUP"]
    assert await skus(q="cupp") == []
    assert await skus(q="cupp", similar="true") == ["CUP"]
    assert await skus(category="Tea", low_stock=5) == ["CUP"]
    assert await skus(archived="true") == ["OLD"]
    assert await skus(archived="any", q="cup") == ["CUP", "OLD"]


async def test_how_long_it_keeps_and_what_is_the_minimum_go_by_file_too(client):
    lyon = (await add_location(client, name="Lyon"))["id"]
    gone = (await add_location(client, name="Gone"))["id"]
    floors = [{"location_id": 1, "quantity": 5}, {"location_id": gone, "quantity": 9}]
    await add_product(client, sku="JAM", min_stock=floors, shelf_life_days=90)
    await client.delete(f"/api/locations/{gone}")
    exported = (await client.get("/api/products/export.csv")).text
    same = await bring(client, exported)
    sheet = "sku;shelf_life_days;min_stock\nJAM;30;7 | Lyon=2\n"

    changed = await bring(client, sheet)
    after = (await catalogue(client))["JAM"]
    empty = await bring(client, "sku,shelf_life_days,min_stock\nJAM,,\n")
    cleared = (await catalogue(client))["JAM"]
    nowhere = await bring(client, "sku,min_stock\nJAM,Paris=3\n", dry_run=True)

    assert same.json()["unchanged"] == 1, same.text
    assert (changed.is_success, empty.is_success) == (True, True), changed.text
    assert (after["shelf_life_days"], after["min_stock"]) == (
        30,
        # What the file cannot name stays.
        [
            {"location_id": 1, "quantity": 7},
            {"location_id": lyon, "quantity": 2},
            {"location_id": gone, "quantity": 9},
        ],
    )
    assert (cleared["shelf_life_days"], cleared["min_stock"]) == (None, floors[1:])
    (refused,) = nowhere.json()["rejected"]
    assert (refused["field"], refused["code"]) == ("min_stock", "location_not_found")


async def test_columns_that_are_not_there_stay_and_empty_cells_clear(client):
    await add_product(client, sku="TEA", name="Tea", category="hot", price=3, stock=4)

    await bring(client, "sku;price\nTEA;3,50\n")
    tea = (await catalogue(client))["TEA"]
    answer = await bring(client, "sku,category,name\nTEA,,\n")

    assert (tea["price"], tea["category"], tea["stock"]) == (3.5, "hot", 4)
    assert answer.json()["changes"] == [
        {"line": 2, "name": "TEA", "created": False,
         "changes": {"category": {"from": "hot", "to": None}}}
    ]  # fmt: skip


BOUGHT = (
    "sku,name,price,supplier,unit_cost\n"
    "CUP,Cup,4.5,North,2.125\nLEAF,Leaf,40,South,\nPOT,Pot,9,,\n"
)


@pytest.fixture
async def suppliers(client):
    """South sells leaves at 21, and cups at 3."""
    cup = await add_product(client, sku="CUP", name="Cup", price=4.5)
    leaf = await add_product(client, sku="LEAF", name="Leaf", price=40)
    south = await add_supplier(client, name="South")
    await add_supplier(client, name="North")
    await set_terms(
        client,
        south,
        {"product_id": cup["id"], "unit_cost": 3, "minimum_quantity": 6},
        {"product_id": leaf["id"], "unit_cost": 21, "preferred": False},
    )
    return cup, leaf


async def usual(client):
    """By product, its usual supplier and what a unit costs there."""
    file = await client.get("/api/products/export.csv")
    rows = csv.DictReader(file.text.splitlines())
    return {row["sku"]: (row["supplier"], row["unit_cost"]) for row in rows}


async def test_a_file_says_of_whom_products_are_bought(client, suppliers):
    assert await usual(client) == {"CUP": ("South", "3"), "LEAF": ("", "")}

    dry = await bring(client, BOUGHT, dry_run=True)
    assert await usual(client) == {"CUP": ("South", "3"), "LEAF": ("", "")}
    done = await bring(client, BOUGHT)

    assert dry.json()["changes"][:2] == done.json()["changes"][:2]
    cup, leaf, pot = done.json()["changes"]
    assert cup["changes"]["supplier"] == {"from": "South", "to": "North"}
    costs = {side: float(cost) for side, cost in cup["changes"]["unit_cost"].items()}
    assert costs == {"from": 3, "to": 2.125}
    assert leaf["changes"]["supplier"] == {"from": None, "to": "South"}
    assert (pot["created"], "supplier" in pot["changes"]) == (True, False)
    assert await usual(client) == {
        "CUP": ("North", "2.125"), "LEAF": ("South", "21"), "POT": ("", ""),
    }  # fmt: skip
    # What South agreed to stays agreed.
    terms = (await client.get("/api/suppliers/1/products")).json()
    assert {(each["minimum_quantity"], each["preferred"]) for each in terms} == {
        (6, False), (0, True),
    }  # fmt: skip


async def test_suppliers_of_an_export_are_what_an_import_reads(client, suppliers):
    await bring(client, BOUGHT)
    file = await client.get("/api/products/export.csv")

    same = await bring(client, file.text)
    nobody = await bring(client, "sku,supplier\nCUP,\n")

    assert (same.json()["unchanged"], same.json()["changes"]) == (3, [])
    (change,) = nobody.json()["changes"]
    assert change["changes"]["supplier"] == {"from": "North", "to": None}
    assert (await usual(client))["CUP"] == ("", "")


@pytest.mark.parametrize(
    ("row", "field", "code"),
    [
        ("CUP,Nobody,3", "supplier", "supplier_not_found"),
        ("CUP,,3", "supplier", "supplier_not_found"),
        ("CUP,North,", "unit_cost", "cost_unknown"),
        ("CUP,North,0.0000001", "unit_cost", "decimal_max_places"),
    ],
)
async def test_who_cannot_be_the_supplier_is_said(client, suppliers, row, field, code):
    before = await usual(client)

    answer = await bring(client, f"sku,supplier,unit_cost\n{row}\n", dry_run=True)
    assert answer.status_code == 200, answer.text
    (refused,) = answer.json()["rejected"]

    assert (refused["line"], refused["field"], refused["code"]) == (2, field, code)
    assert (await bring(client, f"sku,supplier,unit_cost\n{row}\n")).is_error
    assert await usual(client) == before


async def test_one_row_that_cannot_be_taken_stops_the_file(client):
    await add_product(client, sku="TAKEN", barcodes=["4006381333931"])
    sheet = HEAD + (
        "CUP,Cup,4.5,,,,,,,\n"
        "MUG,Mug,4,,,,,4006381333931,,\n"
        "BOX,Box,9,,,,1 x NOWHERE,,,\n"
        "PEN,,x,,,,,12345678,,\n"
        "CUP,Cup again,4,,,,,,,\n"
        "TAKEN,Taken,1,parent,,,,,,\n"
    )

    planned = await bring(client, sheet, dry_run=True)
    refused = await bring(client, sheet)

    reasons = {(r["line"], r["field"], r["code"]) for r in planned.json()["rejected"]}
    assert {
        (3, "barcodes", "barcode_taken"),
        (4, "components", "unknown_sku"),
        (6, "sku", "repeated"),
        (7, "kind", "kind_fixed"),
    } < reasons
    assert {line for line, _, _ in reasons} == {3, 4, 5, 6, 7}
    assert planned.json()["created"] == 1
    assert (refused.status_code, refused.json()["code"]) == (422, "rows_rejected")
    assert list(await catalogue(client)) == ["TAKEN"]


@pytest.mark.parametrize("sheet", ["", "name,price\nTea,1\n", "sku,colour\nTEA,red\n"])
async def test_a_file_with_other_columns_is_refused(client, sheet):
    answer = await bring(client, sheet)

    assert (answer.status_code, answer.json()["code"]) == (422, "unreadable_file")


async def test_files_are_for_managers(app):
    async with client_for(app, "user") as user:
        assert (await user.get("/api/products/export.csv")).status_code == 403
        assert (await bring(user, SHEET)).status_code == 403
