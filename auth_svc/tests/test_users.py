import asyncio
from collections import Counter

import pytest

from auth_svc.tests.factories import as_bearer, log_in, refresh, register, tokens_of
from tests.support import bearer, service_bearer

USERS = "/api/auth/users"


async def patch(client, pair, user_id, **changes):
    return await client.patch(
        f"{USERS}/{user_id}", json=changes, headers=as_bearer(pair)
    )


async def test_an_admin_pages_through_the_users(client, admin):
    for _ in range(4):
        await register(client)

    answer = await client.get(
        USERS, params={"page": 2, "limit": 2}, headers=as_bearer(admin)
    )

    assert [user["id"] for user in answer.json()] == [3, 4]
    assert answer.headers["X-Total-Count"] == "5"
    assert 'rel="next"' in answer.headers["Link"]


async def test_whoever_sells_reads_names_and_nothing_else_of_people(client, admin):
    ada, bea = await register(client), await register(client)
    await client.delete(f"{USERS}/{bea['id']}", headers=as_bearer(admin))
    await patch(client, admin, ada["id"], role="user", active=True)
    seller = await tokens_of(client, ada["email"])

    answer = await client.get("/api/auth/names", headers=as_bearer(seller))

    assert answer.status_code == 200, answer.text
    assert {"id": ada["id"], "name": ada["name"]} in answer.json()
    assert {*answer.json()[0]} == {"id", "name"}
    # Of who was erased none is left.
    assert bea["id"] not in {each["id"] for each in answer.json()}
    await patch(client, admin, ada["id"], role="viewer")
    viewer = await tokens_of(client, ada["email"])
    refused = await client.get("/api/auth/names", headers=as_bearer(viewer))
    assert refused.status_code == 403


async def test_an_admin_changes_name_role_and_state(client, admin):
    user = await register(client)

    changed = await patch(client, admin, user["id"], name="Grace", role="manager")

    assert changed.status_code == 200
    assert changed.json() == user | {"name": "Grace", "role": "manager"}
    found = await client.get(f"{USERS}/{user['id']}", headers=as_bearer(admin))
    assert found.json() == changed.json()
    assert (await patch(client, admin, user["id"])).json() == changed.json()


async def test_a_deactivated_user_is_out_and_stays_out(client, admin):
    user = await register(client)
    pair = await tokens_of(client, user["email"])

    await patch(client, admin, user["id"], active=False)

    assert (await log_in(client, user["email"])).status_code == 401
    assert (await client.get("/api/auth/me", headers=as_bearer(pair))).status_code == (
        401
    )
    await patch(client, admin, user["id"], active=True)
    assert (await refresh(client, pair["refresh_token"])).status_code == 401
    assert (await log_in(client, user["email"])).status_code == 200


async def test_a_number_is_no_truth_value(client, admin):
    answer = await patch(client, admin, 1, active=0)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "active"


@pytest.mark.parametrize("change", [{"role": "user"}, {"active": False}])
async def test_the_last_admin_stays(client, admin, change):
    answer = await patch(client, admin, 1, **change)

    assert (answer.status_code, answer.json()["code"]) == (409, "last_admin")
    me = (await client.get("/api/auth/me", headers=as_bearer(admin))).json()
    assert (me["role"], me["active"]) == ("admin", True)


async def test_an_inactive_admin_does_not_count_as_one(client, admin):
    other = await register(client, role="admin", headers=as_bearer(admin))
    await patch(client, admin, other["id"], active=False)

    assert (await patch(client, admin, 1, role="user")).status_code == 409


async def test_two_admins_who_demote_each_other_leave_one(client, admin):
    for _ in range(10):
        other = await register(client, role="admin", headers=as_bearer(admin))
        rival = await tokens_of(client, other["email"])
        me = (await client.get("/api/auth/me", headers=as_bearer(admin))).json()

        answers = await asyncio.gather(
            patch(client, admin, other["id"], role="user"),
            patch(client, rival, me["id"], role="user"),
        )

        # The second is no admin any more when its turn comes.
        assert Counter(a.status_code for a in answers) == {200: 1, 403: 1}
        admin = admin if answers[0].status_code == 200 else rival


async def test_a_former_admin_cannot_use_the_last_minutes_of_a_token(client, admin):
    other = await register(client, role="admin", headers=as_bearer(admin))
    rival = await tokens_of(client, other["email"])
    await patch(client, admin, other["id"], role="user")

    assert (await patch(client, rival, other["id"], role="admin")).status_code == 403
    for path in (USERS, f"{USERS}/1"):
        assert (await client.get(path, headers=as_bearer(rival))).status_code == 403


@pytest.mark.parametrize("role", ["viewer", "user", "manager"])
async def test_only_admins_manage_users(client, admin, role):
    user = await register(client, role=role, headers=as_bearer(admin))
    headers = bearer(role, user["id"])

    answers = [
        await client.get(USERS, headers=headers),
        await client.get(f"{USERS}/1", headers=headers),
        await client.patch(
            f"{USERS}/{user['id']}", json={"role": "admin"}, headers=headers
        ),
    ]

    assert {a.status_code for a in answers} == {403}


async def test_service_accounts_are_no_users(client, admin):
    for path in (USERS, "/api/auth/me"):
        answer = await client.get(path, headers=service_bearer("etl_svc"))
        assert answer.status_code == 403


@pytest.mark.parametrize(
    ("user_id", "body", "status", "code"),
    [
        (999, {"name": "Grace"}, 404, "user_not_found"),
        (2**63, {"name": "Grace"}, 422, "invalid"),
        (0, {"name": "Grace"}, 422, "invalid"),
        (1, {"role": "owner"}, 422, "invalid"),
        (1, {"active": "perhaps"}, 422, "invalid"),
        (1, {"email": "new@example.com"}, 422, "invalid"),
    ],
)
async def test_a_bad_change_says_why(client, admin, user_id, body, status, code):
    answer = await patch(client, admin, user_id, **body)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
