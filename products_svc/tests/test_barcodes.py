"""Codes of products: who has which, and how they are found by them."""

import asyncio

import pytest

from products_svc.tests.factories import add_product, product, product_body
from products_svc.tests.test_products import events
from shared.contracts.products import ProductCreated, ProductUpdated

EAN, UPC, SHORT, CASE = "4006381333931", "012345678905", "96385074", "14006381333938"


async def put(client, item, **changes):
    return await client.put(f"/api/products/{item['id']}", json=item | changes)


async def test_a_product_has_several_codes(app, client):
    tea = await add_product(client, barcodes=[EAN, UPC, CASE])
    changed = await put(client, tea, barcodes=[SHORT, EAN])

    assert tea["barcodes"] == sorted([EAN, UPC, CASE])
    assert changed.json()["barcodes"] == sorted([SHORT, EAN])
    assert changed.json()["version"] == 2
    created, updated = await events(app, ProductCreated, ProductUpdated)
    assert created.barcodes == tea["barcodes"]
    assert updated.barcodes == changed.json()["barcodes"]


async def test_codes_stay_when_they_are_not_named(client):
    tea = await add_product(client, barcodes=[EAN])
    body = {"sku": tea["sku"], "name": "Green", "price": 1}

    await client.put(f"/api/products/{tea['id']}", json=body)

    assert (await product(client, tea["id"]))["barcodes"] == [EAN]


@pytest.mark.parametrize(
    "code", ["4006381333932", "400638133393", "ABC", "", "00000000", "40063813339310"]
)
async def test_a_code_with_another_check_digit_is_refused(client, code):
    answer = await client.post("/api/products", json=product_body(barcodes=[code]))

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "barcodes.0"


async def test_a_code_is_named_once_whatever_zeros_are_in_front(client):
    body = product_body(barcodes=[UPC, "0" + UPC])

    answer = await client.post("/api/products", json=body)

    assert answer.json()["errors"][0]["code"] == "repeated"


async def test_a_code_belongs_to_one_live_product(client):
    tea, mug = await add_product(client, barcodes=[UPC]), await add_product(client)

    refused = [
        await client.post("/api/products", json=product_body(barcodes=["0" + UPC])),
        await put(client, mug, barcodes=[UPC]),
        await client.post(
            "/api/products/bulk", json={"items": [product_body(barcodes=[UPC])]}
        ),
    ]
    await client.delete(f"/api/products/{tea['id']}")
    again = await put(client, mug, barcodes=[UPC])

    assert [answer.status_code for answer in refused] == [409] * 3
    assert {answer.json()["code"] for answer in refused} == {"barcode_taken"}
    assert again.status_code == 200
    assert (await product(client, tea["id"]))["barcodes"] == [UPC]


async def test_of_two_who_take_a_code_at_once_one_gets_it(client):
    bodies = [product_body(barcodes=[EAN, SHORT]), product_body(barcodes=[SHORT, EAN])]

    answers = await asyncio.gather(
        *(client.post("/api/products", json=body) for body in bodies * 3)
    )

    assert sorted(answer.status_code for answer in answers) == [
        201,
        409,
        409,
        409,
        409,
        409,
    ]


async def test_a_product_is_found_by_its_code(client):
    tea = await add_product(client, barcodes=[UPC])
    await add_product(client, barcodes=[EAN])

    for query in ({"barcode": "0" + UPC}, {"q": UPC}, {"barcode": UPC, "q": "tea"}):
        found = (await client.get("/api/products", params=query)).json()
        assert [item["id"] for item in found] == [tea["id"]], query
    nothing = await client.get("/api/products", params={"barcode": SHORT})
    assert nothing.json() == []
    wrong = await client.get("/api/products", params={"barcode": "96385075"})
    assert wrong.status_code == 422
