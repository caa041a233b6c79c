import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import update

from auth_svc.sessions.cookies import NAME
from auth_svc.tables import RefreshToken, Session, User
from auth_svc.tests.factories import (
    as_bearer,
    claims_of,
    refresh,
    register,
    signed_in,
    tokens_of,
)
from shared.clock import utc_now
from tests.support import bearer, client_for

REFRESH = "/api/auth/refresh"


async def end_the_grace(app):
    async with app.state.database.transaction() as db:
        await db.execute(
            update(RefreshToken)
            .where(RefreshToken.used_at.is_not(None))
            .values(used_at=utc_now() - timedelta(seconds=11))
        )


async def test_a_refresh_token_is_exchanged_for_a_new_pair(client):
    first = await signed_in(client)

    answer = await refresh(client, first["refresh_token"])

    second = answer.json()
    assert answer.status_code == 200
    assert second["refresh_token"] != first["refresh_token"]
    assert (
        claims_of(second["refresh_token"])["sid"]
        == (claims_of(first["refresh_token"])["sid"])
    )
    me = await client.get("/api/auth/me", headers=as_bearer(second))
    assert me.status_code == 200
    assert (await refresh(client, second["refresh_token"])).status_code == 200


async def test_a_session_ends_however_often_it_is_used(app, client):
    pair = await signed_in(client)
    async with app.state.database.transaction() as db:
        await db.execute(
            update(Session).values(created_at=utc_now() - timedelta(days=91))
        )

    assert (await refresh(client, pair["refresh_token"])).status_code == 401


async def test_a_client_whose_answer_was_lost_gets_the_same_successor(client):
    first = await signed_in(client)
    lost = (await refresh(client, first["refresh_token"])).json()

    again = await refresh(client, first["refresh_token"])

    assert again.status_code == 200
    assert again.json()["refresh_token"] == lost["refresh_token"]
    assert (await refresh(client, lost["refresh_token"])).status_code == 200


async def test_tabs_that_refresh_at_once_end_up_with_one_successor(client):
    first = await signed_in(client)

    answers = await asyncio.gather(
        *(refresh(client, first["refresh_token"]) for _ in range(10))
    )

    assert {a.status_code for a in answers} == {200}
    assert len({a.json()["refresh_token"] for a in answers}) == 1


async def test_a_token_shown_again_after_the_grace_ends_the_whole_session(client, app):
    stolen = (await signed_in(client))["refresh_token"]
    kept = (await refresh(client, stolen)).json()["refresh_token"]
    await end_the_grace(app)

    answer = await refresh(client, stolen)

    assert answer.status_code == 401
    assert answer.json()["code"] == "refresh_refused"
    assert (await refresh(client, kept)).status_code == 401


async def test_one_revoked_session_leaves_the_others(client, app):
    user = await register(client)
    stolen, other = [await tokens_of(client, user["email"]) for _ in range(2)]
    await refresh(client, stolen["refresh_token"])
    await end_the_grace(app)
    await refresh(client, stolen["refresh_token"])

    assert (await refresh(client, other["refresh_token"])).status_code == 200


async def test_a_new_role_counts_from_the_next_refresh(client, app):
    pair = await signed_in(client)
    async with app.state.database.transaction() as db:
        await db.execute(update(User).values(role="manager"))

    renewed = (await refresh(client, pair["refresh_token"])).json()

    assert claims_of(pair["access_token"])["role"] == "user"
    assert claims_of(renewed["access_token"])["role"] == "manager"


async def test_a_deactivated_account_refreshes_no_more(client, app):
    pair = await signed_in(client)
    async with app.state.database.transaction() as db:
        await db.execute(update(User).values(active=False))

    assert (await refresh(client, pair["refresh_token"])).status_code == 401


async def test_an_expired_refresh_token_is_refused(make_app):
    app = make_app(refresh_token_s=60)
    async with client_for(app, role=None) as client:
        pair = await signed_in(client)
        issuer = app.state.issuer
        row = issuer.new_refresh(1, utc_now() - timedelta(seconds=61))
        row.session_id = int(claims_of(pair["refresh_token"])["sid"])

        assert (await refresh(client, issuer.refresh(row, 1))).status_code == 401


async def test_a_genuine_token_that_was_never_issued_is_refused(client, app):
    pair = await signed_in(client)
    sid = int(claims_of(pair["refresh_token"])["sid"])
    row = app.state.issuer.new_refresh(sid, utc_now())

    answer = await refresh(client, app.state.issuer.refresh(row, 1))

    assert answer.status_code == 401
    assert (await refresh(client, pair["refresh_token"])).status_code == 200


async def test_an_access_token_is_no_refresh_token_and_the_reverse(client):
    pair = await signed_in(client)

    as_refresh = await refresh(client, pair["access_token"])
    as_access = await client.get(
        "/api/auth/me", headers={"Authorization": f"Bearer {pair['refresh_token']}"}
    )

    assert (as_refresh.status_code, as_access.status_code) == (401, 401)


@pytest.mark.parametrize("token", ["", "a.b.c", "é", "x" * 4000])
async def test_nonsense_is_refused(client, token):
    assert (await refresh(client, token)).status_code == 401


async def test_the_cookie_alone_is_enough(client):
    user = await register(client)
    first = await tokens_of(client, user["email"])
    cookie = {"Cookie": f"{NAME}={first['refresh_token']}"}

    answer = await client.post(REFRESH, headers=cookie)

    assert answer.status_code == 200
    assert f"{NAME}={answer.json()['refresh_token']}" in answer.headers["Set-Cookie"]


async def test_over_https_only_the_cookie_that_came_over_https_counts(client):
    user = await register(client)
    token = (await tokens_of(client, user["email"]))["refresh_token"]

    async def show(name):
        told = {"Cookie": f"{name}={token}", "X-Forwarded-Proto": "https"}
        return await client.post(REFRESH, headers=told)

    plain, secure = await show(NAME), await show(f"__Secure-{NAME}")

    assert [plain.status_code, secure.status_code] == [401, 200]
    assert secure.headers["Set-Cookie"].startswith(f"__Secure-{NAME}=")


async def test_without_any_token_the_answer_is_401(client):
    for body in (None, {}, {"refresh_token": None}):
        answer = await client.post(REFRESH, json=body)
        assert (answer.status_code, answer.json()["code"]) == (401, "refresh_refused")


async def test_a_page_of_another_origin_cannot_use_the_cookie(make_app):
    async with client_for(make_app(cors_origins=["http://localhost:5173"]), None) as c:
        token = (await signed_in(c))["refresh_token"]

        async def from_origin(origin):
            headers = {"Cookie": f"{NAME}={token}", "Origin": origin}
            return await c.post(REFRESH, headers=headers)

        foreign = await from_origin("https://evil.test")
        assert (foreign.status_code, foreign.json()["code"]) == (403, "foreign_origin")
        assert (await from_origin("null")).status_code == 403
        assert (await from_origin("http://test")).status_code == 200
        assert (await from_origin("http://localhost:5173")).status_code == 200
        # A token in the body is the page's own, so no cookie can be abused.
        owned = await c.post(
            REFRESH,
            json={"refresh_token": token},
            headers={"Origin": "https://evil.test"},
        )
        assert owned.status_code == 200


async def test_a_token_of_a_test_without_a_session_still_works(client, admin):
    """Tokens need no ``sid``: other services' tests and accounts have none."""
    assert (
        await client.get("/api/auth/me", headers=bearer("admin", 1))
    ).status_code == 200
