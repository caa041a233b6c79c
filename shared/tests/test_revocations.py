"""Tokens that are refused before they expire: at once, in any order, and not for ever."""

import asyncio
import time
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx
import pytest
from aiokafka import AIOKafkaProducer

from shared.contracts.tokens import TokensRevoked
from shared.http import revocation_feed
from shared.http.revocation_feed import RevocationQuestion
from shared.http.revocations import REMEMBERED_S, UNKNOWN_AFTER_S, Revocations
from shared.kafka import tail
from shared.kafka.tail import Tail
from shared.settings import ServiceSettings
from tests.support import access_token, bearer, client_for, eventually

MINE = "/api/toys/mine"


def revoked(user_id=7, *, ago_s=0.0, **changes):
    told = {
        "revocation_id": uuid4(),
        "user_id": user_id,
        "ts": datetime.now(UTC) - timedelta(seconds=ago_s),
    }
    return TokensRevoked.model_validate(told | changes)


@pytest.fixture
def revocations(app):
    return app.state.verifier.revocations


@pytest.fixture
async def client(app):
    async with client_for(app, None) as client:
        yield client


async def ask(client, token, path=MINE):
    answer = await client.get(path, headers={"Authorization": f"Bearer {token}"})
    return answer.status_code


async def test_a_session_that_has_ended_ends_here_too_and_no_other(client, revocations):
    ended, other = (access_token("user", 7, sid=sid) for sid in ("41", "42"))
    # A token that was good is remembered: it has to be looked at each time.
    assert [await ask(client, token) for token in (ended, other)] == [200, 200]

    revocations.note([revoked(session_ids=[41])])

    assert [await ask(client, token) for token in (ended, other)] == [401, 200]


async def test_a_role_that_was_taken_away_is_gone_at_once(client, revocations):
    admin, user = access_token("admin", 7), access_token("user", 7)
    assert await ask(client, admin, "/api/toys/admin") == 200

    revocations.note([revoked(role="user")])

    assert await ask(client, admin, "/api/toys/admin") == 401
    # The token of the next refresh, of the same second.
    assert await ask(client, user) == 200


async def test_nobody_acts_by_an_account_that_was_deactivated_until_it_is_back(
    client, revocations
):
    token = access_token("user", 7, iat=int(time.time()) - 10)
    gone, back = revoked(ago_s=0.2), revoked(ago_s=0.1, role="user")

    revocations.note([gone])
    assert await ask(client, token) == 401

    # In the wrong order, and once more: the last word is the latest one's.
    revocations.note([back, gone, back, gone])
    assert await ask(client, token) == 200


async def test_a_newer_token_says_more_than_an_older_revocation(client, revocations):
    revocations.note([revoked(ago_s=5)])

    assert await ask(client, access_token("user", 7)) == 200


def test_what_no_living_token_can_say_is_forgotten():
    known = Revocations()
    known.note(
        [revoked(n, ago_s=REMEMBERED_S + 5, session_ids=[n]) for n in range(1, 9)]
    )
    known.note([revoked(9), revoked(9, session_ids=[10])])

    assert list(known._sessions) == [10]
    assert list(known._users) == [9]


async def test_while_nobody_knows_who_may_act_managers_decide_nothing_and_tills_go_on(
    client, revocations
):
    revocations.heard()
    revocations._heard_at -= UNKNOWN_AFTER_S + 1

    async def send(method, path, role):
        answer = await client.request(method, path, headers=bearer(role, 7))
        return answer.status_code, answer.json()

    status, problem = await send("POST", "/api/toys/decide", "manager")
    assert (status, problem["code"]) == (503, "session_state_unknown")
    assert await send("GET", "/api/toys/admin", "admin") == (200, 7)
    assert await send("POST", "/api/toys/sell", "user") == (200, 7)

    revocations.heard()
    assert await send("POST", "/api/toys/decide", "manager") == (200, 7)


@pytest.fixture
async def producer(kafka):
    made = AIOKafkaProducer(bootstrap_servers=kafka, acks="all")
    await made.start()
    yield made
    await made.stop()


async def tell(producer, *values):
    for value in values:
        await producer.send_and_wait(TokensRevoked.topic, value)


@pytest.mark.kafka
async def test_every_process_hears_what_came_before_it_and_what_comes_after(
    kafka, producer
):
    before, after = revoked(101), revoked(102, session_ids=[7])
    await tell(producer, before.wire().encode(), *[b"{no json"] * 300)

    known = [Revocations() for _ in range(2)]
    tails = [following(kafka, each) for each in known]
    tasks = [asyncio.create_task(each.run()) for each in tails]
    try:
        for each in known:
            await eventually_covers(each, user_id=101)
            await eventually_complete(each)
        await tell(producer, after.wire().encode(), b"null", after.wire().encode())
        for each in known:
            await eventually_covers(each, session=7)
    finally:
        for each in tails:
            each.stop()
        await asyncio.gather(*tasks)


@pytest.mark.kafka
async def test_a_broker_that_is_away_and_comes_back_is_heard_again(
    kafka, kafka_server, monkeypatch
):
    monkeypatch.setattr(tail, "CHECK_EVERY_S", 0.5)
    monkeypatch.setattr(tail, "ANSWER_S", 2.0)
    known = Revocations()
    each = following(kafka, known)
    task = asyncio.create_task(each.run())
    try:
        await eventually_complete(known)
        await asyncio.to_thread(kafka_server.stop)
        await eventually(lambda: silent(known), until=lambda seconds: seconds > 3)
        await asyncio.to_thread(kafka_server.start)
        producer = AIOKafkaProducer(bootstrap_servers=kafka, acks="all")
        await producer.start()
        await tell(producer, revoked(103).wire().encode())
        await producer.stop()

        await eventually_covers(known, user_id=103)
        await eventually(lambda: silent(known), until=lambda seconds: seconds < 2)
    finally:
        each.stop()
        await task


async def test_while_the_topic_is_silent_auth_is_asked(monkeypatch):
    monkeypatch.setattr(revocation_feed, "ASK_EVERY_S", 0.05)
    monkeypatch.setattr(revocation_feed, "SILENT_S", 0.0)
    answer = revoked(104).wire()
    asked = []

    async def auth(request):
        asked.append(request.url.path)
        away = len(asked) == 1
        return httpx.Response(503 if away else 200, text=f"[{answer}]")

    monkeypatch.setattr(
        revocation_feed,
        "peer",
        lambda url, _settings: httpx.AsyncClient(
            base_url=url, transport=httpx.MockTransport(auth)
        ),
    )
    known = Revocations()
    known.heard()
    question = RevocationQuestion(ServiceSettings(service="any_svc"), known)
    task = asyncio.create_task(question.run())
    try:
        await eventually_covers(known, user_id=104)
    finally:
        question.stop()
        await task
    assert set(asked) == {"/api/auth/revocations"}


def following(kafka, known):
    return Tail(
        kafka,
        TokensRevoked,
        since=timedelta(seconds=REMEMBERED_S),
        note=known.note,
        complete=known.heard,
    )


async def silent(known):
    return known.silent_s if known._heard_at is not None else float("inf")


async def eventually_complete(known):
    await eventually(lambda: silent(known), until=lambda seconds: seconds < 5)


async def eventually_covers(known, *, user_id=0, session=0):
    async def covered():
        return known.cover(
            user_id=user_id, session=session, role="user", issued=int(time.time()) - 60
        )

    await eventually(covered, until=bool)
