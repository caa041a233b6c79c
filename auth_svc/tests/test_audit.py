"""Who did what: written down here, and folded from the events of every service."""

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import count
from random import Random
from uuid import uuid4

import asyncpg
import orjson
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from pydantic import SecretStr

from auth_svc.audit_log.operations.fold_acts import fold_acts
from auth_svc.tests.factories import as_bearer, log_in, register, tokens_of
from shared.contracts.audit import AuditRecorded
from tests.support import client_for, eventually, outbox_rows, running
from tests.support.ports import free_port

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
# Topics outlive a test: each has a service of its own.
_services = count(1)


@pytest.fixture
def service():
    return f"service_{next(_services)}"


@pytest.fixture
async def own_numbers(make_app, databases):
    """Acts of this test have numbers that no earlier one has told the topic of."""
    connection = await asyncpg.connect(databases.superuser_dsn())
    first = uuid4().int % 10**12 + 1
    await connection.execute(f"ALTER TABLE auth.audit ALTER n RESTART {first}")
    await connection.close()
    return first


@pytest.fixture
async def send(kafka):
    producer = AIOKafkaProducer(bootstrap_servers=kafka, acks="all")
    await producer.start()

    async def send(*values):
        for value in values:
            content = value if isinstance(value, bytes) else value.wire().encode()
            await producer.send_and_wait("audit.recorded", content)

    yield send
    await producer.stop()


def act(n, service="products_svc", **changes):
    usual = {
        "service": service, "n": n, "action": "order.placed", "subject": "purchase_order/1",
        "actor": 7, "changes": {"status": {"from": "draft", "to": "placed"}},
        "ts": NOON + timedelta(minutes=n),
    }  # fmt: skip
    return AuditRecorded(**usual | changes)


async def fold(app, *acts):
    async with app.state.database.transaction() as db:
        await fold_acts(db, acts)


async def audit_events(app):
    """What this service says of its own acts, the oldest first."""
    return [
        AuditRecorded.model_validate(row["payload"])
        for row in await outbox_rows(app.state.database)
        if row["topic"] == "audit.recorded"
    ]


async def listed(client, admin, **filters):
    answer = await client.get("/api/audit", params=filters, headers=as_bearer(admin))
    assert answer.status_code == 200, answer.text
    return answer.json()


def numbers(acts):
    return [entry["n"] for entry in acts]


async def test_who_registers_signs_in_and_leaves_is_written_down(app, client, admin):
    await client.post(
        "/api/auth/logout", json={"refresh_token": admin["refresh_token"]}
    )

    acts = await audit_events(app)
    assert [(a.action, a.subject, a.actor) for a in acts] == [
        ("user.registered", "user/1", 1),
        ("session.opened", "user/1", 1),
        ("session.ended", "user/1", 1),
    ]
    assert acts[0].changes["role"] == "admin"
    assert acts[1].changes["address"] == "127.0.0.1"
    assert "password" not in str([a.changes for a in acts])


async def test_a_wrong_password_is_written_down_without_what_was_typed(app, client):
    ada = await register(client)
    await log_in(client, ada["email"], "not the password")
    await log_in(client, "sesame-open@example.com", "whatever it may be")

    failed = [a for a in await audit_events(app) if a.action == "sign_in.failed"]
    assert [(a.subject, a.actor) for a in failed] == [
        (f"user/{ada['id']}", 0),
        ("user/unknown", 0),
    ]
    assert "sesame" not in str([a.wire() for a in failed])


async def test_a_role_that_changes_says_from_what_to_what_and_by_whom(
    app, client, admin
):
    ada = await register(client)
    body = {"role": "manager"}
    for _ in range(2):
        await client.patch(
            f"/api/auth/users/{ada['id']}", json=body, headers=as_bearer(admin)
        )

    (changed,) = [a for a in await audit_events(app) if a.action == "user.changed"]
    assert (changed.actor, changed.subject) == (1, f"user/{ada['id']}")
    assert changed.changes == {"role": {"from": "user", "to": "manager"}}


async def test_a_changed_shop_says_which_settings(app, client, admin):
    shop = await client.get("/api/auth/shop", headers=as_bearer(admin))
    body = shop.json() | {"name": "Chez Ada"}
    headers = as_bearer(admin) | {"If-Match": shop.headers["ETag"]}
    answer = await client.put("/api/auth/shop", json=body, headers=headers)
    assert answer.status_code == 200, answer.text

    (changed,) = [a for a in await audit_events(app) if a.action == "shop.changed"]
    assert changed.changes == {"name": {"from": "Shop", "to": "Chez Ada"}}
    assert changed.version == answer.json()["version"]


async def test_an_act_says_from_where_and_a_caller_of_the_front_cannot_make_it_up(
    make_app, client, admin
):
    app = make_app(front_secret=SecretStr("only the front knows this"))
    ada = await register(client)
    headers = as_bearer(admin) | {
        "X-Forwarded-For": "203.0.113.9, 198.51.100.7",
        "X-Acting-Address": "203.0.113.9",
    }
    user = f"/api/auth/users/{ada['id']}"
    async with client_for(app, None) as through:
        shown = headers | {"X-Front-Secret": "only the front knows this"}
        await through.patch(user, json={"role": "manager"}, headers=shown)
        await through.patch(user, json={"role": "user"}, headers=headers)
    told = [a for a in await audit_events(app) if a.action == "user.changed"]
    await fold(app, *told, act(1))

    acts = await listed(client, admin)

    assert [a["address"] for a in acts] == ["127.0.0.1", "198.51.100.7", None]


async def test_who_is_refused_is_in_the_log_once_however_often_they_ask(
    app, client, admin
):
    ada = await register(client, role="viewer")
    tokens = await tokens_of(client, ada["email"])
    for n in range(50):
        refused = await client.patch(
            f"/api/auth/users/{n + 1}", json={}, headers=as_bearer(tokens)
        )
        assert (refused.status_code, refused.json()["code"]) == (403, "forbidden")
    await client.get("/api/audit", headers=as_bearer(tokens))
    await fold(app, *await audit_events(app))

    acts = await listed(client, admin, action="right.refused")

    assert [a["subject"] for a in acts] == [
        "route:GET /api/audit",
        "route:PATCH /api/auth/users/{user_id}",
    ]
    assert acts[1]["changes"] == {"needed_role": "admin", "own_role": "viewer"}
    assert {(a["actor"], a["address"]) for a in acts} == {(ada["id"], "127.0.0.1")}


async def test_what_fails_is_not_written_down_as_done(app, client, admin):
    answer = await client.patch(
        "/api/auth/users/1", json={"role": "user"}, headers=as_bearer(admin)
    )

    assert answer.json()["code"] == "last_admin"
    assert "user.changed" not in [a.action for a in await audit_events(app)]


async def test_acts_of_all_services_are_one_list_the_latest_first(app, client, admin):
    await fold(app, act(1), act(3), act(2, "sales_svc", actor=1))

    acts = await listed(client, admin)

    assert [(a["service"], a["n"]) for a in acts] == [
        ("products_svc", 3), ("sales_svc", 2), ("products_svc", 1),
    ]  # fmt: skip
    assert acts[1]["actor_name"] == "Ada"
    assert acts[0]["actor_name"] is None
    assert acts[0]["changes"] == {"status": {"from": "draft", "to": "placed"}}


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({"service": "sales_svc"}, [4]),
        ({"actor": 8}, [3]),
        ({"action": "order.placed"}, [4, 3, 1]),
        ({"subject": "supplier/9"}, [2]),
        ({"from": "2026-03-02T12:02:00Z", "to": "2026-03-02T12:04:00Z"}, [3, 2]),
        ({"from": "2026-03-03"}, []),
        ({"to": "2026-03-02", "limit": 2}, [4, 3]),
        ({"service": "sales_svc", "actor": 8}, []),
    ],
)
async def test_the_list_can_be_narrowed(app, client, admin, filters, found):
    await fold(
        app, act(1), act(2, action="supplier.changed", subject="supplier/9"),
        act(3, actor=8), act(4, "sales_svc"),
    )  # fmt: skip

    assert numbers(await listed(client, admin, **filters)) == found


async def test_pages_by_number_and_by_cursor_say_the_same(app, client, admin):
    # Several at one moment: the number decides.
    await fold(
        app, *(act(n, ts=NOON + timedelta(minutes=n // 3)) for n in range(1, 26))
    )

    by_number = [
        n for page in (1, 2, 3)
        for n in numbers(await listed(client, admin, page=page, limit=10))
    ]  # fmt: skip
    by_cursor, address = [], "/api/audit?cursor=&limit=10"
    while address:
        answer = await client.get(address, headers=as_bearer(admin))
        by_cursor += numbers(answer.json())
        address = answer.links.get("next", {}).get("url")

    assert by_number == by_cursor == list(range(25, 0, -1))


@pytest.mark.parametrize("role", ["viewer", "user", "manager"])
async def test_only_admins_read_it(app, role):
    async with client_for(app, role, 5) as other:
        assert (await other.get("/api/audit")).status_code == 403
    async with client_for(app, None) as nobody:
        assert (await nobody.get("/api/audit")).status_code == 401


async def test_an_act_that_is_heard_of_twice_or_told_otherwise_stays_as_it_was(
    app, client, admin
):
    await fold(app, act(1), act(1))
    await fold(app, act(1, actor=9, action="order.cancelled"), act(2))

    acts = await listed(client, admin)

    assert [(a["n"], a["actor"], a["action"]) for a in acts] == [
        (2, 7, "order.placed"), (1, 7, "order.placed"),
    ]  # fmt: skip


@pytest.mark.parametrize("table", ["audit", "audit_log"])
async def test_the_service_itself_can_take_nothing_back(app, databases, admin, table):
    await fold(app, act(1))
    connection = await asyncpg.connect(
        databases.role_dsn("app", "auth"), server_settings={"search_path": "auth"}
    )
    try:
        for statement in (
            f"UPDATE {table} SET actor = 1",
            f"DELETE FROM {table}",
            f"TRUNCATE {table}",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(statement)
        assert await connection.fetchval(f"SELECT count(*) FROM {table}")
    finally:
        await connection.close()


@pytest.mark.kafka
async def test_what_is_done_here_comes_back_by_the_broker(
    make_app, own_numbers, client, admin, kafka
):
    async with running(make_app(kafka_bootstrap_servers=kafka)):

        async def actions():
            return [
                a["action"] for a in await listed(client, admin, service="auth_svc")
            ]

        found = await eventually(actions, until=lambda a: len(a) >= 2, within=60)

    assert found[:2] == ["session.opened", "user.registered"]


@pytest.mark.kafka
async def test_repeated_and_shuffled_events_make_each_act_once(
    make_app, client, admin, kafka, send, service
):
    acts = [act(n, service) for n in range(1, 41)] * 2
    Random(7).shuffle(acts)
    async with (
        running(make_app(kafka_bootstrap_servers=kafka)),
        running(make_app(kafka_bootstrap_servers=kafka)),
    ):
        await send(*acts)

        async def found():
            return await listed(client, admin, service=service, limit=100)

        await eventually(found, until=lambda a: len(a) == 40, within=60)
        await send(*acts[:10], act(41, service))
        last = await eventually(found, until=lambda a: len(a) > 40, within=60)

    assert numbers(last) == list(range(41, 0, -1))


@pytest.mark.kafka
async def test_what_is_no_act_goes_to_the_dead_letters_and_the_rest_goes_on(
    make_app, client, admin, kafka, send, service
):
    poison = orjson.dumps({"service": service, "n": "many"})
    async with running(make_app(kafka_bootstrap_servers=kafka)):
        await send(act(1, service), poison, act(2, service))

        async def found():
            return numbers(await listed(client, admin, service=service))

        await eventually(found, until=lambda n: n == [2, 1], within=60)
        letters = AIOKafkaConsumer(
            "audit.recorded.dlq", bootstrap_servers=kafka, auto_offset_reset="earliest"
        )
        await letters.start()
        try:
            letter = await asyncio.wait_for(_of_service(letters, service), 30)
        finally:
            await letters.stop()
    assert letter == poison


@pytest.mark.kafka
async def test_while_the_broker_is_away_acts_wait_and_nothing_is_lost(
    make_app, own_numbers, client, kafka
):
    away = make_app(kafka_bootstrap_servers=f"127.0.0.1:{free_port()}")
    async with running(away):
        user = await register(client, role="admin", email="admin@example.com")
        assert (await log_in(client, user["email"])).status_code == 200
    tokens = await tokens_of(client, user["email"])

    async with running(make_app(kafka_bootstrap_servers=kafka)):

        async def actions():
            acts = await listed(client, tokens, service="auth_svc", subject="user/1")
            return [a["action"] for a in acts if a["n"] >= own_numbers]

        found = await eventually(actions, until=lambda a: len(a) >= 3, within=60)

    assert found[:3] == ["session.opened", "session.opened", "user.registered"]


async def _of_service(letters, service):
    async for letter in letters:
        if service.encode() in letter.value:
            return letter.value
    return None
