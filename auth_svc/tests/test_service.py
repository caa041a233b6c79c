"""The service as a whole: readiness, housekeeping, the command line."""

import asyncio
import io
import sys
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from auth_svc import __main__ as command_line
from auth_svc.housekeeping.operations.tidy_up import tidy_up
from auth_svc.tables import RefreshToken, Session, SignInFailure
from auth_svc.tests.factories import (
    PASSWORD,
    as_bearer,
    log_in,
    refresh,
    register,
    set_up,
    signed_in,
    tokens_of,
)
from shared.clock import utc_now
from tests.support import client_for, eventually, running


async def count(app, table):
    async with app.state.database.read() as db:
        return await db.scalar(select(func.count()).select_from(table))


async def test_without_a_broker_people_sign_in_and_readiness_says_what_is_away(
    make_app,
):
    app = make_app(kafka_bootstrap_servers="127.0.0.1:1")
    async with running(app), client_for(app, None) as client:
        answer = await client.get("/health/ready")
        pair = await signed_in(client)

    assert (answer.status_code, answer.json()["reasons"].keys()) == (503, {"broker"})
    assert pair["access_token"]


async def test_expired_sessions_and_old_failures_are_deleted(make_app):
    app = make_app()
    async with client_for(app, None) as client:
        user = await register(client)
        await tokens_of(client, user["email"])
        await log_in(client, user["email"], "wrong password")
        long_ago = utc_now() - timedelta(days=1)
        async with app.state.database.transaction() as db:
            await db.execute(update(Session).values(expires_at=long_ago))
            await db.execute(update(RefreshToken).values(expires_at=long_ago))
            await db.execute(update(SignInFailure).values(last_failed_at=long_ago))
        live = await tokens_of(client, user["email"])
        await log_in(client, "nobody@example.com", "wrong password")

        async with running(app):

            async def left():
                tables = (Session, RefreshToken, SignInFailure)
                return [await count(app, table) for table in tables]

            await eventually(left, until=lambda counts: counts == [1, 1, 1])
            assert (await refresh(client, live["refresh_token"])).status_code == 200


async def test_tidying_up_keeps_what_detects_a_theft(client, app):
    used = (await signed_in(client))["refresh_token"]
    await refresh(client, used)

    async with app.state.database.transaction() as db:
        await tidy_up(db, utc_now(), audit_days=1095)

    assert await count(app, RefreshToken) == 2


@pytest.fixture
def create_admin(app, monkeypatch, capsys):
    monkeypatch.setattr(command_line, "load", lambda _kind: app.state.settings)

    async def run(*lines, arguments=(), task="create-admin"):
        monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(lines)))
        await asyncio.to_thread(command_line.main, [task, *arguments])
        return capsys.readouterr().out

    return run


async def test_an_admin_is_made_from_the_shell(client, create_admin):
    said = await create_admin("Ada", "Ada@shop.local", PASSWORD)

    assert "ada@shop.local is an admin now" in said
    assert PASSWORD not in said
    pair = await tokens_of(client, "ada@shop.local")
    me = await client.get(
        "/api/auth/me", headers={"Authorization": f"Bearer {pair['access_token']}"}
    )
    assert (me.json()["name"], me.json()["role"]) == ("Ada", "admin")


async def test_doing_it_again_changes_no_password(client, create_admin):
    user = await register(client)
    arguments = ["--name", "Ada", "--email", user["email"]]

    for _ in range(2):
        said = await create_admin("another password", arguments=arguments)
        assert "the password is as it was" in said

    assert (await log_in(client, user["email"])).status_code == 200


async def test_who_is_locked_out_gets_a_new_password_from_the_shell(
    client, create_admin
):
    user = await register(client)
    pair = await tokens_of(client, user["email"])

    said = await create_admin(
        "a good long one", task="reset-password", arguments=["--email", user["email"]]
    )

    assert user["email"] in said
    assert (await log_in(client, user["email"], "a good long one")).status_code == 200
    assert (await refresh(client, pair["refresh_token"])).status_code == 401
    with pytest.raises(SystemExit, match="too weak"):
        await create_admin(user["email"], "password", task="reset-password")
    with pytest.raises(SystemExit, match="no account"):
        await create_admin("x@example.com", "a good long one", task="reset-password")


async def test_who_has_lost_the_phone_signs_in_again_from_the_shell(
    client, create_admin
):
    user = await register(client)
    headers = as_bearer(await tokens_of(client, user["email"]))
    await set_up(client, headers)

    task = {"task": "remove-second-factor", "arguments": ["--email", user["email"]]}
    said = [await create_admin(**task) for _ in range(2)]

    assert "password alone" in said[0]
    assert "no second factor" in said[1]
    assert (await log_in(client, user["email"])).status_code == 200


async def test_the_shell_says_which_answer_was_wrong(create_admin):
    with pytest.raises(SystemExit, match=r"email: .*\n?password: "):
        await create_admin("Ada", "not-an-address", "short")
    with pytest.raises(SystemExit, match="a line each"):
        await create_admin("Ada")
