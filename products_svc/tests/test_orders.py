"""Purchase orders: drafted, amended, placed, closed short, cancelled."""

import asyncio
from datetime import timedelta

from products_svc.tests.factories import (
    add_location,
    add_order,
    add_product,
    add_supplier,
    receive,
    set_terms,
)
from shared.clock import business_today
from shared.contracts.purchasing import PurchaseChanged
from tests.support import client_for, outbox_rows


async def published(app):
    found = []
    for row in await outbox_rows(app.state.database):
        if row["topic"] == "purchase.changed":
            found += [PurchaseChanged.model_validate(event) for event in row["payload"]]
    return found


def put(client, order, version=None, **changes):
    return client.put(
        f"/api/purchase-orders/{order['id']}",
        json=order | changes,
        headers={"If-Match": f'"{version or order["version"]}"'},
    )


def act(client, order, verb, **body):
    address = f"/api/purchase-orders/{order['id']}/{verb}"
    return client.post(address, json={"reason": "no longer made"} | body)


async def test_a_draft_is_priced_by_the_terms_for_its_quantity(app, client, tea, north):
    few = await add_order(
        client, north, {"product_id": tea["id"], "quantity": 6}, placed=False
    )
    many = await add_order(
        client, north, {"product_id": tea["id"], "quantity": 24}, placed=False
    )
    said = await add_order(
        client,
        north,
        {"product_id": tea["id"], "quantity": 24, "unit_cost": 3.123456},
        placed=False,
    )

    assert [o["lines"][0]["unit_cost"] for o in (few, many, said)] == [5, 4, 3.123456]
    assert (many["status"], many["total"], many["lines"][0]["supplier_sku"]) == (
        "draft",
        96,
        "N-1",
    )
    assert said["total"] == 74.96
    assert [(f.status, f.quantity, f.open, f.version) for f in await published(app)] == [
        ("draft", 6, 6, 1), ("draft", 24, 24, 1), ("draft", 24, 24, 1),
    ]  # fmt: skip


async def test_a_draft_says_what_the_supplier_may_not_accept(client, tea, north):
    rice = await add_product(client)
    draft = await add_order(
        client, north,
        {"product_id": tea["id"], "quantity": 8},
        {"product_id": rice["id"], "quantity": 1, "unit_cost": 1},
        placed=False,
    )  # fmt: skip

    assert [(w["code"], w["params"]) for w in draft["warnings"]] == [
        ("below_minimum_quantity", {"minimum": 12}),
        ("not_a_multiple", {"order_multiple": 6}),
        ("no_terms", {}),
        ("below_minimum_order_value", {"minimum": 100, "total": 41}),
    ]


async def test_what_cannot_be_ordered_is_named(client, tea, north):
    unknown = await add_product(client)
    archived = await add_product(client)
    await client.delete(f"/api/products/{archived['id']}")
    closed = await add_location(client)
    await client.delete(f"/api/locations/{closed['id']}")
    line = {"product_id": tea["id"], "quantity": 12}

    def order(*lines, **changes):
        body = {"supplier_id": north["id"], "lines": lines} | changes
        return client.post("/api/purchase-orders", json=body)

    answers = [
        await order({"product_id": unknown["id"], "quantity": 1}),
        await order(line, {"product_id": tea["id"], "quantity": 1.5}),
        await order({"product_id": archived["id"], "quantity": 1, "unit_cost": 1}),
        await order(line, supplier_id=999),
        await order(line, location_id=999),
        await order(line, location_id=closed["id"]),
        await order(),
        await order({"product_id": tea["id"], "quantity": 0}),
    ]

    assert [(a.status_code, a.json()["code"]) for a in answers] == [
        (422, "cost_unknown"),
        (422, "quantity_precision"),
        (404, "product_not_found"),
        (404, "supplier_not_found"),
        (404, "location_not_found"),
        (409, "location_archived"),
        (422, "invalid"),
        (422, "invalid"),
    ]
    assert answers[0].json()["errors"][0]["field"] == "lines.0.unit_cost"
    assert answers[1].json()["errors"][0]["field"] == "lines.1.quantity"


async def test_placing_fixes_dates_and_rate_and_is_done_once(app, client, tea):
    south = await add_supplier(client, currency="USD", rate=0.9, lead_time_days=7)
    rice = await add_product(client)
    await set_terms(
        client, south, {"product_id": tea["id"], "unit_cost": 1, "lead_time_days": 3}
    )
    draft = await add_order(
        client, south,
        {"product_id": tea["id"], "quantity": 1},
        {"product_id": rice["id"], "quantity": 1, "unit_cost": 2},
        {"product_id": rice["id"], "quantity": 1, "unit_cost": 2, "expected_on": "2031-05-01"},
        placed=False,
    )  # fmt: skip
    await client.put(f"/api/suppliers/{south['id']}", json=south | {"rate": 0.8})

    placed = (await client.post(f"/api/purchase-orders/{draft['id']}/place")).json()
    again = (await client.post(f"/api/purchase-orders/{draft['id']}/place")).json()

    today = business_today()
    assert [line["expected_on"] for line in placed["lines"]] == [
        str(today + timedelta(days=3)), str(today + timedelta(days=7)), "2031-05-01",
    ]  # fmt: skip
    assert (placed["status"], placed["rate"], placed["placed_by"]) == ("placed", 0.8, 7)
    assert (placed["version"], again) == (2, placed)
    assert {(f.status, f.version) for f in await published(app)} == {
        ("draft", 1),
        ("placed", 2),
    }


async def test_an_order_is_amended_whole(app, client, tea, north):
    rice = await add_product(client)
    order = await add_order(
        client, north,
        {"product_id": tea["id"], "quantity": 12},
        {"product_id": rice["id"], "quantity": 5, "unit_cost": 1},
    )  # fmt: skip
    first, second = order["lines"]

    amended = await put(
        client, order, note="Ring twice",
        lines=[first | {"quantity": 18}, {"product_id": tea["id"], "quantity": 6}],
    )  # fmt: skip

    assert amended.status_code == 200, amended.text
    kept, added = amended.json()["lines"]
    assert (kept["id"], kept["quantity"], kept["unit_cost"]) == (first["id"], 18, 4)
    assert (added["quantity"], added["unit_cost"]) == (6, 5)
    assert (amended.json()["note"], amended.headers["ETag"]) == ("Ring twice", '"3"')
    newest = {f.line_id: (f.status, f.open) for f in await published(app)}
    assert newest == {
        first["id"]: ("placed", 18),
        second["id"]: ("cancelled", 0),
        added["id"]: ("placed", 6),
    }


async def test_putting_an_order_as_it_was_read_changes_nothing(app, client, tea, north):
    order = await add_order(client, north, {"product_id": tea["id"], "quantity": 12})

    same = await put(client, order)

    assert same.json() == order
    assert len(await published(app)) == 2


async def test_of_two_who_amend_at_once_one_hears_what_the_other_did(
    app, client, tea, north
):
    order = await add_order(client, north, {"product_id": tea["id"], "quantity": 12})
    line = order["lines"][0]

    async with client_for(app, "manager", 8) as other:
        answers = await asyncio.gather(
            put(client, order, lines=[line | {"quantity": 18}]),
            put(other, order, lines=[line | {"quantity": 24}]),
        )
    first, second = sorted(answers, key=lambda answer: answer.status_code)

    assert (first.status_code, second.status_code) == (200, 412)
    assert second.json()["code"] == "order_changed"
    (change,) = second.json()["params"]["changes"]
    changed = change["changes"][f"line/{line['id']}"]
    won = first.json()["lines"][0]["quantity"]
    assert (changed["from"]["quantity"], changed["to"]["quantity"]) == (12, won)
    kept = (await client.get(f"/api/purchase-orders/{order['id']}")).json()
    assert kept == first.json()


async def test_amending_needs_the_version_that_was_seen(client, tea, north):
    order = await add_order(client, north, {"product_id": tea["id"], "quantity": 12})

    answer = await client.put(f"/api/purchase-orders/{order['id']}", json=order)

    assert (answer.status_code, answer.json()["code"]) == (428, "precondition_required")


async def test_what_has_come_in_cannot_be_amended_away(client, tea, north):
    lyon = await add_location(client)
    order = await add_order(client, north, {"product_id": tea["id"], "quantity": 12})
    await receive(client, order, 7)
    order = (await client.get(f"/api/purchase-orders/{order['id']}")).json()
    line = order["lines"][0]
    further = {"product_id": tea["id"], "quantity": 6}

    answers = [
        await put(client, order, lines=[line | {"quantity": 6}]),
        await put(client, order, lines=[further]),
        await put(client, order, location_id=lyon["id"]),
        await put(client, order, lines=[line | {"id": 999}]),
        await put(client, order, lines=[line, line]),
    ]
    enough = await put(client, order, lines=[line | {"quantity": 7}])

    assert [(a.status_code, a.json()["code"]) for a in answers] == [
        (409, "order_line_received"),
        (409, "order_line_received"),
        (409, "order_partly_received"),
        (404, "order_line_not_found"),
        (404, "order_line_not_found"),
    ]
    assert enough.json()["status"] == "received"


async def test_closing_short_gives_up_what_is_missing(app, client, tea, north):
    order = await add_order(
        client, north,
        {"product_id": tea["id"], "quantity": 12}, {"product_id": tea["id"], "quantity": 6},
    )  # fmt: skip
    await receive(client, order, 10)

    one = (await act(client, order, "close", lines=[order["lines"][0]["id"]])).json()
    rest = (await act(client, order, "close")).json()
    again = (await act(client, order, "close")).json()

    assert [line["open"] for line in one["lines"]] == [0, 6]
    assert one["status"] == "partially_received"
    assert [(line["received"], line["closed"]) for line in rest["lines"]] == [
        (10, 2),
        (0, 6),
    ]
    assert (rest["status"], rest["reason"]) == ("closed_short", "no longer made")
    assert again == rest
    assert {f.open for f in (await published(app))[-2:]} == {0}


async def test_only_what_nothing_came_in_of_is_cancelled(app, client, tea, north):
    line = {"product_id": tea["id"], "quantity": 12}
    draft = await add_order(client, north, line, placed=False)
    placed = await add_order(client, north, line)
    begun = await add_order(client, north, line)
    await receive(client, begun, 1)

    done = [await act(client, order, "cancel") for order in (draft, placed, draft)]
    refused = await act(client, begun, "cancel")

    assert [(a.status_code, a.json()["status"]) for a in done] == [
        (200, "cancelled")
    ] * 3
    assert done[0].json() == done[2].json()
    assert (refused.status_code, refused.json()["code"]) == (
        409,
        "order_partly_received",
    )
    newest = {f.purchase_order_id: (f.status, f.open) for f in await published(app)}
    assert newest[draft["id"]] == newest[placed["id"]] == ("cancelled", 0)


async def test_what_is_over_stays_so(client, tea, north):
    order = await add_order(client, north, {"product_id": tea["id"], "quantity": 12})
    await act(client, order, "cancel")
    order = (await client.get(f"/api/purchase-orders/{order['id']}")).json()

    answers = [
        await client.post(f"/api/purchase-orders/{order['id']}/place"),
        await act(client, order, "close"),
        await put(client, order),
    ]

    assert {(a.status_code, a.json()["code"]) for a in answers} == {
        (409, "order_ended")
    }


async def test_a_draft_is_not_closed_short(client, tea, north):
    draft = await add_order(
        client, north, {"product_id": tea["id"], "quantity": 12}, placed=False
    )

    answer = await act(client, draft, "close")

    assert (answer.status_code, answer.json()["code"]) == (409, "order_not_placed")


async def test_a_product_archived_meanwhile_is_not_placed(client, tea, north):
    draft = await add_order(
        client, north, {"product_id": tea["id"], "quantity": 12}, placed=False
    )
    await client.delete(f"/api/products/{tea['id']}")

    answer = await client.post(f"/api/purchase-orders/{draft['id']}/place")

    assert (answer.status_code, answer.json()["code"]) == (404, "product_not_found")


async def test_places_and_suppliers_with_open_orders_stay(client, tea, north):
    lyon = await add_location(client)
    order = await add_order(
        client,
        north,
        {"product_id": tea["id"], "quantity": 12},
        location_id=lyon["id"],
        placed=False,
    )

    def archive():
        return asyncio.gather(
            client.delete(f"/api/locations/{lyon['id']}"),
            client.delete(f"/api/suppliers/{north['id']}"),
        )

    refused = await archive()
    await act(client, order, "cancel")
    done = await archive()

    assert [a.json()["code"] for a in refused] == ["location_in_use", "supplier_in_use"]
    assert refused[0].json()["params"]["what"] == "orders"
    assert [a.status_code for a in done] == [204, 204]
