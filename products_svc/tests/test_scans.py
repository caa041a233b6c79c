"""What a scanner reads is answered with a product and what its label says."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from biip.checksums import gs1_price_weight_check_digit, gs1_standard_check_digit
from sqlalchemy import text

from products_svc.scanning.rules import Scan, read_scan
from products_svc.tests.factories import add_product, add_supplier
from tests.support import client_for

EAN, GTIN = "4006381333931", "04006381333931"
GS = "\x1d"


async def scan(client, code):
    answer = await client.get("/api/products/scan", params={"code": code})
    return answer.status_code, answer.json()


@pytest.fixture
async def tea(client):
    return await add_product(client, sku="TEA", barcodes=[EAN])


@pytest.fixture
async def layout(app):
    """Sets how the shop's scales print."""

    async def set_to(layout):
        async with app.state.database.transaction() as db:
            await db.execute(
                text("UPDATE shop SET weight_code_layout = :l"), {"l": layout}
            )

    async with app.state.database.transaction() as db:
        await db.execute(
            text(
                "INSERT INTO shop VALUES (1, 'Shop', '', 'EUR', 'UTC', NULL, true, 0.95,"
                " '{1}', 'refuse', 'user', NULL, 1, :now) ON CONFLICT DO NOTHING"
            ),
            {"now": datetime.now(UTC)},
        )
    return set_to


async def test_a_plain_code_is_its_product(client, tea):
    status, answer = await scan(client, EAN)

    assert status == 200
    assert answer.pop("product") == tea
    assert answer == {"quantity": None, "amount": None, "lot": None, "expires_on": None}


@pytest.mark.parametrize(
    "code",
    [
        f"]d201{GTIN}17261130" + f"10L-7{GS}3012",
        f"]C101{GTIN}10L-7{GS}172611003012",
        f"{GS}01{GTIN}10L-7{GS}172611003012",
        f"01{GTIN}10L-7\u241d172611303012",
        f"(01){GTIN}(17)261130(10)L-7(30)12",
        f"https://id.gs1.org/01/{GTIN}/10/L-7?17=261130&30=12",
    ],
)
async def test_one_scan_says_product_lot_and_expiry(client, tea, code):
    """Day 00 is the last one of its month."""
    status, answer = await scan(client, code)

    assert status == 200, answer
    assert (answer["product"]["id"], answer["quantity"]) == (tea["id"], 12)
    assert (answer["lot"], answer["expires_on"]) == ("L-7", "2026-11-30")


@pytest.mark.parametrize(
    ("unit", "decimals", "quantity"),
    [("kg", 3, 1.25), ("g", 0, 1250), ("piece", 0, None)],
)
async def test_a_weight_is_in_the_products_unit(client, unit, decimals, quantity):
    await add_product(client, barcodes=[EAN], unit=unit, quantity_decimals=decimals)

    _, answer = await scan(client, f"01{GTIN}3103001250")

    assert answer["quantity"] == quantity


async def test_a_weight_that_the_product_cannot_be_counted_in_is_refused(client):
    await add_product(client, barcodes=[EAN], unit="kg", quantity_decimals=1)

    status, answer = await scan(client, f"01{GTIN}3103001250")

    assert (status, answer["code"]) == (422, "quantity_precision")


async def test_an_amount_says_how_much_it_is(client):
    await add_product(
        client, barcodes=[EAN], unit="kg", quantity_decimals=3, price=12.5
    )

    _, answer = await scan(client, f"01{GTIN}3922500")

    assert (answer["amount"], answer["quantity"]) == (5, 0.4)


async def test_labels_of_the_scales_say_weight_or_price(client, layout):
    """Known by the label that weighs nothing, or by the number that is the sku."""
    await add_product(
        client, sku="HAM", barcodes=["2112345000008"], unit="kg", quantity_decimals=3
    )
    await add_product(client, sku="77", unit="kg", quantity_decimals=3, price=10)

    await layout("21IIIIIWWWWWC")
    weight = await scan(client, "2112345013459")
    by_sku = await scan(client, "2100077002506")
    await layout("02IIIIIVPPPPC")
    price = await scan(client, labelled("02", "00077", "0499"))

    assert (weight[1]["product"]["sku"], weight[1]["quantity"]) == ("HAM", 1.345)
    assert (by_sku[1]["product"]["sku"], by_sku[1]["quantity"]) == ("77", 0.25)
    assert (price[1]["amount"], price[1]["quantity"]) == (4.99, 0.499)


def labelled(prefix, item, value):
    """With both check digits, as a scale prints them."""
    digits = f"{prefix}{item}{gs1_price_weight_check_digit(value)}{value}"
    return f"{digits}{gs1_standard_check_digit(digits)}"


def test_a_label_whose_price_was_misread_is_no_scan():
    layout = "02IIIIIVPPPPC"
    good = labelled("02", "00077", "0499")
    bad = good[:7] + str((int(good[7]) + 1) % 10) + good[8:]
    bad = next(
        bad[:12] + str(last)
        for last in range(10)
        if read_scan(bad[:12] + str(last), None) is not None
    )

    read = read_scan(good, layout)
    assert read is not None
    assert read.amount == Decimal("4.99")
    assert read_scan(bad, layout) == Scan([])


def test_without_a_layout_a_code_of_the_shop_is_a_code_like_others():
    assert read_scan("2112345013459", None) == Scan(["02112345013459"])


@pytest.mark.parametrize(
    "code",
    [
        "4006381333932",
        "hello",
        "10LOT",
        f"01{GTIN[:-1]}9",
        f"01{GTIN}17261350",
        "()",
        "http://[",
        "]",
        "\x1d",
    ],
)
async def test_what_cannot_be_read_is_refused(client, code):
    status, answer = await scan(client, code)

    assert (status, answer["code"]) == (422, "code_unreadable")


async def test_a_code_that_no_live_product_has_is_not_found(client, tea):
    await client.delete(f"/api/products/{tea['id']}")

    status, answer = await scan(client, EAN)

    assert (status, answer["code"]) == (404, "barcode_not_found")


async def test_whoever_may_read_may_scan_and_managers_see_what_it_costs(app, client):
    supplier = (await add_supplier(client))["id"]
    await add_product(client, barcodes=[EAN], supplier_id=supplier, unit_cost=2)

    async with client_for(app, "viewer") as viewer, client_for(app, None) as nobody:
        status, seen = await scan(viewer, EAN)
        refused, _ = await scan(nobody, EAN)
    _, whole = await scan(client, EAN)

    assert (status, refused) == (200, 401)
    assert (seen["product"]["cost"], whole["product"]["cost"]) == (None, 2)
