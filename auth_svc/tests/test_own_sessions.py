"""Everybody sees where they are signed in, and signs out elsewhere."""

from auth_svc.tests.factories import as_bearer, log_in, refresh, register, signed_in
from auth_svc.tests.test_audit import audit_events

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


async def test_an_admin_sees_where_somebody_is_signed_in_and_ends_it(
    app, client, admin
):
    ada = await register(client)
    phone = await from_device(client, ada["email"], "Phone")
    laptop = await from_device(client, ada["email"], "Laptop")
    theirs = f"/api/auth/users/{ada['id']}/sessions"

    seen = await client.get(theirs, headers=as_bearer(admin))
    assert [(s["device"], s["network"], s["current"]) for s in seen.json()] == [
        ("Laptop", "127.0.0.1", False),
        ("Phone", "127.0.0.1", False),
    ]
    of_phone = seen.json()[1]["id"]
    of_admin = (await listed(client, admin))[0]["id"]
    foreign = await client.delete(f"{theirs}/{of_admin}", headers=as_bearer(admin))
    assert (foreign.status_code, foreign.json()["code"]) == (404, "session_not_found")
    for _ in range(2):
        ended = await client.delete(f"{theirs}/{of_phone}", headers=as_bearer(admin))
        assert ended.status_code == 204

    assert (await refresh(client, phone["refresh_token"])).status_code == 401
    assert [s["device"] for s in await listed(client, laptop)] == ["Laptop"]
    acts = [a for a in await audit_events(app) if a.action == "session.revoked"]
    assert [(a.actor, a.subject, a.changes) for a in acts] == [
        (1, f"user/{ada['id']}", {"session": of_phone})
    ]


async def test_the_list_of_people_says_when_each_was_last_seen(client, admin):
    ada = await register(client)
    await register(client)
    laptop = await from_device(client, ada["email"], "Laptop")

    people = await client.get("/api/auth/users", headers=as_bearer(admin))

    seen = {person["id"]: person["last_seen_at"] for person in people.json()}
    assert seen == {
        1: (await listed(client, admin))[0]["used_at"],
        ada["id"]: (await listed(client, laptop))[0]["used_at"],
        ada["id"] + 1: None,
    }
