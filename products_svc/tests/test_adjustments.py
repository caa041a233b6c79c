"""Stock changed by people."""

import pytest

from products_svc.tests.factories import add_product, adjust, stock_of


async def test_an_adjustment_is_a_movement_with_reason_author_and_note(client):
    tea = await add_product(client, stock=10)

    answer = await adjust(client, tea["id"], delta=-3, reason="damage", note="fell")

    assert answer.status_code == 201
    moved = answer.json()
    address = answer.headers["Location"]
    assert address == f"/api/stock/movements/{moved['id']}"
    assert (await client.get(address)).json() == moved
    assert moved.pop("ts").endswith("Z")
    assert moved == {
        "id": 2,
        "product_id": tea["id"],
        "location_id": 1,
        "delta": -3,
        "stock": 7,
        "reason": "damage",
        "note": "fell",
        "reference": None,
        "source": None,
        "unit_cost": None,
        "value": 0,
        "cost_known": False,
        "value_after": 0,
        "cost_variance": 0,
        "user_id": 7,
    }


async def test_a_count_sets_stock_to_what_was_counted(client):
    tea = await add_product(client, stock=10)

    fewer = await adjust(client, tea["id"], counted=4, reason="count")
    same = await adjust(client, tea["id"], counted=4, reason="count")

    assert (fewer.json()["delta"], same.json()["delta"]) == (-6, 0)
    assert await stock_of(client, tea["id"]) == 4


async def test_more_than_there_is_cannot_be_taken_away(client):
    tea = await add_product(client, stock=2)

    answer = await adjust(client, tea["id"], delta=-3)

    assert answer.status_code == 409
    assert answer.json()["code"] == "insufficient_stock"
    assert answer.json()["params"] == {"product_id": tea["id"], "left": 2}
    assert await stock_of(client, tea["id"]) == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, "counted"),
        ({"delta": 1, "counted": 1}, "counted"),
        ({"delta": 0}, "delta"),
        ({"delta": 10**12}, "delta"),
        ({"delta": 1.5}, "delta"),
        ({"delta": 1.0005}, "delta"),
        ({"delta": "1"}, "delta"),
        ({"counted": -1}, "counted"),
        ({"delta": 1, "reason": "sale"}, "reason"),
        ({"delta": 1, "reason": None}, "reason"),
        ({"delta": 1, "product_id": 0}, "product_id"),
        ({"delta": 1, "note": "a\x00b"}, "note"),
        ({"delta": 1, "location_id": "x"}, "location_id"),
    ],
)
async def test_what_is_no_adjustment_is_refused_by_field(client, changes, field):
    tea = await add_product(client)
    body = {"product_id": tea["id"], "reason": "adjustment"} | changes

    answer = await client.post("/api/stock/adjustments", json=body)

    assert answer.status_code == 422
    assert [e["field"] for e in answer.json()["errors"]] == [field]


async def test_a_location_holds_what_its_column_holds(client):
    tea = await add_product(client, stock=10**9)
    for _ in range(8):
        await adjust(client, tea["id"], delta=10**9)

    answer = await adjust(client, tea["id"], delta=10**9)

    assert (answer.status_code, answer.json()["code"]) == (422, "too_much_stock")
    assert await stock_of(client, tea["id"]) == 9 * 10**9


async def test_unknown_things_are_not_found(client):
    tea, gone = await add_product(client), await add_product(client)
    await client.delete(f"/api/products/{gone['id']}")

    codes = [
        (await adjust(client, 999, delta=1)).json()["code"],
        (await adjust(client, gone["id"], delta=1)).json()["code"],
        (await adjust(client, tea["id"], delta=1, location_id=2)).json()["code"],
        (await client.get("/api/stock/movements/999")).json()["code"],
    ]

    assert codes == [
        "product_not_found",
        "product_not_found",
        "location_not_found",
        "movement_not_found",
    ]
