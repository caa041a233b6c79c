"""How much of a request is read, and how long anybody is waited for."""

import asyncio
import json

import pytest

from shared.http import limits
from tests.support import client_for

JSON = {"Content-Type": "application/json"}


async def post(app, body):
    async with client_for(app) as client:
        return await client.post(
            "/api/toys", content=body, headers={"Content-Type": "application/json"}
        )


async def test_a_field_problem_names_the_limit_of_its_rule_and_nothing_of_the_request(
    app,
):
    answer = await post(app, '{"id":0,"price":"much","more":1}')

    assert {e["field"]: e["params"] for e in answer.json()["errors"]} == {
        "id": {"ge": 1},
        "price": {},
        "more": {},
    }


async def test_an_answer_lists_twenty_errors_and_says_how_many_there_are(app):
    many = json.dumps([{"id": 0, "price": -1}] * 200)
    async with client_for(app) as client:
        answer = await client.post("/api/toys/box", content=many, headers=JSON)

    assert answer.status_code == 422
    problem = answer.json()
    assert len(problem["errors"]) == 20
    assert problem["errors"][0]["field"] == "0.id"
    assert problem["params"] == {"total": 400}
    assert problem["detail"].endswith("9.price and 380 more.")


@pytest.mark.parametrize(
    "name",
    ["x" * 200_000, "\U0001f600" * 10_000],
    ids=["long", "wide"],
)
async def test_a_name_in_an_answer_is_short_whatever_was_sent(app, name):
    answer = await post(app, json.dumps({"id": 1, "price": 1, name: 1}))

    assert answer.status_code == 422
    assert answer.json()["errors"]
    assert len(answer.content) < 5_000


async def test_an_object_with_more_fields_than_any_has_is_not_looked_at(app):
    known = {"id": 1, "price": 1}
    some = await post(app, json.dumps(known | {f"x{n}": n for n in range(98)}))
    many = await post(app, json.dumps(known | {f"x{n}": n for n in range(99)}))
    same = await post(app, '{"id":1' + ',"price":1' * 100 + "}")
    inside = await post(app, json.dumps({"id": {str(n): n for n in range(101)}}))

    assert some.json()["code"] == "invalid"
    for answer in (many, same, inside):
        assert answer.status_code == 422
        assert answer.json()["code"] == "too_many_fields"
        assert answer.json()["params"] == {"most": 100}
        assert answer.json()["errors"] == []


@pytest.mark.parametrize(
    "number",
    ["1e9999999", "-1e9999999", "1e-9999999", "1." + "0" * 200_000],
    ids=["large", "below", "small", "long"],
)
async def test_a_number_beyond_all_bounds_is_refused_before_it_is_computed(app, number):
    """As an integer the first takes seconds, and with two more digits minutes, in
    which nothing else is served."""
    answer = await post(app, f'{{"id":{number},"price":1}}')

    assert answer.status_code == 422
    assert [error["code"] for error in answer.json()["errors"]] == ["json_invalid"]


@pytest.mark.parametrize(
    "query", ["a=" + "x" * 60_000, "&".join(["a=1"] * 1_001)], ids=["long", "many"]
)
async def test_an_address_that_never_ends_is_refused(app, query, monkeypatch):
    # A client of Python's makes none that is longer than the limit itself.
    monkeypatch.setattr(limits, "MAX_ADDRESS_BYTES", 60_000)
    async with client_for(app) as client:
        answer = await client.get(f"/api/toys/conflict?{query}")

    assert answer.status_code == 414
    assert answer.json()["code"] == "address_too_long"


async def test_a_body_that_does_not_come_is_not_waited_for(app, monkeypatch):
    monkeypatch.setattr(limits, "BODY_PAUSE_S", 0.05)

    async def half():
        yield b'{"id":1,'
        await asyncio.Event().wait()

    async with asyncio.timeout(10), client_for(app) as client:
        answer = await client.post("/api/toys", content=half(), headers=JSON)

    assert answer.status_code == 408
    assert answer.json()["code"] == "request_timeout"
    assert answer.headers["connection"] == "close"


async def test_a_long_answer_that_nobody_reads_is_given_up(app, monkeypatch):
    monkeypatch.setattr(limits, "READER_PAUSE_S", 0.05)
    sent = []

    async def send(message):
        sent.append(message)
        if len(sent) > 3:
            await asyncio.Event().wait()

    asked = iter([{"type": "http.request"}])

    async def receive():
        return next(asked, None) or await asyncio.Event().wait()

    scope = {
        "type": "http", "method": "GET", "path": "/api/toys/endless", "headers": [],
        "query_string": b"", "raw_path": b"/api/toys/endless", "root_path": "",
        "scheme": "http", "server": ("test", 80), "client": ("test", 1),
        "asgi": {"version": "3.0", "spec_version": "2.3"}, "http_version": "1.1",
    }  # fmt: skip
    async with asyncio.timeout(10):
        await app(scope, receive, send)

    assert app.state.let_go == ["what the request held"]
