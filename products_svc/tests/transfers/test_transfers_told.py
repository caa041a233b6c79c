"""What cannot go, and what others are told of what goes."""

import asyncio

import orjson
import pytest

from products_svc.tests.factories import (
    add_location,
    add_product,
    add_transfer,
    adjust,
    arrive,
    stock_of,
)
from products_svc.tests.transfers.transit import broken, levels
from tests.support import client_for, service_bearer


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
