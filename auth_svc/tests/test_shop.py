"""The shop's settings: who reads and changes them, and what others hear of it."""

import asyncio

import asyncpg
import orjson
import pytest
from pydantic import ValidationError

from auth_svc.settings import Settings
from auth_svc.tests.factories import as_bearer, signed_in
from shared import clock
from shared.db import epoch
from shared.kafka import offsets
from shared.tests.consuming import everything
from tests.support import (
    client_for,
    empty_topic,
    eventually,
    outbox_rows,
    running,
    service_bearer,
)

ROUTE = "/api/auth/shop"


async def read(client, headers):
    answer = await client.get(ROUTE, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer


@pytest.fixture
async def inspector(databases):
    """A superuser's connection, for looking at everything."""
    connection = await asyncpg.connect(databases.superuser_dsn())
    yield connection
    await connection.close()


@pytest.fixture
def as_admin(admin):
    return as_bearer(admin)


@pytest.fixture
def put(client, as_admin):
    """Changes sent back beside everything that the answer said."""

    async def change(if_match="as read", headers=None, **changes):
        seen = await read(client, as_admin)
        headers = dict(headers or as_admin)
        if if_match is not None:
            headers["If-Match"] = (
                seen.headers["ETag"] if if_match == "as read" else if_match
            )
        return await client.put(ROUTE, json=seen.json() | changes, headers=headers)

    return change


async def test_the_environment_gives_the_first_values(make_app, databases):
    app = make_app(
        business_tz="Europe/Paris",
        shop_name="Chez Ada",
        shop_currency="CHF",
        shop_country="CH",
    )
    async with client_for(app, "viewer") as client:
        shop = (await read(client, {})).json()

    assert shop.pop("updated_at").endswith("Z")
    assert shop == {
        "name": "Chez Ada",
        "address": "",
        "currency": "CHF",
        "time_zone": "Europe/Paris",
        "country": "CH",
        "prices_include_tax": True,
        "default_target": 0.95,
        "opening_days": [1, 2, 3, 4, 5, 6, 7],
        "short_stock": "refuse",
        "open_role": "user",
        "weight_code_layout": None,
        "version": 1,
    }
    (row,) = await outbox_rows(app.state.database)
    assert (row["topic"], row["payload"]["version"]) == ("shop.changed", 1)
    assert row["payload"]["time_zone"] == "Europe/Paris"


async def test_anyone_signed_in_and_every_service_reads_it(client):
    viewer = as_bearer(await signed_in(client, role="viewer"))

    assert (await client.get(ROUTE, headers=viewer)).status_code == 200
    for service in ("products_svc", "sales_svc", "forecast_svc", "etl_svc"):
        answer = await client.get(ROUTE, headers=service_bearer(service))
        assert answer.status_code == 200
    assert (await client.get(ROUTE)).status_code == 401


async def announced(app):
    """What the outbox has of the shop."""
    return [
        row["payload"]
        for row in await outbox_rows(app.state.database)
        if row["topic"] == "shop.changed"
    ]


async def test_an_admin_changes_it_and_the_others_are_told(put, app, client, as_admin):
    answer = await put(
        time_zone="America/New_York",
        currency="USD",
        country="US",
        name="Ada's",
        address="1 Main Street\nSpringfield",
        opening_days=[6, 1, 2],
        default_target=0.9,
        weight_code_layout="21IIIIIWWWWWC",
    )

    assert answer.status_code == 200, answer.text
    assert answer.headers["ETag"] == '"2"'
    after = answer.json()
    assert after == (await read(client, as_admin)).json()
    assert after["opening_days"] == [1, 2, 6]
    assert (after["version"], after["default_target"]) == (2, 0.9)
    events = await announced(app)
    assert [event["version"] for event in events] == [1, 2]
    assert events[1]["ts"] == after["updated_at"]
    shared = events[1].keys() & after.keys()
    assert {name: events[1][name] for name in shared} == {
        name: after[name] for name in shared
    }


async def test_the_same_again_is_no_change(put, app):
    answer = await put()

    assert (answer.status_code, answer.json()["version"]) == (200, 1)
    assert len(await announced(app)) == 1


async def test_a_change_names_the_version_that_was_seen(put):
    assert (await put(if_match=None, name="Ada's")).json()["code"] == (
        "precondition_required"
    )
    assert (await put(if_match=None, name="Ada's")).status_code == 428
    assert (await put(name="Ada's")).status_code == 200
    late = await put(if_match='"1"', name="Bob's")
    assert (late.status_code, late.json()["code"]) == (412, "shop_changed")
    assert late.json()["params"] == {"version": 2}


@pytest.mark.parametrize("role", ["viewer", "user", "manager"])
async def test_nobody_below_an_admin_changes_it(client, put, role, as_admin):
    made = await client.post(
        "/api/auth/register",
        json={
            "name": "Bob",
            "email": f"{role}@example.com",
            "password": "correct horse",
            "role": role,
        },
        headers=as_admin,
    )
    assert made.status_code == 201, made.text
    login = await client.post(
        "/api/auth/login",
        json={"email": f"{role}@example.com", "password": "correct horse"},
    )

    answer = await put(headers=as_bearer(login.json()), name="Bob's")

    assert answer.status_code == 403
    assert (await read(client, as_admin)).json()["name"] == "Shop"


async def test_an_admin_who_was_demoted_changes_nothing_any_more(client, put, as_admin):
    other = await signed_in(
        client, role="admin", email="bob@example.com", headers=as_admin
    )
    users = (await client.get("/api/auth/users", headers=as_admin)).json()
    bob = next(user for user in users if user["email"] == "bob@example.com")
    await client.patch(
        f"/api/auth/users/{bob['id']}", json={"role": "user"}, headers=as_admin
    )

    answer = await put(headers=as_bearer(other), name="Bob's")

    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("currency", "EUX", "unknown_currency"),
        ("currency", "eur", "string_pattern_mismatch"),
        ("country", "XX", "unknown_country"),
        ("time_zone", "Mars/Olympus", "unknown_time_zone"),
        ("time_zone", "localtime", "unknown_time_zone"),
        ("opening_days", [1, 1], "repeated"),
        ("opening_days", [], "too_short"),
        ("opening_days", [0], "greater_than_equal"),
        ("default_target", 1, "less_than"),
        ("default_target", 0, "greater_than"),
        ("short_stock", "guess", "literal_error"),
        ("open_role", "admin", "literal_error"),
        ("weight_code_layout", "21IIIIIWWWWWW", "string_pattern_mismatch"),
        ("prices_include_tax", "yes", "bool_type"),
        ("name", " ", "string_too_short"),
        ("address", "a\x00b", "string_pattern_mismatch"),
        ("colour", "red", "extra_forbidden"),
    ],
)
async def test_what_cannot_be_accepted_is_named(put, field, value, code):
    answer = await put(**{field: value})

    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert (error["field"].split(".")[0], error["code"]) == (field, code)


async def test_a_zone_that_the_database_does_not_know_is_refused(
    put, monkeypatch, client, as_admin
):
    """The list of this process may be newer than the database's."""
    known = clock._names() | {"Europe/Atlantis"}
    monkeypatch.setattr(clock, "_names", lambda: known)

    answer = await put(time_zone="Europe/Atlantis")

    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_time_zone")
    assert answer.json()["errors"][0]["field"] == "time_zone"
    assert (await read(client, as_admin)).json()["time_zone"] == "UTC"


async def test_of_two_who_change_it_at_once_one_has_to_look_again(
    put, client, as_admin, inspector
):
    """Both have begun before either has written."""
    seen = (await read(client, as_admin)).headers["ETag"]
    async with inspector.transaction():
        await inspector.execute("SELECT FROM auth.shop FOR UPDATE")
        changes = [
            asyncio.create_task(put(if_match=seen, name=name)) for name in ("A", "B")
        ]
        await eventually(
            lambda: inspector.fetchval(
                "SELECT count(*) FROM pg_locks WHERE NOT granted"
            ),
            until=lambda waiting: waiting == 2,
        )
    answers = await asyncio.gather(*changes)

    assert sorted(answer.status_code for answer in answers) == [200, 412]
    assert (await read(client, as_admin)).json()["version"] == 2


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"shop_currency": "EUX"}, "ISO 4217"),
        ({"shop_country": "XX"}, "ISO 3166"),
        ({"business_tz": "Mars/Olympus"}, "time zone"),
    ],
)
def test_a_mistake_in_the_environment_is_one_clear_line(databases, changes, word):
    with pytest.raises(ValidationError, match=word):
        databases.settings(Settings, **changes)


async def heard(kafka):
    """What the topic has of the shop: versions and epochs."""
    return [
        (orjson.loads(record.value)["version"], dict(record.headers).get("epoch"))
        for record in await everything(kafka, "shop.changed")
    ]


@pytest.fixture
def epoch_of(inspector):
    async def current(begin=False):
        if begin:
            await epoch.begin(inspector, reason="a restore")
        return str(await epoch.current_epoch(inspector)).encode()

    return current


@pytest.mark.kafka
async def test_what_the_broker_lost_is_announced_again(make_app, kafka, epoch_of):
    """Once by its start, once because the topic was emptied, and once more because
    after a restore the event in it is of another life."""
    now = await epoch_of()

    async def announced_again(*wanted):
        app = make_app(kafka_bootstrap_servers=kafka)

        async def read_by_itself():
            async with app.state.database.read() as db:
                rows = (await offsets.read(db, "auth_svc.shop")).values()
            return sum(row.next_offset for row in rows)

        async with running(app):
            await eventually(
                lambda: heard(kafka),
                until=lambda found: found[-len(wanted) :] == list(wanted),
                within=60,
            )
            ends = len(await heard(kafka))
            await eventually(read_by_itself, until=lambda at: at == ends, within=60)

    await announced_again((1, now))

    await empty_topic(kafka, "shop.changed")
    await announced_again((1, now))

    restored = await epoch_of(begin=True)
    await announced_again((1, now), (1, restored))
