"""Lots with a date: first expired, first out, and each unit comes back to its own."""

import asyncio
from datetime import timedelta

import orjson
import pytest

from products_svc.tests.factories import (
    add_location,
    add_order,
    add_product,
    add_transfer,
    adjust,
    arrive,
    broken_laws,
    enter,
    open_count,
    post_count,
    receive,
    stock_of,
)
from shared.clock import business_today
from tests.support import client_for, service_bearer

LAWS = {
    "a lot is the sum of its movements": """
        SELECT l.id FROM lots l LEFT JOIN lot_movements m ON m.lot_id = l.id
        GROUP BY l.id HAVING l.on_hand <> coalesce(sum(m.delta), 0)""",
    "lots are no more than what stands there": """
        SELECT s.product_id FROM stock s JOIN lots l USING (product_id, location_id)
        GROUP BY s.product_id, s.location_id, s.on_hand
        HAVING sum(l.on_hand) > s.on_hand""",
    "a movement's lots are no more than its units": """
        SELECT m.id FROM stock_movements m JOIN lot_movements l ON l.movement_id = m.id
        GROUP BY m.id HAVING sum(abs(l.delta)) > abs(m.delta) OR bool_or(
            sign(l.delta) <> sign(m.delta))""",
    "one event per version of a lot": """
        SELECT l.id FROM lots l JOIN outbox o ON o.topic = 'lot.changed'
            AND (o.payload ->> 'lot_id')::bigint = l.id
        GROUP BY l.id HAVING count(*) <> l.version""",
}


async def broken(inspector):
    found = [law for law, query in LAWS.items() if await inspector.fetch(query)]
    return found + await broken_laws(inspector)


def day(days):
    return (business_today() + timedelta(days=days)).isoformat()


@pytest.fixture
async def milk(client):
    return await add_product(client, sku="MILK", name="Milk", stock=0)


@pytest.fixture
async def deliver(client, north):
    """Receive ``(quantity, lot, days until it expires)`` of a product."""

    async def deliver(product, *lots, **changes):
        ordered = {"product_id": product["id"], "quantity": 100, "unit_cost": 1}
        order = await add_order(client, north, ordered)
        lines = [
            {
                "line_id": order["lines"][0]["id"],
                "quantity": quantity,
                "lot": code,
                "expires_on": None if days is None else day(days),
            }
            for quantity, code, days in lots
        ]
        return await receive(client, order, *lines, **changes)

    return deliver


async def lots_of(client, **query):
    answer = await client.get("/api/stock/lots", params={"empty": True} | query)
    assert answer.status_code == 200, answer.text
    return {each["code"]: each["on_hand"] for each in answer.json()}


async def test_a_receipt_says_which_lots_came_in(client, inspector, deliver, milk):
    await deliver(milk, (6, "B", 20), (4, "A", 10), (3, None, 15), (2, None, None))

    answer = (await client.get("/api/stock/lots")).json()

    assert [(lot["code"], lot["on_hand"]) for lot in answer] == [
        ("A", 4),
        (None, 3),
        ("B", 6),
    ]
    assert [lot["expires_on"] for lot in answer] == [day(10), day(15), day(20)]
    assert await stock_of(client, milk["id"]) == 15
    assert await broken(inspector) == []


async def test_a_sale_takes_what_expires_first_and_stays_one_movement(
    client, inspector, till, deliver, milk
):
    await deliver(milk, (6, "B", 20), (4, "A", 10))

    await till.take(1, [(milk["id"], 5)])

    assert await lots_of(client) == {"A": 0, "B": 5}
    movements = await client.get("/api/stock/movements", params={"reason": "sale"})
    assert [m["delta"] for m in movements.json()] == [-5]
    assert await broken(inspector) == []


async def test_a_basket_takes_lots_line_by_line(client, inspector, till, deliver, milk):
    await deliver(milk, (3, "A", 10), (3, "B", 20))

    await till.take_lines("sale:7", [(milk["id"], 2), (milk["id"], 6)], "correct")

    assert await lots_of(client) == {"A": 0, "B": 0}
    assert await stock_of(client, milk["id"]) == 0
    assert await broken(inspector) == []


async def test_units_of_no_lot_go_after_those_with_a_date_and_expired_ones_last(
    client, inspector, till, deliver, milk
):
    await adjust(client, milk["id"], delta=2)
    await deliver(milk, (3, "old", -1), (1, "A", 10), confirm_expired=True)
    left = []
    for sale in range(4):
        await till.take(sale, [(milk["id"], 1)])
        left.append(await lots_of(client))

    assert left == [
        {"old": 3, "A": 0},
        {"old": 3, "A": 0},
        {"old": 3, "A": 0},
        {"old": 2, "A": 0},
    ]
    assert await broken(inspector) == []


async def test_what_expires_today_is_still_sold_first(client, till, deliver, milk):
    await deliver(milk, (1, "today", 0), (1, "later", 5))

    await till.take(1, [(milk["id"], 1)])

    assert await lots_of(client) == {"today": 0, "later": 1}


async def test_a_void_puts_units_back_into_their_lots(
    client, inspector, till, deliver, milk
):
    await deliver(milk, (4, "A", 10), (6, "B", 20))
    await till.take(1, [(milk["id"], 5)])
    await till.take(2, [(milk["id"], 2)])

    await till.give_back(1, [(milk["id"], 5)])

    assert await lots_of(client) == {"A": 4, "B": 4}
    assert await broken(inspector) == []


async def test_returns_and_damage_go_by_the_lots_of_the_sale(
    client, inspector, databases, till, deliver, milk
):
    await deliver(milk, (4, "A", 10), (6, "B", 20))
    await till.take(1, [(milk["id"], 6)])
    line = [(milk["id"], 3, 1)]

    await till.pool.fetch(
        "SELECT * FROM products.return_stock('return/1', 3, $1::products.stock_line[], 'sale:1')",
        line,
    )
    back = await lots_of(client)
    await till.pool.fetch(
        "SELECT * FROM products.damage_stock('return/1', 3, $1::products.stock_line[])",
        line,
    )

    assert back == {"A": 1, "B": 6}
    assert await lots_of(client) == {"A": 0, "B": 4}
    assert await broken(inspector) == []


async def test_a_lot_that_expired_is_asked_about_at_its_receipt(
    client, inspector, deliver, milk
):
    refused = await deliver(milk, (4, "A", 10), (4, "old", -1))

    assert (refused.status_code, refused.json()["code"]) == (409, "lot_expired")
    params = refused.json()["params"]
    assert params["lines"] == [{"place": 1, "lot": "old", "expires_on": day(-1)}]
    assert await stock_of(client, milk["id"]) == 0
    kept = await deliver(milk, (4, "old", -1), confirm_expired=True)
    assert kept.status_code == 201
    assert await lots_of(client) == {"old": 4}


async def test_what_has_expired_is_found_and_written_off(
    client, inspector, deliver, milk
):
    await deliver(milk, (4, "old", -1), (6, "B", 20), confirm_expired=True)
    found = await client.get("/api/stock/lots", params={"expires_before": day(0)})
    (old,) = found.json()
    address = f"/api/stock/lots/{old['id']}/write-off"
    headers = {"Idempotency-Key": "bin-1"}

    part = await client.post(address, json={"quantity": 1})
    rest = await client.post(address, json={"note": "bin"}, headers=headers)
    again = await client.post(address, json={"note": "bin"}, headers=headers)
    more = await client.post(address, json={})

    assert (part.json()["on_hand"], rest.json()["on_hand"]) == (3, 0)
    assert again.json() == rest.json()
    assert (more.status_code, more.json()["code"]) == (409, "insufficient_lot")
    moved = await client.get("/api/stock/movements", params={"reason": "expiry"})
    assert [(m["delta"], m["source"]) for m in moved.json()] == [
        (-3, f"lot/{old['id']}"),
        (-1, f"lot/{old['id']}"),
    ]
    assert await stock_of(client, milk["id"]) == 6
    assert await broken(inspector) == []


async def test_more_of_a_lot_than_there_is_cannot_be_written_off(
    client, inspector, deliver, milk
):
    await deliver(milk, (4, "A", 10), (6, "B", 20))
    (lot, *_) = (await client.get("/api/stock/lots")).json()

    refused = await client.post(
        f"/api/stock/lots/{lot['id']}/write-off", json={"quantity": 5}
    )

    assert (refused.status_code, refused.json()["code"]) == (409, "insufficient_lot")
    assert refused.json()["params"] == {"lot_id": lot["id"], "left": 4}
    assert await lots_of(client) == {"A": 4, "B": 6}


async def test_an_adjustment_for_expiry_takes_expired_lots_first(
    client, inspector, deliver, milk
):
    await deliver(milk, (4, "old", -1), (6, "B", 20), confirm_expired=True)

    await adjust(client, milk["id"], delta=-3, reason="expiry")
    await adjust(client, milk["id"], delta=-1, reason="write_off")

    assert await lots_of(client) == {"old": 1, "B": 5}
    assert await broken(inspector) == []


async def test_a_transfer_carries_lots_along(client, inspector, deliver, milk):
    lyon = (await add_location(client))["id"]
    await deliver(milk, (4, "A", 10), (6, "B", 20))
    shipped = await add_transfer(client, 1, lyon, (milk, 7))
    left = await lots_of(client, location_id=1)
    line = {"line_id": shipped["lines"][0]["id"], "quantity": 4}

    await arrive(client, shipped, line | {"lost": {"quantity": 1, "reason": "damaged"}})
    first = await lots_of(client, location_id=lyon)
    await arrive(client, shipped)

    assert left == {"A": 0, "B": 3}
    # Five came, four of A and one of B; the damaged one is taken for the last of them.
    assert first == {"A": 4, "B": 0}
    assert await lots_of(client, location_id=lyon) == {"A": 4, "B": 2}
    expiries = (await client.get("/api/stock/lots")).json()
    assert {lot["expires_on"] for lot in expiries if lot["code"] == "A"} == {day(10)}
    assert await broken(inspector) == []


async def test_a_shortage_of_a_count_leaves_what_expires_first_and_a_surplus_has_no_lot(
    client, inspector, deliver, milk
):
    await deliver(milk, (4, "A", 10), (6, "B", 20))
    line = {"product_id": milk["id"]}
    for counted in (8, 9):
        count = await open_count(client)
        await enter(client, count, line | {"units": counted})
        await post_count(client, count, confirm_all=True)

    assert await lots_of(client) == {"A": 2, "B": 6}
    assert await stock_of(client, milk["id"]) == 9
    assert await broken(inspector) == []


async def test_buyers_at_once_take_each_unit_of_a_lot_once(
    client, inspector, till, deliver, milk
):
    await deliver(milk, (10, "A", 10), (10, "B", 20))

    await asyncio.gather(*(till.take(n, [(milk["id"], 1)]) for n in range(15)))

    assert await lots_of(client) == {"A": 0, "B": 5}
    assert await broken(inspector) == []


async def test_events_tell_what_is_left_of_a_lot(
    client, inspector, till, deliver, milk
):
    await deliver(milk, (4, "A", 10))
    await till.take(1, [(milk["id"], 1)])

    rows = await inspector.fetch(
        "SELECT payload FROM outbox WHERE topic = 'lot.changed' ORDER BY id"
    )
    events = [orjson.loads(row["payload"]) for row in rows]

    assert [(e["version"], e["on_hand"]) for e in events] == [(1, 4), (2, 3)]
    assert events[1]["expires_on"] == day(10)


async def test_the_snapshot_has_lots_of_which_something_is_left(
    app, client, till, deliver, milk
):
    await deliver(milk, (1, "A", 10), (2, "B", 20))
    await till.take(1, [(milk["id"], 1)])
    async with client_for(app, None) as service:
        service.headers.update(service_bearer("forecast_svc"))
        answer = await service.get("/api/stock/lots/snapshot")

    line, end = map(orjson.loads, answer.text.splitlines())
    assert (line["code"], line["on_hand"], line["version"]) == ("B", 2, 1)
    assert end == {"next": None}


async def test_lots_come_in_pages_by_their_dates(client, deliver, milk):
    await deliver(milk, (1, "B", 20), (1, "A", 10), (1, "C", None))

    first = await client.get("/api/stock/lots", params={"limit": 2, "cursor": ""})
    following = first.headers["Link"].partition("<")[2].partition(">")[0]

    assert [lot["code"] for lot in first.json()] == ["A", "B"]
    assert [lot["code"] for lot in (await client.get(following)).json()] == ["C"]
