"""Whoever asks for what the role does not allow fills no table and breaks nothing."""

from typing import cast

import pytest
from starlette.requests import Request

from shared.db.database import Database
from shared.http import refusals
from shared.http.refusals import EVERY_S, Refusals
from shared.kafka import audit
from tests.support import client_for


class Clock:
    now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def is_noted(clock):
    noted = Refusals(cast(Database, None), "toy_svc", clock=clock)

    def is_noted(actor, path):
        request = Request(
            {"type": "http", "method": "GET", "path": path, "headers": []}
        )
        request.scope["server"] = ("test", 80)
        noted.note(request, actor, needed="admin", own="viewer")
        return hasattr(request.state, "afterwards")

    return is_noted


def test_one_act_a_minute_of_each_person_and_route(clock, is_noted):
    asked = [is_noted(5, "/a"), is_noted(5, "/a"), is_noted(6, "/a"), is_noted(5, "/b")]
    clock.now += EVERY_S - 1
    asked.append(is_noted(5, "/a"))
    clock.now += 1
    asked.append(is_noted(5, "/a"))

    assert asked == [True, False, True, True, False, True]


def test_however_many_ask_there_is_an_end_of_it(monkeypatch, clock, is_noted):
    monkeypatch.setattr(refusals, "MOST", 3)

    assert [is_noted(n, "/a") for n in range(5)] == [True] * 3 + [False] * 2
    clock.now += EVERY_S
    assert is_noted(9, "/a")


@pytest.mark.parametrize("fault", [OSError("no route"), TimeoutError, RuntimeError])
async def test_a_refusal_stays_one_while_the_database_fails(
    app, monkeypatch, caplog, fault
):
    async def fail(*_args, **_kwargs):
        raise fault

    monkeypatch.setattr(audit, "record", fail)
    async with client_for(app, "viewer", 5) as client:
        answer = await client.get("/api/toys/admin")

    assert (answer.status_code, answer.json()["code"]) == (403, "forbidden")
    said = [r.msg["event"] for r in caplog.records if isinstance(r.msg, dict)]
    assert said.count("refusal_not_recorded") == 1
