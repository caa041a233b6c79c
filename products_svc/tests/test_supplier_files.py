"""Suppliers and terms in and out by CSV."""

import csv
import io

import pytest

from products_svc.tests.factories import add_product, add_supplier, set_terms

WHOLE = {
    "name": "Thés Réunis", "email": "a@tea.example", "address": "1 quai\nMarseille",
    "currency": "USD", "rate": 0.921234, "minimum_order_value": 150.5, "order_days": [1, 4],
    "review_days": 14, "lead_time_days": 9, "note": "=ring twice",
    "closed": [{"from": "2026-08-01", "to": "2026-08-21"}, {"from": "2026-12-25", "to": "2026-12-25"}],
}  # fmt: skip


async def send(client, content, *, terms=False, dry_run=False):
    address = "/api/suppliers/terms/import" if terms else "/api/suppliers/import"
    return await client.post(
        address,
        params={"dry_run": dry_run},
        content=content if isinstance(content, bytes) else content.encode(),
        headers={"Content-Type": "text/csv"},
    )


async def supplier(client, name):
    (found,) = (await client.get("/api/suppliers", params={"q": name})).json()
    return found


async def terms_at(client, supplier):
    return (await client.get(f"/api/suppliers/{supplier['id']}/products")).json()


@pytest.mark.parametrize("spreadsheet", [{}, {"spreadsheet": "comma"}])
async def test_what_an_export_says_an_import_reads_and_nothing_changes(
    client, spreadsheet
):
    north = await add_supplier(client, **WHOLE)
    await add_supplier(client, name="Plain")
    tea = await add_product(client, sku="TEA")
    await set_terms(
        client, north,
        {
            "product_id": tea["id"], "sku": "N-1", "unit_cost": 1.234567, "lead_time_days": 4,
            "price_breaks": [{"from_quantity": 10, "unit_cost": 1.2}], "order_multiple": 6,
        },
    )  # fmt: skip
    suppliers = await client.get("/api/suppliers/export.csv", params=spreadsheet)
    terms = await client.get("/api/suppliers/terms/export.csv", params=spreadsheet)
    assert ("1,234567" in terms.text) == bool(spreadsheet)

    answers = [
        await send(client, suppliers.content),
        await send(client, terms.content, terms=True),
    ]

    assert [(a.json()["rows"], a.json()["unchanged"]) for a in answers] == [
        (2, 2),
        (1, 1),
    ]
    assert (await supplier(client, "Thés"))["version"] == 1
    between = ";" if spreadsheet else ","
    text = suppliers.content.decode("utf-8-sig")
    plain, tea_row = csv.DictReader(io.StringIO(text), delimiter=between)
    assert (plain["name"], tea_row["note"], tea_row["closed"]) == (
        "Plain", "'=ring twice", "2026-08-01/2026-08-21 2026-12-25/2026-12-25",
    )  # fmt: skip
    text = terms.content.decode("utf-8-sig")
    (line,) = csv.DictReader(io.StringIO(text), delimiter=between)
    assert (line["unit_cost"], line["price_breaks"], line["preferred"]) == (
        "1,234567" if spreadsheet else "1.234567",
        "10:1.2",
        "yes",
    )


async def test_a_dry_run_says_what_would_change_and_changes_nothing(client):
    north = await add_supplier(client, name="North", review_days=7)
    content = "name,review_days\nNORTH,10\nSouth,3\n"

    dry = (await send(client, content, dry_run=True)).json()

    assert (dry["dry_run"], dry["created"], dry["changed"]) == (True, 1, 1)
    assert dry["changes"][0]["changes"] == {
        "name": {"from": "North", "to": "NORTH"},
        "review_days": {"from": 7, "to": 10},
    }
    assert (await client.get(f"/api/suppliers/{north['id']}")).json() == north
    assert len((await client.get("/api/suppliers")).json()) == 1

    done = (await send(client, content)).json()

    assert done == dry | {"dry_run": False}
    assert (await supplier(client, "south"))["review_days"] == 3


async def test_columns_that_are_not_there_keep_what_they_say_and_empty_cells_clear(
    client,
):
    await add_supplier(client, **WHOLE)

    await send(client, "name,email,lead_time_days\nThes reunis,,5\n")

    kept = await supplier(client, "reunis")
    assert (kept["email"], kept["lead_time_days"]) == (None, 5)
    assert (kept["rate"], kept["closed"], kept["note"]) == (
        0.921234,
        WHOLE["closed"],
        "=ring twice",
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
async def test_a_french_spreadsheet_is_read_as_it_is_written(client, encoding):
    await add_product(client, sku="THÉ", unit="kg", quantity_decimals=3)
    suppliers = "name;currency;rate;minimum_order_value\r\nÉpices;USD;0,92;1 500,50\r\n"
    terms = (
        "supplier;product_sku;unit_cost;price_breaks;order_multiple;preferred\r\n"
        "epices;THÉ;1,234567;10:1,2 100:1;0,5;oui\r\n"
    )

    first = await send(client, suppliers.encode(encoding))
    second = await send(client, terms.encode(encoding), terms=True)

    assert (first.status_code, second.status_code) == (200, 200), second.text
    spices = await supplier(client, "Épices")
    assert (spices["rate"], spices["minimum_order_value"]) == (0.92, 1500.5)
    (kept,) = await terms_at(client, spices)
    assert (kept["unit_cost"], kept["order_multiple"], kept["preferred"]) == (
        1.234567,
        0.5,
        True,
    )
    assert kept["price_breaks"] == [
        {"from_quantity": 10, "unit_cost": 1.2}, {"from_quantity": 100, "unit_cost": 1},
    ]  # fmt: skip


async def test_one_bad_row_keeps_the_whole_file_out_and_each_is_named(client):
    await add_product(client, sku="TEA")
    await add_supplier(client, name="North")
    suppliers = 'name,currency,rate,order_days\nA,EUR,,1 9\nB,USD,,\nC,USD,0,\n"D",USD,"1,5",\nd,EUR,,\n,EUR,,\n'
    terms = "supplier,product_sku,unit_cost\nNorth,TEA,1\nNorth,tea,2\nSouth,TEA,1\nNorth,TEA,3\n"

    answers = [await send(client, suppliers), await send(client, terms, terms=True)]
    dry = (await send(client, suppliers, dry_run=True)).json()

    assert {(a.status_code, a.json()["code"]) for a in answers} == {
        (422, "rows_rejected")
    }

    def said(answer):
        return [
            (r["line"], r["field"], r["code"])
            for r in answer.json()["params"]["rejected"]
        ]

    assert sorted(said(answers[0])) == [
        (2, "order_days.1", "less_than_equal"),
        (3, "rate", "rate_needed"),
        (4, "rate", "greater_than"),
        (5, "rate", "decimal_parsing"),
        (6, "name", "repeated"),
        (7, "name", "missing"),
    ]
    assert sorted(said(answers[1])) == [
        (3, "product_sku", "repeated"),
        (4, "supplier", "supplier_not_found"),
        (5, "product_sku", "repeated"),
    ]
    assert [row["line"] for row in dry["rejected"]]
    assert len((await client.get("/api/suppliers")).json()) == 1
    assert await terms_at(client, await supplier(client, "North")) == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x01",
        "supplier\nNorth\n",
        "name,colour\nNorth,red\n",
        "name,name\na,b\n",
    ],
)
async def test_what_is_no_such_file_is_refused(client, content):
    answer = await send(client, content)

    assert (answer.status_code, answer.json()["code"]) == (422, "unreadable_file")
