"""The sign-in by a form, as the page of the API and OAuth 2 libraries send it."""

from sqlalchemy import func, select

from auth_svc.tables import Session
from auth_svc.tests.factories import (
    PASSWORD,
    as_bearer,
    claims_of,
    log_in,
    register,
    set_up,
    tokens_of,
)


async def by_form(client, email, password=PASSWORD, **more):
    form = {"username": email, "password": password, **more}
    return await client.post("/api/auth/token", data=form)


async def test_a_form_signs_in_as_a_login_does_but_leaves_no_cookie(client):
    user = await register(client)

    answer = await by_form(
        client, user["email"].upper(), grant_type="password", scope="", client_id=""
    )

    assert answer.status_code == 200, answer.text
    pair = answer.json()
    logged_in = (await log_in(client, user["email"])).json()
    assert pair.keys() == logged_in.keys()
    assert claims_of(pair["access_token"])["sub"] == str(user["id"])
    assert "Set-Cookie" not in answer.headers
    me = await client.get("/api/auth/me", headers=as_bearer(pair))
    assert me.json()["email"] == user["email"]


async def test_wrong_passwords_of_both_sign_ins_count_together(client):
    user = await register(client)
    for _ in range(3):
        assert (await by_form(client, user["email"], "not this one")).status_code == 401
    for _ in range(2):
        assert (await log_in(client, user["email"], "nor this one")).status_code == 401

    refused = await by_form(client, user["email"])

    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")
    assert int(refused.headers["Retry-After"]) > 0


async def test_a_second_factor_is_asked_for_here_too(client, app):
    user = await register(client)
    pair = await tokens_of(client, user["email"])
    _, paper = await set_up(client, as_bearer(pair))

    alone = await by_form(client, user["email"])
    wrong = await by_form(client, user["email"], second_factor="000000")
    both = await by_form(client, user["email"], second_factor=paper[0])

    assert (alone.status_code, alone.json()["code"]) == (401, "second_factor_required")
    assert wrong.json()["code"] == "second_factor_wrong"
    assert both.status_code == 200
    async with app.state.database.read() as db:
        sessions = await db.scalar(select(func.count()).select_from(Session))
    assert sessions == 2


async def test_what_is_missing_in_the_form_is_named(client):
    answer = await client.post("/api/auth/token", json={"username": "a@example.com"})

    assert answer.status_code == 422
    named = {each["field"] for each in answer.json()["errors"]}
    assert named == {"username", "password"}
