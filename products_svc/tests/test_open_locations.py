"""Shops and stores: opened, changed and archived by a manager."""

import asyncio

import orjson
import pytest

from products_svc.tests.factories import add_location, add_product, adjust
from tests.support import client_for, outbox_rows, service_bearer


async def published(app, topic):
    return [
        row["payload"]
        for row in await outbox_rows(app.state.database)
        if row["topic"] == topic
    ]


async def test_a_location_is_opened_changed_and_archived_and_each_is_told(app, client):
    lyon = await add_location(
        client, name="Lyon", address="1 rue\nLyon", transfer_days=2
    )
    address = f"/api/locations/{lyon['id']}"

    changed = await client.put(address, json=lyon | {"name": "Lyon 2"})
    same = await client.put(address, json=changed.json())
    closed = await client.delete(address)
    kept = await client.get(address)

    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    assert (same.json(), same.headers["ETag"]) == (changed.json(), '"2"')
    assert (closed.status_code, kept.json()["archived"]) == (204, True)
    assert [
        (fact["name"], fact["archived"], fact["transfer_days"], fact["version"])
        for fact in await published(app, "location.changed")
    ] == [("Lyon", False, 2, 1), ("Lyon 2", False, 2, 2), ("Lyon 2", True, 2, 3)]
    listed = (await client.get("/api/locations")).json()
    assert [place["id"] for place in listed] == [1]
    every = (await client.get("/api/locations", params={"archived": "any"})).json()
    assert [place["id"] for place in every] == [1, lyon["id"]]


async def test_two_open_locations_have_two_names(client):
    lyon = await add_location(client, name="Lyon")

    refused = await client.post("/api/locations", json={"name": "Lyon"})
    renamed = await client.put("/api/locations/1", json={"name": "Lyon"})
    await client.delete(f"/api/locations/{lyon['id']}")
    again = await client.post("/api/locations", json={"name": "Lyon"})

    assert [a.status_code for a in (refused, renamed, again)] == [409, 409, 201]
    assert refused.json()["code"] == "location_name_taken"


async def test_who_changes_what_somebody_changed_meanwhile_hears_what(app, client):
    lyon = await add_location(client, name="Lyon", transfer_days=1)
    address = f"/api/locations/{lyon['id']}"
    seen = {"If-Match": '"1"'}

    async with client_for(app, "manager", 8) as other:
        await other.put(address, json=lyon | {"transfer_days": 3}, headers=seen)
    late = await client.put(address, json=lyon | {"name": "Lyon 2"}, headers=seen)

    assert (late.status_code, late.json()["code"]) == (412, "location_changed")
    assert late.json()["params"]["version"] == 2
    (change,) = late.json()["params"]["changes"]
    assert change["user_id"] == 8
    assert change["changes"] == {"transfer_days": {"from": 1, "to": 3}}


async def test_the_main_location_and_one_with_stock_stay_open(client):
    lyon = await add_location(client)
    tea = await add_product(client)
    await adjust(client, tea["id"], delta=4, location_id=lyon["id"])

    full = await client.delete(f"/api/locations/{lyon['id']}")
    main = await client.delete("/api/locations/1")
    await adjust(client, tea["id"], counted=0, location_id=lyon["id"])
    empty = await client.delete(f"/api/locations/{lyon['id']}")

    assert {(a.status_code, a.json()["code"]) for a in (full, main)} == {
        (409, "location_in_use")
    }
    assert [a.json()["params"]["what"] for a in (full, main)] == ["stock", "main"]
    assert empty.status_code == 204


async def test_nothing_is_put_into_an_archived_location(client):
    lyon = await add_location(client)
    tea = await add_product(client)
    await client.delete(f"/api/locations/{lyon['id']}")

    refused = await adjust(client, tea["id"], delta=4, location_id=lyon["id"])
    again = await client.delete(f"/api/locations/{lyon['id']}")

    assert (refused.status_code, refused.json()["code"]) == (409, "location_archived")
    assert (again.status_code, again.json()["code"]) == (404, "location_not_found")


async def test_stock_that_arrives_while_its_location_is_archived_is_never_shut_in(
    client, inspector
):
    tea = await add_product(client)
    for _ in range(5):
        lyon = await add_location(client)
        answers = await asyncio.gather(
            *(
                adjust(client, tea["id"], delta=1, location_id=lyon["id"])
                for _ in range(4)
            ),
            client.delete(f"/api/locations/{lyon['id']}"),
        )
        assert {a.status_code for a in answers} <= {201, 204, 409}

    assert not await inspector.fetch(
        "SELECT * FROM stock s JOIN locations l ON l.id = s.location_id"
        " WHERE l.archived_at IS NOT NULL AND s.on_hand > 0"
    )


@pytest.mark.parametrize(
    "body",
    [{}, {"name": ""}, {"name": "x", "transfer_days": -1}, {"name": "x", "place": 1}],
)
async def test_a_location_is_refused_by_the_field_that_is_wrong(client, body):
    answer = await client.post("/api/locations", json=body)

    assert answer.status_code == 422, answer.text


async def test_the_snapshot_tells_of_every_location_a_page_at_a_time(app, client):
    await add_location(client, name="Lyon")
    lille = await add_location(client, name="Lille")
    await client.delete(f"/api/locations/{lille['id']}")

    async with client_for(app, None) as forecast:
        forecast.headers.update(service_bearer("forecast_svc"))
        first = await forecast.get("/api/locations/snapshot", params={"limit": 2})
        *lines, end = map(orjson.loads, first.text.splitlines())
        rest = await forecast.get(
            "/api/locations/snapshot", params={"after": end["next"]}
        )

    *more, last = map(orjson.loads, rest.text.splitlines())
    assert [(p["name"], p["archived"]) for p in lines + more] == [
        ("main", False), ("Lyon", False), ("Lille", True),
    ]  # fmt: skip
    assert last == {"next": None}
