"""What one network may try, over all accounts."""

import asyncio
from collections import Counter
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta

import pytest
from pydantic import SecretStr
from sqlalchemy import event, update

from auth_svc.budgets import FAILED_SIGN_INS, SIGN_INS_OF_ACCOUNT
from auth_svc.passwords.admission import Standing
from auth_svc.passwords.refusals import Refusals
from auth_svc.tables import Budget as Left
from auth_svc.tests.factories import (
    PASSWORD,
    log_in,
    register,
    registration,
    tokens_of,
)
from shared.clock import utc_now
from shared.db.budgets import Budget, spend, take_turn
from shared.errors import TooManyRequests
from tests.support import client_for, eventually


async def spray(client, times):
    answers = [
        await log_in(client, f"nobody-{n}@example.com", "a guess") for n in range(times)
    ]
    return Counter(answer.status_code for answer in answers)


@contextmanager
def statements(app):
    """What is asked of the database meanwhile."""
    asked: list[str] = []
    engine = app.state.database.engine.sync_engine

    def note(_connection, _cursor, statement, *_):
        asked.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", note)


async def waiting(app, count):
    async def so_many():
        return app.state.passwords.waiting

    await eventually(so_many, until=lambda found: found == count)


def slowly_filled(monkeypatch):
    """Too slowly for a slow machine to see."""
    slow = replace(FAILED_SIGN_INS, per_minute=1)
    for module in ("queries", "proof"):
        monkeypatch.setattr(f"auth_svc.passwords.{module}.FAILED_SIGN_INS", slow)
    of_account = replace(SIGN_INS_OF_ACCOUNT, per_minute=1)
    monkeypatch.setattr("auth_svc.passwords.proof.SIGN_INS_OF_ACCOUNT", of_account)


async def test_guesses_over_many_accounts_are_counted_together(
    client, app, monkeypatch
):
    slowly_filled(monkeypatch)
    stranger = await register(client)

    assert await spray(client, 25) == {401: 20, 429: 5}
    blocked = await log_in(client, stranger["email"])
    assert blocked.status_code == 429
    assert 1 <= int(blocked.headers["Retry-After"]) <= 60

    app.state.passwords.refusals.forget()
    async with app.state.database.transaction() as db:
        await db.execute(update(Left).values(counted_at=utc_now() - timedelta(1)))
    assert (await log_in(client, stranger["email"])).status_code == 200


async def test_who_is_at_home_in_a_network_is_not_kept_out_by_a_stranger(client):
    user = await register(client)
    await tokens_of(client, user["email"])

    await spray(client, 25)

    assert (await log_in(client, user["email"])).status_code == 200


async def test_who_is_refused_waits_for_no_thread_and_is_refused_again_at_once(
    make_app,
):
    app = make_app(hash_threads=1)
    async with client_for(app, role=None) as client:
        user = await register(client)
        for _ in range(5):
            await log_in(client, user["email"], "a guess")
        async with asyncio.timeout(30), app.state.passwords.slot("elsewhere"):
            first = await log_in(client, user["email"])
            with statements(app) as asked:
                again = await log_in(client, user["email"])

    assert [first.status_code, again.status_code] == [429, 429]
    assert first.json()["code"] == again.json()["code"] == "too_many_requests"
    assert int(again.headers["Retry-After"]) <= int(first.headers["Retry-After"])
    assert asked == []


async def test_refusals_are_held_back_and_not_without_end(monkeypatch):
    monkeypatch.setattr("auth_svc.passwords.refusals.MOST_PAUSES", 1)
    refusals = Refusals()
    refusals.pause_s = 3_600

    first = asyncio.create_task(refusals.note(b"one", "here", 9))
    await asyncio.sleep(0)
    async with asyncio.timeout(5):
        await refusals.note(b"another", "there", 9)
        with pytest.raises(TooManyRequests):
            await refusals.check(b"another", "there")

    assert not first.done()
    first.cancel()


async def test_a_network_that_goes_on_asking_is_answered_ever_later(monkeypatch):
    held = []

    async def sleep(seconds):
        held.append(seconds)

    monkeypatch.setattr("auth_svc.passwords.refusals.asyncio.sleep", sleep)
    refusals = Refusals()
    for n in range(7):
        # Of ever other accounts: it is the network that counts.
        await refusals.note(b"%d" % n, "flood", 9)
    await refusals.note(b"another", "elsewhere", 9)

    assert held == [2, 4, 6, 8, 10, 10, 10, 2]


async def test_a_network_that_guesses_shares_no_queue_with_one_that_does_not(
    make_app,
):
    secret = "only the front knows this"
    app = make_app(hash_threads=1, front_secret=SecretStr(secret))
    passwords = app.state.passwords

    async def come(address, password):
        headers = {"X-Forwarded-For": address, "X-Front-Secret": secret}
        return await log_in(client, user["email"], password, headers=headers)

    async with client_for(app, role=None) as client:
        user = await register(client)
        await come("198.51.100.7", "a guess")
        async with asyncio.timeout(30), passwords.slot("elsewhere", Standing.SUSPECT):
            guess = asyncio.create_task(come("198.51.100.7", "another guess"))
            await waiting(app, 1)
            right = await come("203.0.113.9", PASSWORD)
            assert not guess.done()
        wrong = await guess

    assert [right.status_code, wrong.status_code] == [200, 401]


async def test_guesses_at_one_account_from_many_networks_take_turns(
    make_app, monkeypatch
):
    secret = "only the front knows this"
    app = make_app(front_secret=SecretStr(secret))
    slowly_filled(monkeypatch)

    async def come(network, password=PASSWORD, email=""):
        told = {"X-Forwarded-For": f"198.51.100.{network}", "X-Front-Secret": secret}
        email = email or user["email"]
        return (await log_in(client, email, password, headers=told)).status_code

    async with client_for(app, role=None) as client:
        user, other = await register(client), await register(client)
        before = await come(1)
        guesses = [await come(10 + n // 5, f"guess {n}") for n in range(20)]
        monkeypatch.setattr("auth_svc.passwords.proof.MOST_TURNS", 0)
        no_turn, at_home = await come(20), await come(1)
        others = await come(21, email=other["email"])
        monkeypatch.setattr("auth_svc.passwords.proof.MOST_TURNS", 1)
        quick = replace(SIGN_INS_OF_ACCOUNT, per_minute=600)
        monkeypatch.setattr("auth_svc.passwords.proof.SIGN_INS_OF_ACCOUNT", quick)
        in_turn = await come(22)

    assert before == 200
    assert guesses == [401] * 20
    assert [no_turn, at_home, others, in_turn] == [429, 200, 200, 200]


async def test_each_turn_comes_after_the_one_before_it(app):
    budget = Budget("turns", burst=1, per_minute=1)
    async with app.state.database.transaction() as db:
        await spend(db, budget, "somebody")
        waits = [await take_turn(db, budget, "somebody", most=3) for _ in range(3)]
        with pytest.raises(TooManyRequests):
            await take_turn(db, budget, "somebody", most=3)

    assert 0 < waits[0] < waits[1] < waits[2] <= 180


async def test_strangers_register_a_few_accounts_and_no_more(client, admin):
    answers = [
        (await client.post("/api/auth/register", json=registration())).status_code
        for _ in range(12)
    ]

    assert answers == [201] * 10 + [429] * 2
