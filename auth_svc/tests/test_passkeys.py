"""Signing in with a key of a device."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from auth_svc.tables import PasskeyChallenge
from auth_svc.tests.authenticator import Device
from auth_svc.tests.factories import (
    PASSWORD,
    as_bearer,
    claims_of,
    log_in,
    register,
    set_up,
    tokens_of,
)
from shared.clock import utc_now

KEYS = "/api/auth/passkeys"
SIGN_IN = f"{KEYS}/sign-in"


@pytest.fixture
async def ada(client):
    user = await register(client)
    return user | {"headers": as_bearer(await tokens_of(client, user["email"]))}


async def offered(client, headers):
    answer = await client.post(
        f"{KEYS}/options", json={"current_password": PASSWORD}, headers=headers
    )
    assert answer.status_code == 200, answer.text
    return answer.json()["public_key"]


async def add(client, headers, device, options=None):
    options = options or await offered(client, headers)
    body = {"name": "Ada's phone", "credential": device.create(options)}
    return await client.post(KEYS, json=body, headers=headers)


async def options_of(client):
    return (await client.post(f"{SIGN_IN}/options")).json()["public_key"]


async def sign_in(client, device, options=None):
    credential = device.get(options or await options_of(client))
    answer = await client.post(SIGN_IN, json={"credential": credential})
    client.cookies.clear()
    return answer


async def test_a_key_signs_in_without_a_password(client, ada):
    device = Device()

    added = await add(client, ada["headers"], device)
    answer = await sign_in(client, device)

    assert added.status_code == 201, added.text
    assert answer.status_code == 200, answer.text
    assert claims_of(answer.json()["access_token"])["sub"] == str(ada["id"])
    (listed,) = (await client.get(KEYS, headers=ada["headers"])).json()
    assert listed["name"] == "Ada's phone"
    assert listed["used_at"] is not None
    # It is a way in more: the password goes on working.
    assert (await log_in(client, ada["email"])).status_code == 200


async def test_a_key_of_another_page_of_another_device_or_without_its_owner_is_refused(
    client, ada
):
    device = Device()
    await add(client, ada["headers"], device)
    strangers = {
        "another page": Device(origin="https://shop.example", key=device.key),
        "another host": Device(host="shop.example", key=device.key),
        "another device": Device(key_id=device.key_id),
        "nobody's": Device(key=device.key, key_id=b"unknown"),
        "nobody at it": Device(key=device.key, verifies=False),
    }

    for what, stranger in strangers.items():
        answer = await sign_in(client, stranger)
        assert (answer.status_code, answer.json()["code"]) == (
            401,
            "passkey_refused",
        ), what


async def test_an_answer_is_taken_once_and_for_what_it_was_asked(client, ada, app):
    device = Device()
    to_add = await offered(client, ada["headers"])
    await add(client, ada["headers"], device, to_add)
    options = await options_of(client)
    late = await options_of(client)

    used = [await sign_in(client, device, options) for _ in range(2)]
    with_that_of_another = await sign_in(
        client, device, await offered(client, ada["headers"])
    )
    again = await add(client, ada["headers"], Device(key_id=b"second"), to_add)
    async with app.state.database.transaction() as db:
        past = utc_now() - timedelta(seconds=1)
        await db.execute(update(PasskeyChallenge).values(expires_at=past))
    expired = await sign_in(client, device, late)

    assert [answer.status_code for answer in used] == [200, 401]
    assert with_that_of_another.status_code == 401
    assert again.status_code == 401
    assert expired.status_code == 401


async def test_a_copy_of_a_device_that_counts_is_noticed(client, ada):
    device = Device()
    await add(client, ada["headers"], device)
    assert (await sign_in(client, device)).status_code == 200

    copy = Device(key=device.key)

    assert (await sign_in(client, copy)).status_code == 401


async def test_nobody_adds_a_key_to_somebody_else(client, ada, admin):
    device = Device()
    hers = await offered(client, ada["headers"])

    added = await add(client, as_bearer(admin), device, hers)
    wrong = await client.post(
        f"{KEYS}/options",
        json={"current_password": "wrong one"},
        headers=ada["headers"],
    )

    assert (added.status_code, wrong.status_code) == (401, 401)
    assert (await client.get(KEYS, headers=as_bearer(admin))).json() == []


async def test_a_key_that_was_removed_and_an_account_that_was_closed_open_nothing(
    client, ada, admin
):
    device, second = Device(), Device(key_id=b"second")
    await add(client, ada["headers"], device)
    await add(client, ada["headers"], second)
    first, _ = (await client.get(KEYS, headers=ada["headers"])).json()

    by_another = await client.delete(f"{KEYS}/{first['id']}", headers=as_bearer(admin))
    removed = await client.delete(f"{KEYS}/{first['id']}", headers=ada["headers"])
    assert (by_another.status_code, removed.status_code) == (404, 204)
    assert (await sign_in(client, device)).status_code == 401
    assert (await sign_in(client, second)).status_code == 200
    await client.patch(
        f"/api/auth/users/{ada['id']}",
        json={"active": False},
        headers=as_bearer(admin),
    )
    closed = await sign_in(client, second)
    assert closed.json()["code"] == "passkey_refused"


async def test_whatever_is_sent_instead_of_a_key_is_refused_in_words(client, ada):
    options = await options_of(client)
    good = Device().get(options)
    for credential in (
        {},
        {"id": 3},
        {**good, "response": None},
        {**good, "response": {**good["response"], "clientDataJSON": "e30"}},
        {**good, "response": {**good["response"], "authenticatorData": "AA"}},
        {**good, "id": "é"},
        {**good, "type": "password"},
    ):
        answer = await client.post(SIGN_IN, json={"credential": credential})
        assert answer.status_code == 401, credential


async def test_where_a_second_factor_is_needed_a_key_is_one(client, admin):
    await set_up(client, as_bearer(admin))
    rule = {"second_factor_from": "manager"}
    await client.put("/api/auth/sign-in-rule", json=rule, headers=as_bearer(admin))
    boss = await register(
        client, role="manager", email="boss@example.com", headers=as_bearer(admin)
    )
    refused = await log_in(client, boss["email"])
    setup = {"Authorization": f"Bearer {refused.json()['params']['setup_token']}"}
    device = Device()

    assert (await add(client, setup, device)).status_code == 201
    by_password = await log_in(client, boss["email"])
    by_key = await sign_in(client, device)

    assert by_password.json()["params"] == {"methods": ["passkey"]}
    assert by_key.status_code == 200
    # The last one stays as long as it is needed.
    headers = as_bearer(by_key.json())
    (key,) = (await client.get(KEYS, headers=headers)).json()
    removed = await client.delete(f"{KEYS}/{key['id']}", headers=headers)
    assert removed.json()["code"] == "second_factor_needed"
    assert (await sign_in(client, device)).status_code == 200
    # An admin takes it from who has lost it.
    path = f"/api/auth/users/{boss['id']}/second-factor"
    await client.delete(path, headers=as_bearer(admin))
    assert (await sign_in(client, device)).status_code == 401
