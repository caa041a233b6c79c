"""Everybody sees where they are signed in, and signs out elsewhere."""

from auth_svc.tests.factories import as_bearer, log_in, refresh, register, signed_in

SESSIONS = "/api/auth/sessions"


async def from_device(client, email, device):
    answer = await log_in(client, email, headers={"User-Agent": device})
    client.cookies.clear()
    return answer.json()


async def listed(client, pair):
    answer = await client.get(SESSIONS, headers=as_bearer(pair))
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_sessions_are_told_with_device_and_place_and_last_use(client):
    user = await register(client)
    phone = await from_device(client, user["email"], "Phone " + 400 * "x")
    laptop = await from_device(client, user["email"], "Laptop")
    await signed_in(client)

    before = await listed(client, laptop)
    await refresh(client, phone["refresh_token"])
    after = await listed(client, laptop)

    assert [(s["device"][:6], s["current"]) for s in before] == [
        ("Laptop", True),
        ("Phone ", False),
    ]
    assert len(before[1]["device"]) == 300
    assert {s["network"] for s in before} == {"127.0.0.1"}
    assert [s["device"][:6] for s in after] == ["Phone ", "Laptop"]
    assert after[0]["used_at"] > before[1]["used_at"]
    assert after[0]["signed_in_at"] == before[1]["signed_in_at"]


async def test_one_session_is_ended_and_others_cannot_be(client):
    user = await register(client)
    phone = await from_device(client, user["email"], "Phone")
    laptop = await from_device(client, user["email"], "Laptop")
    stranger = await signed_in(client)
    (session,) = [s for s in await listed(client, laptop) if not s["current"]]
    address = f"{SESSIONS}/{session['id']}"

    foreign = await client.delete(address, headers=as_bearer(stranger))
    assert (foreign.status_code, foreign.json()["code"]) == (404, "session_not_found")
    for _ in range(2):
        answer = await client.delete(address, headers=as_bearer(laptop))
        assert answer.status_code == 204

    assert (await refresh(client, phone["refresh_token"])).status_code == 401
    assert (await client.get(SESSIONS, headers=as_bearer(phone))).status_code == 401
    assert [s["device"] for s in await listed(client, laptop)] == ["Laptop"]


async def test_all_others_end_and_this_one_stays(client):
    user = await register(client)
    others = [await from_device(client, user["email"], f"{n}") for n in range(2)]
    laptop = await from_device(client, user["email"], "Laptop")
    stranger = await signed_in(client)

    answer = await client.delete(SESSIONS, headers=as_bearer(laptop))

    assert answer.status_code == 204
    for pair in others:
        assert (await refresh(client, pair["refresh_token"])).status_code == 401
    assert [s["device"] for s in await listed(client, laptop)] == ["Laptop"]
    assert (await refresh(client, laptop["refresh_token"])).status_code == 200
    assert (await refresh(client, stranger["refresh_token"])).status_code == 200


async def test_people_change_their_name_and_nothing_else(client):
    pair = await signed_in(client)

    answer = await client.patch(
        "/api/auth/me", json={"name": " Ada L. "}, headers=as_bearer(pair)
    )
    more = await client.patch(
        "/api/auth/me", json={"name": "Ada", "role": "admin"}, headers=as_bearer(pair)
    )

    me = (await client.get("/api/auth/me", headers=as_bearer(pair))).json()
    assert answer.json() == me
    assert (me["name"], me["role"]) == ("Ada L.", "user")
    assert more.status_code == 422
