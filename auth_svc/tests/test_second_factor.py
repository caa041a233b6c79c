"""A code of the phone besides the password."""

import time

import pytest
from sqlalchemy import update

from auth_svc.second_factors.codes import new_recovery_codes
from auth_svc.tables import Authenticator
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

FACTOR = "/api/auth/second-factor"
RULE = "/api/auth/sign-in-rule"


@pytest.fixture
async def ada(client):
    user = await register(client)
    return user | {"pair": await tokens_of(client, user["email"])}


async def with_code(client, email, code, password=PASSWORD):
    answer = await client.post(
        "/api/auth/login",
        json={"email": email, "password": password, "second_factor": code},
    )
    client.cookies.clear()
    return answer


def code_of(phone, steps=1):
    """Not the code that confirming has used up."""
    return phone.at(time.time() + 30 * steps)


async def test_a_password_alone_no_longer_signs_in(client, ada):
    phone, _ = await set_up(client, as_bearer(ada["pair"]))

    alone = await log_in(client, ada["email"])
    wrong_password = await with_code(client, ada["email"], code_of(phone), "wrong one")
    wrong_code = await with_code(client, ada["email"], "000000")
    both = await with_code(client, ada["email"], code_of(phone))

    assert (alone.status_code, alone.json()["code"]) == (401, "second_factor_required")
    assert alone.json()["params"] == {"methods": ["totp"]}
    assert wrong_password.json()["code"] == "bad_credentials"
    assert wrong_code.json()["code"] == "second_factor_wrong"
    assert both.status_code == 200


async def test_a_secret_that_no_code_confirmed_asks_nobody(client, ada):
    answer = await client.post(
        f"{FACTOR}/totp",
        json={"current_password": PASSWORD},
        headers=as_bearer(ada["pair"]),
    )

    assert answer.json()["uri"].startswith("otpauth://totp/")
    assert answer.json()["qr_code"].startswith("data:image/svg+xml")
    assert (await log_in(client, ada["email"])).status_code == 200


async def test_no_code_works_twice(client, ada):
    phone, paper = await set_up(client, as_bearer(ada["pair"]))
    code = code_of(phone)

    used = [await with_code(client, ada["email"], code) for _ in range(2)]
    on_paper = [
        await with_code(client, ada["email"], typed)
        for typed in (paper[0].upper().replace("-", " "), paper[0], paper[1])
    ]

    assert [answer.status_code for answer in used] == [200, 401]
    assert [answer.status_code for answer in on_paper] == [200, 401, 200]
    told = await client.get(FACTOR, headers=as_bearer(ada["pair"]))
    assert told.json() == {
        "totp": True,
        "recovery_codes_left": 8,
        "passkeys": 0,
        "required": False,
    }


async def test_an_old_code_and_one_of_somebody_else_are_refused(client, ada):
    phone, _ = await set_up(client, as_bearer(ada["pair"]))
    other = await signed_in(client)
    _, paper = await set_up(client, as_bearer(other))

    for code in (code_of(phone, -3), code_of(phone, 3), paper[0]):
        answer = await with_code(client, ada["email"], code)
        assert answer.json()["code"] == "second_factor_wrong"


async def test_wrong_codes_are_counted_although_the_password_is_right(client, ada):
    phone, _ = await set_up(client, as_bearer(ada["pair"]))

    guesses = [await with_code(client, ada["email"], f"{n:06}") for n in range(11)]
    right = await with_code(client, ada["email"], code_of(phone))

    assert [answer.status_code for answer in guesses] == [401] * 10 + [429]
    assert right.status_code == 429
    assert int(right.headers["Retry-After"]) > 60


async def test_removing_it_needs_the_password_and_a_code(client, ada):
    headers = as_bearer(ada["pair"])
    phone, paper = await set_up(client, headers)

    async def remove(password, code):
        body = {"current_password": password, "code": code}
        answer = await client.post(f"{FACTOR}/remove", json=body, headers=headers)
        return answer.status_code

    assert await remove("wrong one", code_of(phone)) == 401
    assert await remove(PASSWORD, "000000") == 401
    assert await remove(PASSWORD, paper[0]) == 204
    assert (await log_in(client, ada["email"])).status_code == 200
    assert await remove(PASSWORD, paper[1]) == 409


async def test_new_recovery_codes_end_the_earlier_ones(client, ada):
    headers = as_bearer(ada["pair"])
    phone, paper = await set_up(client, headers)

    renewed = await client.post(
        f"{FACTOR}/recovery-codes",
        json={"current_password": PASSWORD, "code": code_of(phone)},
        headers=headers,
    )

    fresh = renewed.json()["recovery_codes"]
    assert len(set(fresh)) == 10
    assert (await with_code(client, ada["email"], paper[0])).status_code == 401
    assert (await with_code(client, ada["email"], fresh[0])).status_code == 200


async def test_an_admin_takes_it_from_who_has_lost_the_phone(client, admin, ada):
    await set_up(client, as_bearer(ada["pair"]))
    path = f"/api/auth/users/{ada['id']}/second-factor"

    by_herself = await client.delete(path, headers=as_bearer(ada["pair"]))
    by_admin = await client.delete(path, headers=as_bearer(admin))

    assert (by_herself.status_code, by_admin.status_code) == (403, 204)
    assert (await log_in(client, ada["email"])).status_code == 200


async def test_a_role_that_needs_it_sets_it_up_before_it_signs_in(client, admin):
    boss = await register(
        client, role="manager", email="boss@example.com", headers=as_bearer(admin)
    )
    before = await tokens_of(client, boss["email"])
    await set_up(client, as_bearer(admin))
    rule = {"second_factor_from": "manager"}
    assert (
        await client.put(RULE, json=rule, headers=as_bearer(admin))
    ).status_code == 200

    refused = await log_in(client, boss["email"])
    setup = {"Authorization": f"Bearer {refused.json()['params']['setup_token']}"}

    assert refused.json()["code"] == "second_factor_setup_required"
    assert (await refresh(client, before["refresh_token"])).status_code == 401
    assert (await client.get("/api/auth/me", headers=setup)).status_code == 401
    phone, paper = await set_up(client, setup)
    signed_in_ = await with_code(client, boss["email"], code_of(phone))
    assert signed_in_.status_code == 200
    body = {"current_password": PASSWORD, "code": paper[0]}
    removed = await client.post(
        f"{FACTOR}/remove", json=body, headers=as_bearer(signed_in_.json())
    )
    assert removed.json()["code"] == "second_factor_needed"
    # Below that role nothing changes.
    cashier = await register(client)
    assert (await log_in(client, cashier["email"])).status_code == 200


async def test_who_asks_others_for_it_has_it(client, admin):
    rule = {"second_factor_from": "admin"}
    answer = await client.put(RULE, json=rule, headers=as_bearer(admin))

    assert answer.json()["code"] == "second_factor_missing"
    read = await client.get(RULE, headers=as_bearer(admin))
    assert read.json() == {"second_factor_from": None}


async def test_a_phone_whose_clock_is_a_little_late_is_let_in(app, client, ada):
    phone, _ = await set_up(client, as_bearer(ada["pair"]))
    async with app.state.database.transaction() as db:
        await db.execute(update(Authenticator).values(last_step=0))

    answer = await with_code(client, ada["email"], code_of(phone, -1))

    assert answer.status_code == 200


def test_a_code_on_paper_is_too_long_to_be_guessed_from_its_digest():
    codes = new_recovery_codes()

    assert len(set(codes)) == 10
    letters = {letter for code in codes for letter in code} - {"-"}
    assert all(len(code.replace("-", "")) == 24 for code in codes)
    # 24 of at least 26 letters: more than 112 bits.
    assert len(letters) >= 26
