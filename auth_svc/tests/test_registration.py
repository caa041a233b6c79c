"""Who may make an account, and what the sign-in page is told about it."""

import pytest

from auth_svc.tables import User
from auth_svc.tests.factories import (
    as_bearer,
    log_in,
    register,
    registration,
    tokens_of,
)
from tests.support import client_for

REGISTER = "/api/auth/register"
OPTIONS = "/api/auth/sign-in-options"
REFUSED = {
    "invite": "registration_by_invitation",
    "closed": "registration_closed",
}


async def put_shop(client, admin, **changes):
    headers = as_bearer(admin)
    read = await client.get("/api/auth/shop", headers=headers)
    answer = await client.put(
        "/api/auth/shop",
        json=read.json() | changes,
        headers=headers | {"If-Match": read.headers["ETag"]},
    )
    assert answer.status_code == 200, answer.text


async def test_a_fresh_shop_says_how_people_come_in(client):
    answer = await client.get(OPTIONS)

    assert answer.status_code == 200
    assert answer.json() == {
        "shop_name": "Shop",
        "registration": "open",
        "has_admin": False,
        "single_sign_on": None,
        "reset_by_email": False,
    }


async def test_what_the_shop_is_called_and_that_it_has_an_admin_is_told(client, admin):
    await put_shop(client, admin, name="Épicerie du Port")

    told = (await client.get(OPTIONS)).json()

    assert (told["shop_name"], told["has_admin"]) == ("Épicerie du Port", True)


@pytest.mark.parametrize("mode", REFUSED)
async def test_strangers_are_refused_once_there_is_an_admin(make_app, mode):
    async with client_for(make_app(registration=mode), None) as client:
        admin = await register(client, role="admin", email="admin@example.com")
        pair = await tokens_of(client, admin["email"])

        told = (await client.get(OPTIONS)).json()["registration"]
        answer = await client.post(REGISTER, json=registration())
        # Nobody learns here who has an account.
        known = await client.post(REGISTER, json=registration(email=admin["email"]))
        by_admin = await register(client, role="manager", headers=as_bearer(pair))

    assert told == mode
    assert answer.status_code == known.status_code == 403
    assert answer.json()["code"] == known.json()["code"] == REFUSED[mode]
    assert by_admin["role"] == "manager"


async def test_an_open_registration_gives_the_role_that_the_shop_says(client, admin):
    await put_shop(client, admin, open_role="viewer")

    assert (await register(client))["role"] == "viewer"
    more = await client.post(REGISTER, json=registration(role="user"))
    assert (more.status_code, more.json()["code"]) == (403, "role_not_allowed")
    assert (await register(client, role="user", headers=as_bearer(admin)))["role"] == (
        "user"
    )


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("password", "common"),
        ("PassWord", "common"),
        ("admin123", "common"),
        ("        ", "common"),
        ("12 34 56 78", "common"),
        ("abababab", "common"),
        ("i-am-lovelace!", "address"),
        ("Épicerie du Port 2", "shop"),
        ("my epicerie du port".replace("epicerie", "E\u0301picerie"), "shop"),
    ],
)
async def test_what_guessers_try_first_is_refused(client, admin, password, reason):
    await put_shop(client, admin, name="Épicerie du Port")
    body = registration(email="lovelace@example.com", password=password)

    answer = await client.post(REGISTER, json=body)

    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "weak_password")
    assert problem["params"]["reason"] == reason
    assert problem["errors"][0]["field"] == "password"
    assert (await log_in(client, body["email"], password)).status_code == 401


async def test_a_new_password_that_guessers_try_first_is_refused(client, admin):
    answer = await client.post(
        "/api/auth/password",
        json={"current_password": "correct horse", "new_password": "password1"},
        headers=as_bearer(admin),
    )

    assert answer.json()["code"] == "weak_password"
    assert answer.json()["errors"][0]["field"] == "new_password"


async def test_the_first_admin_may_have_the_guides_password_and_is_told(client):
    """The guides' own start goes on working; from then on it is said at each sign-in."""
    guide = {"email": "admin@example.com", "password": "admin123"}
    made = await register(client, role="admin", **guide)

    pair = (await log_in(client, guide["email"], guide["password"])).json()
    me = (await client.get("/api/auth/me", headers=as_bearer(pair))).json()
    changed = await client.post(
        "/api/auth/password",
        json={"current_password": "admin123", "new_password": "a good long one"},
        headers=as_bearer(pair),
    )
    after = (await client.get("/api/auth/me", headers=as_bearer(pair))).json()
    second = await client.post(
        REGISTER,
        json=registration(role="admin", password="admin123"),
        headers=as_bearer(pair),
    )

    assert made["password_weak"]
    assert me["password_weak"]
    assert changed.status_code == 204
    assert not after["password_weak"]
    assert second.json()["code"] == "weak_password"


async def test_of_an_account_from_before_it_shows_at_the_next_sign_in(client, app):
    user = await register(client, password="fine for now")
    weak = await app.state.passwords.hash("password")
    async with app.state.database.transaction() as db:
        (await db.get_one(User, user["id"])).password_hash = weak

    pair = (await log_in(client, user["email"], "password")).json()

    me = (await client.get("/api/auth/me", headers=as_bearer(pair))).json()
    assert me["password_weak"]


@pytest.mark.parametrize("email", ["ａda@example.com", "ﬁn@example.com"])
async def test_an_address_that_looks_like_another_is_refused(client, email):
    answer = await client.post(REGISTER, json=registration(email=email))

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "email"
