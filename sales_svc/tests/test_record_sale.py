"""POST /api/sales: what is recorded, refused and told."""

from datetime import timedelta
from decimal import Decimal

import pytest

from sales_svc.tests.factories import sale_body, sell, sold
from shared.clock import utc_now
from shared.contracts.sales import SaleCreated
from tests.support import bearer


async def test_a_sale_takes_stock_and_is_told_in_the_same_moment(client, shop):
    tea = await shop.add_product(stock=10, price="4.20")

    answer = await sell(client, tea, quantity=3)

    assert answer.status_code == 201
    sale = answer.json()
    assert answer.headers["location"] == f"/api/sales/{sale['id']}"
    assert sale == {
        "id": sale["id"],
        "product_id": tea,
        "quantity": 3,
        "price": 4.2,
        "amount": None,
        "price_unknown": False,
        "returned": 0,
        "location_id": 1,
        "found": 0,
        "unit_cost": None,
        "cost": None,
        "tax_rate": None,
        "tax_included": None,
        "sold_at": "2026-03-02T10:00:00Z",
        "user_id": 7,
        "order_id": None,
        "import_id": None,
        "voided_at": None,
        "voided_by": None,
        "void_reason": None,
        "created_at": sale["created_at"],
    }
    assert await shop.stock_of(tea) == 7
    (movement,) = await shop.movements()
    assert (movement["delta"], movement["reason"]) == (-3, "sale")
    assert movement["reference"] == f"sale:{sale['id']}"
    assert movement["actor"] == 7
    assert await shop.events("sales.created") == [
        {
            "sale_id": sale["id"],
            "product_id": tea,
            "quantity": 3,
            "price": 4.2,
            "sold_at": "2026-03-02T10:00:00.000000Z",
            "location_id": 1,
            "user_id": 7,
        }
    ]


async def test_a_sale_reads_back_as_it_was_answered(client, shop):
    tea = await shop.add_product()
    sale = await sold(client, tea, sold_at="2026-03-02T10:00:00.123456+02:00")

    answer = await client.get(f"/api/sales/{sale['id']}")

    assert answer.json() == sale
    assert sale["sold_at"] == "2026-03-02T08:00:00.123456Z"


async def test_the_event_that_sql_writes_is_exactly_its_model(client, shop):
    tea = await shop.add_product(price="9999999999.99")
    sale = await sold(client, tea, sold_at="2026-03-02T10:00:00.123456")

    (row,) = await shop.connection.fetch("SELECT payload FROM sales.outbox")
    event = SaleCreated.model_validate_json(row["payload"], extra="forbid")

    assert event.price == Decimal("9999999999.99")
    assert event.sold_at.microsecond == 123456
    assert event.sale_id == sale["id"]
    assert "Z" in row["payload"]
    assert "null" not in row["payload"]


async def test_a_price_of_the_till_goes_before_the_products_own(client, shop):
    tea = await shop.add_product(price="4.20")

    assert (await sold(client, tea, price=3.99))["price"] == 3.99
    assert (await sold(client, tea, price=0))["price"] == 0
    assert (await sold(client, tea, price=None))["price"] == 4.2


async def test_the_request_id_travels_with_the_event(client, shop):
    tea = await shop.add_product()
    client.headers["X-Request-ID"] = "till-4-17"

    await sold(client, tea)

    (row,) = await shop.connection.fetch("SELECT correlation_id FROM sales.outbox")
    assert row["correlation_id"] == "till-4-17"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("product_id", 0),
        ("product_id", 2**63),
        ("product_id", "tea"),
        ("product_id", True),
        ("product_id", None),
        ("quantity", 0),
        ("quantity", -1),
        ("quantity", 1_000_001),
        ("quantity", 1.5),
        ("price", -0.01),
        ("price", 1.999),
        ("price", 12_345_678_901),
        ("sold_at", "yesterday"),
        ("sold_at", 1_700_000_000),
        ("sold_at", "1969-12-31T23:59:59Z"),
        ("sold_at", "2999-01-01T00:00:00Z"),
        ("sold_at", None),
        ("discount", 1),
    ],
)
async def test_a_field_that_cannot_be_accepted_is_named(client, shop, field, value):
    tea = await shop.add_product()

    answer = await client.post("/api/sales", json=sale_body(tea) | {field: value})

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]
    assert await shop.nothing_happened()


async def test_a_price_is_read_without_a_detour_through_binary(client, shop):
    tea = await shop.add_product()
    body = f'{{"product_id":{tea},"quantity":1,"sold_at":"2026-03-02","price":PRICE}}'
    client.headers["Content-Type"] = "application/json"
    for price in ("19.99999999999999999999", "1e400", "NaN"):
        answer = await client.post("/api/sales", content=body.replace("PRICE", price))
        assert answer.status_code == 422, price
        assert "price" in answer.text or price == "NaN"
    assert await shop.nothing_happened()


@pytest.mark.parametrize(
    ("content", "content_type", "status"),
    [
        ("{", "application/json", 422),
        ("", "application/json", 422),
        ("[" * 100_000, "application/json", 422),
        ("\udcff", "application/json", 422),
        ("1" * 5_000, "application/json", 422),
        ("[]", "application/json", 422),
        (" " * 11_000_000, "application/json", 413),
        ("{}", "text/plain", 422),
    ],
)
async def test_what_is_no_sale_at_all_is_refused(
    client, shop, content, content_type, status
):
    answer = await client.post(
        "/api/sales",
        content=content.encode(errors="surrogateescape"),
        headers={"Content-Type": content_type},
    )

    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert await shop.nothing_happened()


async def test_a_content_type_with_a_charset_is_as_good(client, shop):
    tea = await shop.add_product()

    answer = await client.post(
        "/api/sales",
        content=f'{{"product_id":{tea},"quantity":1,"sold_at":"2026-03-02"}}',
        headers={"Content-Type": "application/json; charset=utf-8"},
    )

    assert answer.status_code == 201
    assert answer.json()["sold_at"] == "2026-03-02T00:00:00Z"


async def test_a_clock_that_is_hours_ahead_is_accepted(client, shop):
    tea = await shop.add_product()

    await sold(client, tea, sold_at=(utc_now() + timedelta(hours=23)).isoformat())


async def test_what_is_not_there_cannot_be_sold(client, shop):
    tea = await shop.add_product(stock=2)

    answer = await sell(client, tea, quantity=3)

    assert answer.status_code == 409
    problem = answer.json()
    assert problem["code"] == "insufficient_stock"
    assert problem["params"] == {"product_id": tea, "left": 2}
    assert await shop.nothing_happened()


async def test_an_unknown_and_an_archived_product_are_not_found(client, shop):
    tea = await shop.add_product()
    await shop.archive(tea)

    for product in (tea, 4711):
        answer = await sell(client, product)
        assert answer.status_code == 404
        assert answer.json()["code"] == "product_not_found"
        assert answer.json()["params"] == {"product_id": product}
    assert await shop.nothing_happened()


@pytest.mark.parametrize(
    ("role", "status"), [("viewer", 403), ("user", 201), ("admin", 201)]
)
async def test_recording_needs_the_role_user(client, shop, role, status):
    tea = await shop.add_product()

    answer = await client.post(
        "/api/sales", json=sale_body(tea), headers=bearer(role, 9)
    )

    assert answer.status_code == status


async def test_without_a_token_nothing_is_recorded(client, shop):
    tea = await shop.add_product()
    del client.headers["Authorization"]

    assert (await sell(client, tea)).status_code == 401
    assert await shop.nothing_happened()


async def test_a_parameter_that_nobody_knows_is_no_part_of_a_sale(client, shop):
    """Not even of one that is in order otherwise, which is read on the fast path."""
    tea = await shop.add_product(stock=10)

    answer = await client.post("/api/sales?location=2", json=sale_body(tea, quantity=3))

    assert answer.status_code == 422
    assert [e["field"] for e in answer.json()["errors"]] == ["location"]
    assert await shop.stock_of(tea) == 10
