"""Goods that come in against an order: receipt, stock and ledger belong together."""

import asyncio
from decimal import Decimal

import pytest

from products_svc.tests.factories import (
    add_location,
    add_order,
    add_product,
    add_supplier,
    broken_laws,
    receive,
    stock_of,
)
from shared.contracts.products import StockMoved
from tests.support import client_for, outbox_rows


@pytest.fixture
async def north(client):
    return await add_supplier(client, name="North")


@pytest.fixture
async def order(client, tea, north):
    """Twelve of tea at 2.50, placed."""
    return await add_order(
        client, north, {"product_id": tea["id"], "quantity": 12, "unit_cost": 2.5}
    )


async def now(client, order):
    return (await client.get(f"/api/purchase-orders/{order['id']}")).json()


async def test_what_comes_in_is_on_the_shelf_at_its_cost_and_says_where_it_is_from(
    app, client, inspector, tea, order
):
    first = await receive(client, order, 5, delivery_note="D-1")
    second = await receive(client, order, 7)

    assert (first.status_code, second.status_code) == (201, 201), first.text
    assert [a.json()["order_status"] for a in (first, second)] == [
        "partially_received",
        "received",
    ]
    assert await stock_of(client, tea["id"]) == 12
    kept = await now(client, order)
    assert [(line["received"], line["open"]) for line in kept["lines"]] == [(12, 0)]
    assert kept["ended_at"] is not None
    source = f"purchase_order/{order['id']}"
    ledger = (
        await client.get("/api/stock/movements", params={"source": source})
    ).json()
    assert [(m["delta"], m["stock"], m["reason"], m["unit_cost"], m["user_id"]) for m in ledger] == [
        (7, 12, "receipt", 2.5, 7), (5, 5, "receipt", 2.5, 7),
    ]  # fmt: skip
    line = first.json()["lines"][0]
    assert (ledger[1]["id"], ledger[1]["reference"]) == (
        line["movement_id"],
        f"receipt/{line['id']}",
    )
    (*_, event) = [
        r["payload"]
        for r in await outbox_rows(app.state.database)
        if r["topic"] == "stock.moved"
    ]
    fact = StockMoved.model_validate(event, extra="forbid")
    assert (fact.source, fact.unit_cost, fact.delta) == (source, Decimal("2.5"), 7)
    listed = (await client.get(f"/api/purchase-orders/{order['id']}/receipts")).json()
    assert [(r["delivery_note"], r["lines"][0]["quantity"]) for r in listed] == [
        ("D-1", 5),
        (None, 7),
    ]
    assert await broken_laws(inspector) == []


async def test_costs_are_not_shown_below_manager(app, client, order):
    await receive(client, order, 5)

    async with client_for(app, "user") as user:
        shown = (await user.get("/api/stock/movements")).json()[0]
        receipts = await user.get(f"/api/purchase-orders/{order['id']}/receipts")

    assert (shown["unit_cost"], receipts.status_code) == (None, 403)
    assert shown["source"] == f"purchase_order/{order['id']}"


async def test_more_than_is_open_comes_in_only_when_that_is_confirmed(
    client, tea, order
):
    await receive(client, order, 10)

    refused = await receive(client, order, 3)
    assert (refused.status_code, refused.json()["code"]) == (409, "over_receipt")
    (line,) = refused.json()["params"]["lines"]
    assert line == {
        "line_id": order["lines"][0]["id"],
        "ordered": 12,
        "received": 10,
        "open": 2,
        "quantity": 3,
    }
    assert await stock_of(client, tea["id"]) == 10

    confirmed = await receive(client, order, 3, confirm_over_receipt=True)

    assert (confirmed.status_code, confirmed.json()["order_status"]) == (
        201,
        "received",
    )
    assert await stock_of(client, tea["id"]) == 13
    assert [
        (line["received"], line["open"]) for line in (await now(client, order))["lines"]
    ] == [(13, 0)]


async def test_lots_of_one_line_count_together(client, order):
    line = order["lines"][0]["id"]
    lots = [
        {"line_id": line, "quantity": 7, "lot": lot, "expires_on": "2031-01-01"}
        for lot in "AB"
    ]

    refused = await receive(client, order, *lots)
    lots[1]["quantity"] = 5
    done = await receive(client, order, *lots)

    assert (refused.status_code, refused.json()["code"]) == (409, "over_receipt")
    assert [(each["lot"], each["quantity"]) for each in done.json()["lines"]] == [
        ("A", 7),
        ("B", 5),
    ]


async def test_two_receivers_at_once_do_not_take_in_twice(
    app, client, inspector, tea, order
):
    async with client_for(app, "manager", 8) as other:
        answers = await asyncio.gather(
            *(receive(who, order, 12) for who in (client, other) for _ in range(4))
        )

    assert sorted(a.status_code for a in answers) == [201] + [409] * 7
    assert await stock_of(client, tea["id"]) == 12
    assert await broken_laws(inspector) == []


async def test_a_receipt_that_is_sent_again_with_its_key_counts_once(
    client, tea, north, order
):
    key = {"Idempotency-Key": "door/1"}
    answers = await asyncio.gather(
        *(receive(client, order, 5, headers=key) for _ in range(6))
    )
    again = await receive(client, order, 5, headers=key)
    line = {"product_id": tea["id"], "quantity": 12, "unit_cost": 1}
    elsewhere = await receive(
        client, await add_order(client, north, line), 5, headers=key
    )

    assert {a.status_code for a in answers} <= {201, 409}
    assert again.json() in [a.json() for a in answers]
    assert await stock_of(client, tea["id"]) == 5
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (
        422,
        "idempotency_key_reused",
    )


async def test_a_receipt_of_what_changed_since_it_was_seen_is_refused_with_the_change(
    client, order
):
    seen = {"If-Match": f'"{order["version"]}"'}
    await receive(client, order, 5, headers=seen)

    late = await receive(client, order, 5, headers=seen)

    assert (late.status_code, late.json()["code"]) == (412, "order_changed")
    (change,) = late.json()["params"]["changes"]
    assert change["action"] == "order.received"


async def test_nothing_comes_in_on_drafts_cancelled_orders_and_unknown_lines(
    client, tea, north, order
):
    line = {"product_id": tea["id"], "quantity": 12, "unit_cost": 1}
    draft = await add_order(client, north, line, placed=False)
    cancelled = await add_order(client, north, line)
    await client.post(
        f"/api/purchase-orders/{cancelled['id']}/cancel", json={"reason": "late"}
    )

    answers = [
        await receive(client, draft, 1),
        await receive(client, cancelled, 1, confirm_over_receipt=True),
        await receive(client, order, {"line_id": 999, "quantity": 1}),
        await receive(client, {"id": 999, "lines": order["lines"]}, 1),
    ]

    assert [(a.status_code, a.json()["code"]) for a in answers] == [
        (409, "order_not_placed"),
        (409, "order_ended"),
        (404, "order_line_not_found"),
        (404, "order_not_found"),
    ]
    assert await stock_of(client, tea["id"]) == 0


async def test_a_late_delivery_after_closing_short_is_kept_when_confirmed(
    client, tea, order
):
    await receive(client, order, 5)
    await client.post(
        f"/api/purchase-orders/{order['id']}/close", json={"reason": "late"}
    )

    refused = await receive(client, order, 7)
    kept = await receive(client, order, 7, confirm_over_receipt=True)

    assert (refused.status_code, kept.status_code) == (409, 201)
    assert kept.json()["order_status"] == "closed_short"
    assert await stock_of(client, tea["id"]) == 12


async def test_nothing_comes_into_a_location_that_was_archived_under_the_order(
    client, inspector, tea, north
):
    lyon = await add_location(client)
    order = await add_order(
        client,
        north,
        {"product_id": tea["id"], "quantity": 12, "unit_cost": 1},
        location_id=lyon["id"],
    )
    # The routes do not let it come to this.
    await inspector.execute(
        "UPDATE locations SET archived_at = now() WHERE id = $1", lyon["id"]
    )

    answer = await receive(client, order, 1)

    assert (answer.status_code, answer.json()["code"]) == (409, "location_archived")
    assert (await now(client, order))["lines"][0]["received"] == 0


async def test_a_product_archived_since_comes_in_all_the_same(
    client, inspector, tea, order
):
    await client.delete(f"/api/products/{tea['id']}")

    assert (await receive(client, order, 12)).status_code == 201
    assert await stock_of(client, tea["id"]) == 12


async def test_what_came_in_wrong_is_in_no_stock_and_stays_open(client, tea, order):
    line = order["lines"][0]["id"]
    said = {"quantity": 2, "reason": "damaged", "note": "wet"}

    part = await receive(
        client, order, {"line_id": line, "quantity": 10, "discrepancy": said}
    )
    none = await receive(
        client, order, {"line_id": line, "quantity": 0, "discrepancy": said}
    )
    nothing = await receive(client, order, {"line_id": line, "quantity": 0})

    assert part.json()["lines"][0]["discrepancy"] == said
    assert (none.status_code, none.json()["lines"][0]["movement_id"]) == (201, None)
    assert nothing.status_code == 422
    assert await stock_of(client, tea["id"]) == 10
    assert (await now(client, order))["lines"][0]["open"] == 2


async def test_parts_of_a_unit_come_in_where_the_product_has_them(
    client, inspector, north
):
    rice = await add_product(client, stock=0, unit="kg", quantity_decimals=3)
    order = await add_order(
        client, north, {"product_id": rice["id"], "quantity": 12.5, "unit_cost": 1.2}
    )

    done = await receive(client, order, 2.125)
    whole = await receive(
        client,
        await add_order(
            client,
            north,
            {
                "product_id": (await add_product(client))["id"],
                "quantity": 3,
                "unit_cost": 1,
            },
        ),
        1.5,
    )

    assert done.status_code == 201, done.text
    answer = await client.get(f"/api/products/{rice['id']}")
    assert answer.json()["stock"] == 2.125
    assert (await now(client, order))["lines"][0]["open"] == 10.375
    assert (whole.status_code, whole.json()["code"]) == (422, "quantity_precision")
    assert await broken_laws(inspector) == []


@pytest.mark.parametrize(
    "said",
    [
        {"freight": -1},
        {"duty": 1.001},
        {"spread": "weight"},
        {"confirm_over_receipt": "yes"},
    ],
)
async def test_receipts_that_cannot_be_are_refused(client, order, said):
    assert (await receive(client, order, 1, **said)).status_code == 422
