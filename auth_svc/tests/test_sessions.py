from auth_svc.sessions.cookies import NAME
from auth_svc.tests.factories import (
    PASSWORD,
    as_bearer,
    log_in,
    refresh,
    register,
    signed_in,
    tokens_of,
)
from tests.support import bearer

LOGOUT = "/api/auth/logout"


async def change(client, pair, old, new):
    return await client.post(
        "/api/auth/password",
        json={"current_password": old, "new_password": new},
        headers=as_bearer(pair),
    )


async def test_signing_out_ends_the_session_and_clears_the_cookie(client):
    pair = await signed_in(client)

    answer = await client.post(LOGOUT, json={"refresh_token": pair["refresh_token"]})

    assert answer.status_code == 204
    assert f'{NAME}=""' in answer.headers["Set-Cookie"]
    assert "Max-Age=0" in answer.headers["Set-Cookie"]
    assert (await refresh(client, pair["refresh_token"])).status_code == 401


async def test_no_browser_keeps_who_people_are_nor_after_they_left_anything(client):
    pair = await signed_in(client)

    read = await client.get("/api/auth/me", headers=as_bearer(pair))
    left = await client.post(LOGOUT, headers=as_bearer(pair))

    assert read.headers["Cache-Control"] == "no-store"
    assert "ETag" not in read.headers
    assert left.headers["Clear-Site-Data"] == '"cache"'


async def test_the_access_token_alone_can_sign_out_as_well(client):
    user = await register(client)
    left, kept = [await tokens_of(client, user["email"]) for _ in range(2)]

    answer = await client.post(LOGOUT, headers=as_bearer(left))

    assert answer.status_code == 204
    assert (await refresh(client, left["refresh_token"])).status_code == 401
    assert (await refresh(client, kept["refresh_token"])).status_code == 200


async def test_an_expired_access_token_does_not_keep_anyone_in(client):
    pair = await signed_in(client)

    answer = await client.post(
        LOGOUT,
        json={"refresh_token": pair["refresh_token"]},
        headers=bearer("user", 1, exp=1),
    )

    assert answer.status_code == 204
    assert (await refresh(client, pair["refresh_token"])).status_code == 401


async def test_signing_out_twice_or_with_nothing_is_fine(client):
    for body in (None, {"refresh_token": "nonsense"}):
        assert (await client.post(LOGOUT, json=body)).status_code == 204


async def test_a_foreign_page_cannot_sign_anyone_out(client):
    answer = await client.post(LOGOUT, headers={"Origin": "https://evil.test"})

    assert answer.status_code == 403
    assert "Set-Cookie" not in answer.headers


async def test_a_new_password_signs_out_everywhere_else(client):
    user = await register(client)
    here, elsewhere = [await tokens_of(client, user["email"]) for _ in range(2)]

    answer = await change(client, here, PASSWORD, "another password")

    assert answer.status_code == 204
    assert (await refresh(client, elsewhere["refresh_token"])).status_code == 401
    assert (await refresh(client, here["refresh_token"])).status_code == 200
    assert (await log_in(client, user["email"])).status_code == 401
    assert (await log_in(client, user["email"], "another password")).status_code == 200


async def test_a_sign_in_under_way_with_the_old_password_comes_too_late(
    client, app, monkeypatch
):
    user = await register(client)
    pair = await tokens_of(client, user["email"])
    passwords = app.state.passwords
    verify = passwords.verify

    async def verify_then_be_overtaken(*told):
        verdict = await verify(*told)
        monkeypatch.setattr(passwords, "verify", verify)
        changed = await change(client, pair, PASSWORD, "another password")
        assert changed.status_code == 204
        return verdict

    monkeypatch.setattr(passwords, "verify", verify_then_be_overtaken)

    assert (await log_in(client, user["email"])).status_code == 401


async def test_of_two_password_changes_under_way_one_fails(client, app, monkeypatch):
    pair = await signed_in(client)
    passwords = app.state.passwords
    verify = passwords.verify

    async def verify_then_be_overtaken(*told):
        verdict = await verify(*told)
        monkeypatch.setattr(passwords, "verify", verify)
        assert (await change(client, pair, PASSWORD, "the owner's")).status_code == 204
        return verdict

    monkeypatch.setattr(passwords, "verify", verify_then_be_overtaken)

    late = await change(client, pair, PASSWORD, "the thief's")
    assert late.status_code == 401


async def test_the_current_password_must_be_known_and_is_throttled(client):
    pair = await signed_in(client)

    answers = [
        (await change(client, pair, "wrong password", "another password")).status_code
        for _ in range(6)
    ]

    assert answers == [401] * 5 + [429]


async def test_a_new_password_follows_the_rules(client):
    pair = await signed_in(client)

    answer = await change(client, pair, PASSWORD, "short")

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "new_password"


async def test_me_needs_an_account_that_is_there(client):
    assert (await client.get("/api/auth/me")).status_code == 401
    gone = await client.get("/api/auth/me", headers=bearer("user", 999))
    assert gone.status_code == 401
