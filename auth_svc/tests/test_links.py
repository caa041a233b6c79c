"""Ways in and back that an admin opens: links that work once."""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy import text, update

from auth_svc.tables import Link
from auth_svc.tests.factories import as_bearer, log_in, refresh, register, tokens_of
from shared.clock import utc_now

INVITATIONS = "/api/auth/invitations"
ACCEPT = "/api/auth/invitations/accept"
RESET = "/api/auth/password-reset/use"
GOOD = "a good long one"


def token_of(link):
    return link.partition("#")[2]


async def invite(client, admin, **changes):
    body = {"email": "ben@example.com", "role": "manager"} | changes
    answer = await client.post(INVITATIONS, json=body, headers=as_bearer(admin))
    assert answer.status_code == 201, answer.text
    return answer.json()


async def accept(client, link, **changes):
    body = {"token": token_of(link), "name": "Ben", "password": GOOD} | changes
    return await client.post(ACCEPT, json=body)


async def offer(client, admin, user):
    answer = await client.post(
        f"/api/auth/users/{user['id']}/reset-link", headers=as_bearer(admin)
    )
    assert answer.status_code == 201, answer.text
    return answer.json()["link"]


async def choose(client, link, password=GOOD):
    return await client.post(
        RESET, json={"token": token_of(link), "new_password": password}
    )


async def expire(app):
    async with app.state.database.transaction() as db:
        await db.execute(update(Link).values(expires_at=utc_now() - timedelta(1)))


async def test_who_is_invited_gets_the_role_once(client, admin):
    invited = await invite(client, admin)
    assert invited["link"].startswith("http://localhost:8080/invitation#")

    made = await accept(client, invited["link"])
    again = await accept(client, invited["link"])

    assert made.status_code == 201
    assert (made.json()["email"], made.json()["role"]) == ("ben@example.com", "manager")
    assert (await log_in(client, "ben@example.com", GOOD)).status_code == 200
    assert (again.status_code, again.json()["code"]) == (404, "link_refused")


async def test_an_invitation_that_two_accept_at_once_makes_one_account(client, admin):
    link = (await invite(client, admin))["link"]

    answers = await asyncio.gather(*(accept(client, link) for _ in range(5)))

    assert Counter(a.status_code for a in answers) == {201: 1, 404: 4}


async def test_withdrawn_replaced_and_expired_invitations_are_refused(
    client, app, admin
):
    first = await invite(client, admin)
    second = await invite(client, admin)
    replaced = await accept(client, first["link"])
    for _ in range(2):
        answer = await client.delete(
            f"{INVITATIONS}/{second['id']}", headers=as_bearer(admin)
        )
        assert answer.status_code == 204
    withdrawn = await accept(client, second["link"])
    third = await invite(client, admin)
    await expire(app)
    expired = await accept(client, third["link"])

    assert {a.status_code for a in (replaced, withdrawn, expired)} == {404}
    listed = await client.get(INVITATIONS, headers=as_bearer(admin))
    assert [each["id"] for each in listed.json()] == [
        third["id"],
        second["id"],
        first["id"],
    ]
    assert third["link"] not in listed.text
    assert listed.json()[1]["revoked_at"] is not None


async def test_a_weak_password_does_not_use_up_an_invitation(client, admin):
    link = (await invite(client, admin))["link"]

    refused = await accept(client, link, password="password")

    assert refused.json()["code"] == "weak_password"
    assert (await accept(client, link)).status_code == 201


async def test_who_has_an_account_is_not_invited(client, admin):
    answer = await client.post(
        INVITATIONS,
        json={"email": "admin@example.com", "role": "user"},
        headers=as_bearer(admin),
    )

    assert (answer.status_code, answer.json()["code"]) == (409, "email_taken")


async def test_who_lost_a_password_chooses_another_by_the_admins_link(client, admin):
    user = await register(client)
    elsewhere = await tokens_of(client, user["email"])
    replaced = await offer(client, admin, user)
    link = await offer(client, admin, user)

    refused = await choose(client, replaced)
    weak = await choose(client, link, "password")
    answer = await choose(client, link)
    again = await choose(client, link)

    codes = [a.status_code for a in (refused, weak, answer, again)]
    assert codes == [404, 422, 204, 404]
    assert (await log_in(client, user["email"], GOOD)).status_code == 200
    assert (await log_in(client, user["email"])).status_code == 401
    assert (await refresh(client, elsewhere["refresh_token"])).status_code == 401


async def test_the_one_link_does_not_do_the_others_work(client, admin):
    user = await register(client)
    invitation = (await invite(client, admin))["link"]

    assert (await choose(client, invitation)).status_code == 404
    assert (await accept(client, await offer(client, admin, user))).status_code == 404


@pytest.mark.parametrize("role", ["viewer", "user", "manager"])
async def test_only_admins_make_links(client, admin, role):
    made = await register(client, role=role, headers=as_bearer(admin))
    headers = as_bearer(await tokens_of(client, made["email"]))

    answers = [
        await client.post(
            INVITATIONS, json={"email": "b@example.com", "role": role}, headers=headers
        ),
        await client.get(INVITATIONS, headers=headers),
        await client.delete(f"{INVITATIONS}/1", headers=headers),
        await client.post("/api/auth/users/1/reset-link", headers=headers),
    ]

    assert [a.status_code for a in answers] == [403] * 4


async def test_the_database_holds_no_link_that_works(client, app, admin):
    link = (await invite(client, admin))["link"]

    async with app.state.database.read() as db:
        rows = [str(row) for row in await db.execute(text("SELECT * FROM links"))]
        told = [str(row) for row in await db.execute(text("SELECT * FROM audit"))]

    assert token_of(link) not in "".join(rows + told)
    assert any("user.invited" in row for row in told)
