"""What people may ask of their own data, and how long the log is kept."""

import csv
import io
from datetime import timedelta

import asyncpg
import pytest
from sqlalchemy import text

from auth_svc.housekeeping.operations.tidy_up import tidy_up
from auth_svc.tables import ProviderAccount
from auth_svc.tests.authenticator import Device
from auth_svc.tests.factories import (
    PASSWORD,
    as_bearer,
    log_in,
    register,
    set_up,
    tokens_of,
)
from auth_svc.tests.test_audit import act, audit_events, fold
from shared import clock
from shared.clock import utc_now


@pytest.fixture
async def ada(client, admin):
    return await register(client, name="Ada Lovelace", email="ada@example.com")


async def folded(app):
    """As if the broker had brought back what was done here."""
    await fold(app, *await audit_events(app))


async def everything(databases):
    """All text that the service keeps, but for what waits to be sent."""
    connection = await asyncpg.connect(databases.superuser_dsn())
    try:
        tables = await connection.fetch(
            "SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'auth'::regnamespace"
            " AND c.relkind = 'r' AND c.relname <> 'outbox'"
        )
        rows = [
            await connection.fetch(f'SELECT t::text FROM auth."{name}" t')
            for (name,) in tables
        ]
    finally:
        await connection.close()
    return "\n".join(row[0] for found in rows for row in found)


async def test_a_person_who_is_erased_is_nobody_anywhere(
    app, client, admin, ada, databases
):
    tokens = await tokens_of(client, ada["email"])
    me = {"name": "Countess Ada"}
    await client.patch("/api/auth/me", json=me, headers=as_bearer(tokens))
    link = f"/api/auth/users/{ada['id']}/reset-link"
    await client.post(link, headers=as_bearer(admin))
    await folded(app)
    assert "Countess" in await everything(databases)

    for _ in range(2):
        answer = await client.delete(
            f"/api/auth/users/{ada['id']}", headers=as_bearer(admin)
        )
        assert answer.status_code == 204, answer.text

    left = await everything(databases)
    assert "Countess" not in left
    assert "Lovelace" not in left
    assert ada["email"] not in left
    user = await client.get(f"/api/auth/users/{ada['id']}", headers=as_bearer(admin))
    assert (user.json()["name"], user.json()["active"]) == (f"#{ada['id']}", False)
    assert (
        await client.get("/api/auth/me", headers=as_bearer(tokens))
    ).status_code == 401
    for address in (ada["email"], user.json()["email"]):
        assert (await log_in(client, address)).status_code == 401


async def test_what_they_did_stays_as_done_by_a_number(app, client, admin, ada):
    await log_in(client, ada["email"])
    await folded(app)
    await client.delete(f"/api/auth/users/{ada['id']}", headers=as_bearer(admin))
    await folded(app)

    listed = await client.get(
        "/api/audit", params={"subject": f"user/{ada['id']}"}, headers=as_bearer(admin)
    )

    acts = [(a["action"], a["actor"], a["actor_name"]) for a in listed.json()]
    assert acts == [
        ("user.erased", 1, "Ada"),
        ("session.opened", ada["id"], f"#{ada['id']}"),
        ("user.registered", ada["id"], f"#{ada['id']}"),
    ]
    assert [a["address"] for a in listed.json()] == ["127.0.0.1", None, None]
    assert "address" not in str([a["changes"] for a in listed.json()])


async def test_where_an_erased_person_was_is_forgotten_of_acts_anywhere(
    app, client, admin, ada
):
    came_from = {"address": "198.51.100.7"}
    await fold(
        app,
        act(1, actor=ada["id"], **came_from),
        act(
            2,
            actor=0,
            action="sign_in.failed",
            subject=f"user/{ada['id']}",
            **came_from,
        ),
        act(
            3, actor=1, action="user.changed", subject=f"user/{ada['id']}", **came_from
        ),
    )
    await client.delete(f"/api/auth/users/{ada['id']}", headers=as_bearer(admin))

    listed = await client.get("/api/audit", headers=as_bearer(admin))

    kept = {a["n"]: a["address"] for a in listed.json()}
    assert kept == {1: None, 2: None, 3: "198.51.100.7"}


async def test_nobody_brings_an_erased_person_back(client, admin, ada):
    user = f"/api/auth/users/{ada['id']}"
    await client.delete(user, headers=as_bearer(admin))

    again = await client.patch(user, json={"active": True}, headers=as_bearer(admin))
    link = await client.post(f"{user}/reset-link", headers=as_bearer(admin))

    assert {again.status_code, link.status_code} == {409}
    assert {again.json()["code"], link.json()["code"]} == {"user_erased"}
    assert (await register(client, email=ada["email"]))["id"] != ada["id"]


async def test_the_last_admin_stays(client, admin):
    answer = await client.delete("/api/auth/users/1", headers=as_bearer(admin))

    assert (answer.status_code, answer.json()["code"]) == (409, "last_admin")


async def with_ways_in(app, client, ada):
    """A phone, its recovery codes, a passkey, and an account elsewhere: their secrets."""
    headers = as_bearer(await tokens_of(client, ada["email"]))
    phone, codes = await set_up(client, headers)
    options = {"current_password": PASSWORD}
    offered = await client.post(
        "/api/auth/passkeys/options", json=options, headers=headers
    )
    device = Device()
    credential = device.create(offered.json()["public_key"])
    key = {"name": "Ada's ring", "credential": credential}
    added = await client.post("/api/auth/passkeys", json=key, headers=headers)
    assert added.status_code == 201, added.text
    elsewhere = ProviderAccount(
        issuer="https://accounts.example", subject="countess-1815", user_id=ada["id"]
    )
    async with app.state.database.transaction() as db:
        db.add(elsewhere)
    return headers, [phone.secret, *codes]


async def test_ways_to_sign_in_are_told_without_what_signs_in(app, client, ada):
    headers, secrets = await with_ways_in(app, client, ada)

    mine = await client.get("/api/auth/me/data", headers=headers)

    kept = mine.json()
    assert kept["second_factor"] == {"totp": True, "recovery_codes_left": 10}
    assert [key["name"] for key in kept["passkeys"]] == ["Ada's ring"]
    assert [each["subject"] for each in kept["identities"]] == ["countess-1815"]
    assert [secret for secret in secrets if secret in mine.text] == []


async def test_who_is_erased_leaves_no_way_in(app, client, admin, ada, databases):
    _, secrets = await with_ways_in(app, client, ada)
    await folded(app)
    assert "ring" in await everything(databases)

    await client.delete(f"/api/auth/users/{ada['id']}", headers=as_bearer(admin))

    left = await everything(databases)
    assert "ring" not in left
    assert "countess" not in left
    assert [secret for secret in secrets if secret in left] == []


async def test_everybody_takes_all_that_is_kept_of_them(app, client, admin, ada):
    tokens = await tokens_of(client, ada["email"])
    await folded(app)

    mine = await client.get("/api/auth/me/data", headers=as_bearer(tokens))
    theirs = await client.get(
        f"/api/auth/users/{ada['id']}/data", headers=as_bearer(admin)
    )

    kept = mine.json()
    assert "attachment" in mine.headers["Content-Disposition"]
    assert kept["account"]["email"] == ada["email"]
    assert [s["network"] for s in kept["sessions"]] == ["127.0.0.1"]
    assert [a["action"] for a in kept["acts"]] == ["session.opened", "user.registered"]
    assert kept == theirs.json()
    exports = [a for a in await audit_events(app) if a.action == "person.exported"]
    assert [(a.actor, a.subject) for a in exports] == [
        (ada["id"], f"user/{ada['id']}"),
        (1, f"user/{ada['id']}"),
    ]


async def test_the_log_leaves_as_a_file_that_runs_in_no_spreadsheet(app, client, admin):
    await fold(app, act(1, action="=1+1"), act(2, changes={"name": "Ada"}))

    answer = await client.get("/api/audit/export.csv", headers=as_bearer(admin))

    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert {row["action"] for row in rows} == {"'=1+1", act(2).action}
    assert '{"name":"Ada"}' in {row["changes"] for row in rows}
    assert [a.action for a in await audit_events(app)][-1] == "audit.exported"


async def test_the_log_leaves_for_a_spreadsheet_by_the_clock_of_the_shop(
    app, client, admin
):
    await fold(app, act(1, ts="2026-07-02T10:00:00Z", changes={"name": "Ada"}))
    clock.follow_zone("Europe/Paris")
    try:
        answer = await client.get(
            "/api/audit/export.csv",
            params={"spreadsheet": "comma"},
            headers=as_bearer(admin),
        )
    finally:
        clock.forget_zone()

    text = answer.content.decode("utf-8-sig")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    (row,) = csv.DictReader(io.StringIO(text), delimiter=";")
    assert list(row)[:4] == ["ts_local", "actor_name", "action", "subject"]
    assert row["ts_local"] == "2026-07-02 12:00:00"
    assert row["ts"] == "2026-07-02T10:00:00Z"
    assert row["changes"] == '{"name":"Ada"}'


async def test_acts_are_forgotten_after_the_time_that_was_set(app, admin):
    old = (utc_now() - timedelta(days=400)).isoformat()
    young = (utc_now() - timedelta(days=200)).isoformat()
    await fold(app, act(1, ts=old), act(2, ts=young))

    async with app.state.database.transaction() as db:
        await tidy_up(db, utc_now(), audit_days=365)

    async with app.state.database.read() as db:
        kept = await db.scalars(
            text("SELECT n FROM audit_log WHERE service <> 'auth_svc'")
        )
    assert kept.all() == [2]


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT forget_log(now() - interval '89 days')",
        "SELECT erase_from_log(1, 'admin@example.com')",
    ],
)
async def test_the_service_itself_forgets_nothing_else(app, admin, statement):
    with pytest.raises(Exception, match=r"stay|not erased"):
        async with app.state.database.transaction() as db:
            await db.execute(text(statement))
