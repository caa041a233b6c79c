"""Goods on their way from one location to another: no unit and no cent gets lost."""

import asyncio

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
    receive,
    stock_of,
)
from tests.support import client_for, service_bearer

LAWS = {
    "what left and has not come is in transit": """
        SELECT l.id FROM stock_transfer_lines l LEFT JOIN (
            SELECT product_id, source, sum(delta) AS units FROM stock_movements
            WHERE reason IN ('transfer_out', 'transfer_in') GROUP BY 1, 2
        ) m ON m.source = 'transfer/' || l.transfer_id AND m.product_id = l.product_id
        GROUP BY l.transfer_id, l.product_id, m.units, l.id
        HAVING coalesce(m.units, 0) <> -(SELECT sum(o.open) FROM stock_transfer_lines o
            WHERE o.transfer_id = l.transfer_id AND o.product_id = l.product_id)""",
    "value in transit is what left and has not come": """
        SELECT l.transfer_id FROM stock_transfer_lines l
        WHERE l.value IS NOT NULL GROUP BY l.transfer_id
        HAVING sum(l.value - l.value_received) <> -(SELECT sum(m.value)
            FROM stock_movements m WHERE m.source = 'transfer/' || l.transfer_id
            AND m.reason IN ('transfer_out', 'transfer_in'))""",
}


async def broken(inspector):
    found = [law for law, query in LAWS.items() if await inspector.fetch(query)]
    return found + await broken_laws(inspector)


@pytest.fixture
async def lyon(client):
    return (await add_location(client, name="Lyon", transfer_days=3))["id"]


@pytest.fixture
async def tea(client, north):
    """Ten units that cost 33.35 together, in the main shop."""
    tea = await add_product(client, sku="BLACK", name="Tea", stock=0)
    line = {"product_id": tea["id"], "quantity": 10, "unit_cost": 3.335}
    answer = await receive(client, await add_order(client, north, line), 10)
    assert answer.status_code == 201
    return tea


async def levels(client, product):
    answer = await client.get("/api/stock", params={"product_id": product["id"]})
    return {each["location_id"]: each["on_hand"] for each in answer.json()}


async def movements(client, transfer):
    answer = await client.get(
        "/api/stock/movements", params={"source": f"transfer/{transfer['id']}"}
    )
    return [
        (m["location_id"], m["reason"], m["delta"]) for m in reversed(answer.json())
    ]


async def transit(client, **query):
    return (await client.get("/api/stock/in-transit", params=query)).json()


async def test_a_draft_moves_nothing(client, inspector, tea, lyon):
    draft = await add_transfer(client, 1, lyon, (tea, 4), shipped=False)

    assert (draft["status"], draft["expected_on"]) == ("draft", None)
    assert await levels(client, tea) == {1: 10}
    assert await transit(client) == []


async def test_what_was_shipped_is_in_transit_until_it_is_received(
    client, inspector, tea, lyon
):
    shipped = await add_transfer(client, 1, lyon, (tea, 4))

    assert shipped["status"] == "in_transit"
    assert await levels(client, tea) == {1: 6}
    (line,) = await transit(client, to_location_id=lyon)
    assert (line["units"], line["value"]) == (4, 13.34)
    assert line["expected_on"] == shipped["expected_on"] is not None
    assert await broken(inspector) == []

    received = await arrive(client, shipped)

    assert received.json()["status"] == "received"
    assert await levels(client, tea) == {1: 6, lyon: 4}
    assert await transit(client) == []
    assert await movements(client, shipped) == [
        (1, "transfer_out", -4),
        (lyon, "transfer_in", 4),
    ]
    assert await broken(inspector) == []


async def test_it_comes_in_parts_with_the_value_that_it_left_with(
    client, inspector, tea, lyon
):
    shipped = await add_transfer(client, 1, lyon, (tea, 3))
    values, answers = [], []
    for _ in range(3):
        answers.append(await arrive(client, shipped, 1))
        assert await broken(inspector) == []
        values.append(
            await inspector.fetchval(
                "SELECT value FROM stock WHERE location_id = $1", lyon
            )
        )

    assert [str(value) for value in values] == ["3.34", "6.67", "10.01"]
    assert [a.json()["status"] for a in answers] == [
        "partially_received",
        "partially_received",
        "received",
    ]
    assert len(answers[-1].json()["receipts"]) == 3


async def test_what_was_lost_on_the_way_is_posted_with_its_reason(
    client, inspector, tea, lyon
):
    shipped = await add_transfer(client, 1, lyon, (tea, 6))
    line = {"line_id": shipped["lines"][0]["id"], "quantity": 3}
    lost = {"quantity": 2, "reason": "damaged", "note": "a wet box"}

    received = (await arrive(client, shipped, line | {"lost": lost})).json()

    assert received["status"] == "partially_received"
    (shown,) = received["lines"]
    assert (shown["received"], shown["lost"], shown["in_transit"]) == (3, 2, 1)
    assert received["receipts"][0]["lines"][0]["reason"] == "damaged"
    assert await levels(client, tea) == {1: 4, lyon: 3}
    assert await movements(client, shipped) == [
        (1, "transfer_out", -6),
        (lyon, "transfer_in", 5),
        (lyon, "damaged", -2),
    ]
    assert await broken(inspector) == []


async def test_nothing_arrives_of_what_was_all_lost(client, inspector, tea, lyon):
    shipped = await add_transfer(client, 1, lyon, (tea, 10))
    line = {"line_id": shipped["lines"][0]["id"], "quantity": 0}
    lost = {"quantity": 10, "reason": "missing"}

    received = (await arrive(client, shipped, line | {"lost": lost})).json()

    assert received["status"] == "received"
    assert await stock_of(client, tea["id"]) == 0
    assert await broken(inspector) == []


async def test_more_than_is_on_its_way_is_refused(client, tea, lyon):
    shipped = await add_transfer(client, 1, lyon, (tea, 4))

    refused = await arrive(client, shipped, 5)

    assert (refused.status_code, refused.json()["code"]) == (
        409,
        "more_than_in_transit",
    )
    assert refused.json()["params"]["open"] == 4
    assert await levels(client, tea) == {1: 6}


async def test_more_than_there_is_cannot_leave(client, inspector, tea, lyon):
    mug = await add_product(client, stock=5)
    draft = await add_transfer(client, 1, lyon, (mug, 5), (tea, 11), shipped=False)
    address = f"/api/stock/transfers/{draft['id']}/ship"

    refused = await client.post(address, json={})

    assert (refused.status_code, refused.json()["code"]) == (409, "insufficient_stock")
    assert refused.json()["params"] == {"product_id": tea["id"], "left": 10}
    assert await stock_of(client, mug["id"]) == 5
    await adjust(client, tea["id"], delta=1)
    assert (await client.post(address, json={})).status_code == 200
    assert await broken(inspector) == []


async def test_shipping_and_receiving_again_change_nothing(
    client, inspector, tea, lyon
):
    shipped = await add_transfer(client, 1, lyon, (tea, 4))
    address = f"/api/stock/transfers/{shipped['id']}"
    headers = {"Idempotency-Key": "arrival-1"}

    again = await client.post(f"{address}/ship", json={})
    first = await arrive(client, shipped, 2, headers=headers)
    repeated = await arrive(client, shipped, 2, headers=headers)

    assert again.json() == shipped
    assert repeated.json() == first.json()
    assert await levels(client, tea) == {1: 6, lyon: 2}
    await arrive(client, shipped)
    late = await arrive(client, shipped)
    assert (late.status_code, late.json()["code"]) == (409, "transfer_ended")
    assert await broken(inspector) == []


async def test_only_a_draft_is_cancelled(client, tea, lyon):
    reason = {"reason": "not needed"}
    draft = await add_transfer(client, 1, lyon, (tea, 4), shipped=False)
    shipped = await add_transfer(client, 1, lyon, (tea, 4))
    address = f"/api/stock/transfers/{draft['id']}"

    early = await arrive(client, draft, 1)
    cancelled = await client.post(f"{address}/cancel", json=reason)
    again = await client.post(f"{address}/cancel", json=reason)
    ship = await client.post(f"{address}/ship", json={})
    late = await client.post(
        f"/api/stock/transfers/{shipped['id']}/cancel", json=reason
    )

    assert early.json()["code"] == "transfer_not_shipped"
    assert cancelled.json()["status"] == "cancelled"
    assert again.json() == cancelled.json()
    assert (ship.status_code, ship.json()["code"]) == (409, "transfer_ended")
    assert (late.status_code, late.json()["code"]) == (409, "transfer_shipped")


async def test_goods_on_their_way_keep_a_location_open(client, tea, lyon):
    shipped = await add_transfer(client, 1, lyon, (tea, 4))

    refused = await client.delete(f"/api/locations/{lyon}")

    assert (refused.status_code, refused.json()["code"]) == (409, "location_in_use")
    assert refused.json()["params"]["what"] == "transit"
    await arrive(client, shipped)
    back = await add_transfer(client, lyon, 1, (tea, 4))
    assert (await client.delete(f"/api/locations/{lyon}")).status_code == 204
    assert (await arrive(client, back)).json()["status"] == "received"
    assert await levels(client, tea) == {1: 10, lyon: 0}


async def test_nothing_is_shipped_to_an_archived_location(client, tea, lyon):
    draft = await add_transfer(client, 1, lyon, (tea, 4), shipped=False)
    await client.delete(f"/api/locations/{lyon}")

    refused = await client.post(f"/api/stock/transfers/{draft['id']}/ship", json={})
    new = await client.post(
        "/api/stock/transfers",
        json={
            "from_location_id": 1,
            "to_location_id": lyon,
            "lines": [{"product_id": tea["id"], "quantity": 1}],
        },
    )

    assert (refused.status_code, refused.json()["code"]) == (409, "location_archived")
    assert (new.status_code, new.json()["code"]) == (409, "location_archived")
    assert await levels(client, tea) == {1: 10}


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"to_location_id": 1}, 422, "same_location"),
        ({"to_location_id": 9}, 404, "location_not_found"),
        ({"lines": [{"product_id": 99, "quantity": 1}]}, 404, "product_not_found"),
    ],
)
async def test_what_cannot_go_is_said(client, tea, lyon, change, status, code):
    body = {
        "from_location_id": 1,
        "to_location_id": lyon,
        "lines": [{"product_id": tea["id"], "quantity": 1}],
    }

    refused = await client.post("/api/stock/transfers", json=body | change)

    assert (refused.status_code, refused.json()["code"]) == (status, code)


async def test_parts_of_a_piece_cannot_go(client, tea, lyon):
    refused = await client.post(
        "/api/stock/transfers",
        json={
            "from_location_id": 1,
            "to_location_id": lyon,
            "lines": [{"product_id": tea["id"], "quantity": 1.5}],
        },
    )

    assert (refused.status_code, refused.json()["code"]) == (422, "quantity_precision")


async def test_two_receivers_at_once_take_in_what_is_on_its_way_once(
    client, inspector, tea, lyon
):
    shipped = await add_transfer(client, 1, lyon, (tea, 4))

    answers = await asyncio.gather(*(arrive(client, shipped, 3) for _ in range(4)))

    assert sorted(a.status_code for a in answers) == [200, 409, 409, 409]
    assert await levels(client, tea) == {1: 6, lyon: 3}
    assert await broken(inspector) == []


async def test_transfers_in_both_directions_and_sales_at_once_keep_the_laws(
    client, inspector, till, tea, lyon
):
    mug = await add_product(client, stock=40)
    await adjust(client, tea["id"], delta=30, location_id=lyon)
    await adjust(client, mug["id"], delta=30, location_id=lyon)

    async def there_and_back(n):
        ends = (1, lyon) if n % 2 else (lyon, 1)
        goods = [(tea, 1), (mug, 2)]
        shipped = await add_transfer(client, *ends, *(goods if n % 3 else goods[::-1]))
        line = {"line_id": shipped["lines"][0]["id"], "quantity": 0}
        lost = {"quantity": 1, "reason": "missing"}
        await arrive(client, shipped, line | {"lost": lost})
        return (await arrive(client, shipped)).status_code

    done = await asyncio.gather(
        *map(there_and_back, range(6)),
        *(till.take(n, [(mug["id"], 1)]) for n in range(10)),
    )

    assert done[:6] == [200] * 6
    assert await broken(inspector) == []
    lost = 6 * 1
    both = await stock_of(client, tea["id"]) + await stock_of(client, mug["id"])
    assert both >= 10 + 30 + 40 + 30 - 10 - 2 * lost


async def test_events_tell_what_is_open_at_each_version(client, inspector, tea, lyon):
    shipped = await add_transfer(client, 1, lyon, (tea, 4))
    await arrive(client, shipped, 1)

    rows = await inspector.fetch(
        "SELECT payload FROM outbox WHERE topic = 'transfer.changed' ORDER BY id"
    )
    events = [event for row in rows for event in orjson.loads(row["payload"])]

    assert [(e["version"], e["open"]) for e in events] == [(1, 0), (2, 4), (3, 3)]
    assert events[-1]["to_location_id"] == lyon
    assert events[-1]["expected_on"] == shipped["expected_on"]


async def test_the_snapshot_has_what_is_on_its_way(app, client, tea, lyon):
    await add_transfer(client, 1, lyon, (tea, 1), shipped=False)
    shipped = await add_transfer(client, 1, lyon, (tea, 2), (tea, 3))
    await arrive(client, shipped, 2)
    async with client_for(app, None) as service:
        service.headers.update(service_bearer("forecast_svc"))
        answer = await service.get("/api/stock/transfers/snapshot")

    line, end = map(orjson.loads, answer.text.splitlines())
    assert (line["line_id"], line["open"]) == (shipped["lines"][1]["id"], 3)
    assert line["version"] == 3
    assert end == {"next": None}


async def test_transfers_are_listed_newest_first(client, tea, lyon):
    other = await add_location(client)
    first = await add_transfer(client, 1, lyon, (tea, 1))
    second = await add_transfer(client, 1, other["id"], (tea, 1), shipped=False)

    async def ids(**query):
        answer = await client.get("/api/stock/transfers", params=query)
        return [row["id"] for row in answer.json()]

    assert await ids() == [second["id"], first["id"]]
    assert await ids(status="in_transit") == [first["id"]]
    assert await ids(location_id=other["id"]) == [second["id"]]
    assert await ids(product_id=tea["id"], limit=1) == [second["id"]]
    page = await client.get("/api/stock/transfers", params={"cursor": "", "limit": 1})
    following = page.headers["Link"].partition("<")[2].partition(">")[0]
    assert [row["id"] for row in (await client.get(following)).json()] == [first["id"]]


async def test_values_are_for_managers(app, client, tea, lyon):
    shipped = await add_transfer(client, 1, lyon, (tea, 4))
    async with client_for(app, "viewer") as viewer:
        (line,) = (await viewer.get("/api/stock/in-transit")).json()
        seen = await viewer.get(f"/api/stock/transfers/{shipped['id']}")

    assert line["value"] is None
    assert seen.json()["lines"][0]["value"] is None
    assert shipped["lines"][0]["value"] == 13.34


async def test_acts_of_a_transfer_are_written_down(client, inspector, tea, lyon):
    shipped = await add_transfer(client, 1, lyon, (tea, 4))
    await arrive(client, shipped)

    rows = await inspector.fetch(
        "SELECT action, version FROM audit WHERE subject = $1 ORDER BY n",
        f"transfer/{shipped['id']}",
    )

    assert [tuple(row) for row in rows] == [
        ("transfer.drafted", 1),
        ("transfer.shipped", 2),
        ("transfer.received", 3),
    ]
