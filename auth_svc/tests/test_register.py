import asyncio
import json
from collections import Counter

import pytest

from auth_svc.tests.factories import PASSWORD, as_bearer, log_in, register, registration
from tests.support import bearer, client_for

REGISTER = "/api/auth/register"


async def test_a_stranger_becomes_a_user_and_can_sign_in(client):
    answer = await client.post(REGISTER, json=registration(email="Ada@Shop.local"))

    user = answer.json()
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"/api/auth/users/{user['id']}"
    assert (user["role"], user["email"]) == ("user", "ada@shop.local")
    assert user["created_at"].endswith("Z")
    assert PASSWORD not in answer.text
    assert "hash" not in answer.text
    assert (await log_in(client, "ADA@shop.LOCAL")).status_code == 200


@pytest.mark.parametrize("domain", ["shop.local", "shop.test", "example.com"])
async def test_special_use_domains_are_accepted(client, domain):
    await register(client, email=f"till@{domain}")


async def test_an_address_is_taken_whatever_its_case(client):
    await register(client, email="ada@example.com")

    answer = await client.post(REGISTER, json=registration(email=" ADA@Example.COM "))

    assert answer.status_code == 409
    assert answer.json()["code"] == "email_taken"
    assert answer.json()["errors"][0]["field"] == "email"


async def test_the_same_address_at_the_same_time_makes_one_account(client):
    answers = await asyncio.gather(
        *(
            client.post(REGISTER, json=registration(email="ada@example.com"))
            for _ in range(10)
        )
    )

    assert Counter(a.status_code for a in answers) == {201: 1, 409: 9}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "   "),
        ("name", "A\0da"),
        ("name", "x" * 101),
        ("name", 5),
        ("email", "not-an-address"),
        ("email", "a@b"),
        ("email", "a..b@example.com"),
        ("email", "Ada <ada@example.com>"),
        ("email", "x" * 250 + "@example.com"),
        ("password", "seven77"),
        ("password", "x" * 129),
        ("password", "with\0nul-inside"),
        ("password", "\ud800 half a pair"),
        ("password", 12345678),
        ("role", "owner"),
        ("role", "service"),
        ("is_admin", True),
        ("id", 7),
    ],
)
async def test_a_field_that_cannot_be_accepted_is_named(client, app, field, value):
    body = registration(**{field: value})
    # httpx refuses half a surrogate pair, other clients do not.
    answer = await client.post(
        REGISTER,
        content=json.dumps(body),
        headers={"Content-Type": "application/json"},
    )

    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["field"] == field
    assert str(body["password"]) not in answer.text
    assert (await log_in(client, "admin@example.com")).status_code == 401


@pytest.mark.parametrize(
    "password", ["8 chars.", "xyz é" * 25 + "xyz", "éàü" * 42, " of spaces "]
)
async def test_any_password_of_8_to_128_characters_is_good(client, password):
    user = await register(client, password=password)

    assert (await log_in(client, user["email"], password)).status_code == 200
    assert (await log_in(client, user["email"], password[:-1])).status_code in (
        401,
        422,
    )
    assert (await log_in(client, user["email"], password + "x")).status_code in (
        401,
        422,
    )


@pytest.mark.parametrize("role", ["admin", "manager"])
async def test_a_role_is_honoured_until_there_is_an_admin(client, role):
    assert (await register(client, role=role))["role"] == role
    first_admin = await client.post(REGISTER, json=registration(role="admin"))
    assert first_admin.status_code == (403 if role == "admin" else 201)

    answer = await client.post(REGISTER, json=registration(role=role))

    assert answer.status_code == 403
    assert answer.json()["code"] == "role_not_allowed"


@pytest.mark.parametrize("role", ["viewer", "user"])
async def test_small_roles_stay_open_to_everybody(client, admin, role):
    assert (await register(client, role=role))["role"] == role


async def test_an_admin_gives_any_role(client, admin):
    for role in ("viewer", "user", "manager", "admin"):
        made = await register(client, role=role, headers=as_bearer(admin))
        assert made["role"] == role


async def test_a_manager_gives_no_role(client, admin):
    made = await register(client, role="manager", headers=as_bearer(admin))
    answer = await client.post(
        REGISTER,
        json=registration(role="manager"),
        headers=bearer("manager", made["id"]),
    )

    assert answer.status_code == 403


async def test_a_token_that_only_claims_to_be_an_admin_gives_no_role(client, admin):
    user = await register(client)

    answer = await client.post(
        REGISTER, json=registration(role="admin"), headers=bearer("admin", user["id"])
    )

    assert answer.status_code == 403


async def test_fifty_first_admins_at_once_make_exactly_one(client):
    answers = await asyncio.gather(
        *(client.post(REGISTER, json=registration(role="admin")) for _ in range(50))
    )

    assert Counter(a.status_code for a in answers) == {201: 1, 403: 49}
    later = await client.post(REGISTER, json=registration(role="admin"))
    assert later.status_code == 403


async def test_with_a_setup_token_the_first_admin_must_show_it(make_app):
    app = make_app(admin_setup_token="open sesame")
    body = registration(role="admin")
    async with client_for(app, role=None) as client:
        without = await client.post(REGISTER, json=body)
        wrong = await client.post(
            REGISTER, json=body, headers={"X-Setup-Token": "open"}
        )
        right = await client.post(
            REGISTER, json=body, headers={"X-Setup-Token": "open sesame"}
        )
        again = await client.post(
            REGISTER,
            json=registration(role="admin"),
            headers={"X-Setup-Token": "open sesame"},
        )

    assert [a.status_code for a in (without, wrong, right, again)] == [
        403,
        403,
        201,
        403,
    ]
    assert without.json()["code"] == "setup_token_needed"
