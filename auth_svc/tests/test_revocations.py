"""What the other services are told when somebody may no longer do what their token says."""

from datetime import timedelta

import pytest

from auth_svc.housekeeping.operations.tidy_up import tidy_up
from auth_svc.tests.factories import (
    PASSWORD,
    as_bearer,
    claims_of,
    refresh,
    register,
    tokens_of,
)
from shared.clock import utc_now
from tests.support import outbox_rows, service_bearer

ROUTE = "/api/auth/revocations"


@pytest.fixture
async def announced_revocations(app, client):
    """(user, sessions, role) of each event so far; what services that ask are answered
    is the same."""

    async def announced_revocations():
        rows = [
            row["payload"]
            for row in await outbox_rows(app.state.database)
            if row["topic"] == "tokens.revoked"
        ]
        answer = await client.get(ROUTE, headers=service_bearer("sales_svc"))
        asked = [
            {k: v for k, v in each.items() if v is not None} for each in answer.json()
        ]
        assert sorted(asked, key=lambda e: e["ts"]) == sorted(
            rows, key=lambda e: e["ts"]
        )
        return [(e["user_id"], e.get("session_ids"), e.get("role")) for e in rows]

    return announced_revocations


def session_of(pair):
    return int(claims_of(pair["access_token"])["sid"])


async def test_signing_out_is_told_once(client, announced_revocations):
    user = await register(client)
    pair = await tokens_of(client, user["email"])

    for _ in range(2):
        await client.post(
            "/api/auth/logout", json={"refresh_token": pair["refresh_token"]}
        )

    assert await announced_revocations() == [(user["id"], [session_of(pair)], None)]
    me = await client.get("/api/auth/me", headers=as_bearer(pair))
    assert me.status_code == 401


async def test_a_new_password_tells_of_the_other_sessions(
    client, announced_revocations
):
    user = await register(client)
    here, *elsewhere = [await tokens_of(client, user["email"]) for _ in range(3)]

    await client.post(
        "/api/auth/password",
        json={"current_password": PASSWORD, "new_password": "another password"},
        headers=as_bearer(here),
    )

    ((user_id, sessions, role),) = await announced_revocations()
    assert (user_id, sorted(sessions), role) == (
        user["id"],
        sorted(session_of(pair) for pair in elsewhere),
        None,
    )
    assert (await client.get("/api/auth/me", headers=as_bearer(here))).is_success


async def test_a_stolen_refresh_token_ends_the_access_token_too(
    client, announced_revocations, monkeypatch
):
    user = await register(client)
    pair = await tokens_of(client, user["email"])
    await refresh(client, pair["refresh_token"])
    later = utc_now() + timedelta(days=1)
    monkeypatch.setattr("auth_svc.sessions.api.utc_now", lambda: later)

    assert (await refresh(client, pair["refresh_token"])).status_code == 401

    monkeypatch.undo()
    assert await announced_revocations() == [(user["id"], [session_of(pair)], None)]


async def test_a_change_of_rights_is_told_and_a_change_of_name_is_not(
    client, admin, announced_revocations
):
    user = await register(client)

    for change in (
        {"name": "Grace"},
        {"role": "manager"},
        {"role": "manager"},
        {"active": False},
        {"active": True, "role": "viewer"},
    ):
        answer = await client.patch(
            f"/api/auth/users/{user['id']}", json=change, headers=as_bearer(admin)
        )
        assert answer.status_code == 200

    assert await announced_revocations() == [
        (user["id"], None, "manager"),
        (user["id"], None, None),
        (user["id"], None, "viewer"),
    ]


async def test_only_services_ask_and_what_no_token_can_say_any_more_goes(
    client, admin, app, announced_revocations
):
    user = await register(client)
    await client.patch(
        f"/api/auth/users/{user['id']}",
        json={"role": "viewer"},
        headers=as_bearer(admin),
    )
    assert len(await announced_revocations()) == 1
    assert (await client.get(ROUTE, headers=as_bearer(admin))).status_code == 403

    async with app.state.database.transaction() as db:
        await tidy_up(db, utc_now().replace(year=utc_now().year + 1), audit_days=1095)

    answer = await client.get(ROUTE, headers=service_bearer("etl_svc"))
    assert answer.json() == []
