"""What is the same at the edge of every service, seen through a small one."""

import asyncio
import json
from decimal import Decimal
from itertools import repeat
from typing import Annotated

import asyncpg
import pytest
from fastapi import Depends, Query
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, ConfigDict
from sqlalchemy import text

from shared.db.database import Store, Transaction
from shared.errors import Conflict
from shared.http import limits
from shared.http.auth import Admin, Viewer
from shared.http.service import api_router, build_app
from shared.settings import ServiceSettings, normalise_url, plain_dsn
from shared.types import Id, Money
from tests.support import client_for
from tests.support.ports import free_port

JSON = {"Content-Type": "application/json"}


class Toy(BaseModel):
    model_config = ConfigDict(extra="forbid")

    id: Id
    price: Money


class Seen(BaseModel):
    price: str


class ToySettings(ServiceSettings):
    service: str = "toy_svc"


router = api_router("/api/toys", "toys")


@router.post("")
async def post_toy(body: Toy) -> Seen:
    return Seen(price=str(body.price))


@router.post("/box")
async def post_box(body: list[Toy]) -> int:
    return len(body)


let_go: list[str] = []


async def held():
    try:
        yield
    finally:
        let_go.append("what the request held")


@router.get("/endless", response_class=StreamingResponse)
async def endless(_held: Annotated[None, Depends(held)]) -> StreamingResponse:
    return StreamingResponse(repeat("once more\n"))


@router.get("/conflict")
async def conflict() -> None:
    raise Conflict("Somebody was faster.", left=3)


@router.get("/broken")
async def broken(limit: Annotated[int, Query(ge=1)] = 1) -> int:
    return 1 // 0 + limit


@router.get("/unreadable")
async def unreadable(db: Transaction) -> str:
    await db.execute(text("SELECT 1"))
    raise OSError("a file, not the database")


@router.get("/slow")
async def slow(store: Store) -> None:
    async with store.raw() as connection:
        await connection.execute("SELECT pg_sleep(5)", timeout=0.05)


@router.get("/mine")
async def mine(caller: Viewer) -> int:
    return caller.id


@router.get("/admin")
async def admin_only(caller: Admin) -> int:
    return caller.id


@router.post("/late")
async def fails_at_commit(db: Transaction) -> str:
    await db.execute(
        text(
            "CREATE TEMP TABLE IF NOT EXISTS late (a int UNIQUE DEFERRABLE INITIALLY DEFERRED)"
        )
    )
    await db.execute(text("INSERT INTO late VALUES (1), (1)"))
    return "committed"


@pytest.fixture
async def app(dsn):
    app = build_app(
        ToySettings(db_url=dsn), title="Toys", description="", routers=[router]
    )
    yield app
    await app.state.database.close()


async def test_a_price_is_read_exactly(app):
    async with client_for(app) as client:
        kept = await client.post(
            "/api/toys",
            content='{"id":1,"price":9999999999.99}',
            headers={"Content-Type": "application/json"},
        )
        refused = await client.post(
            "/api/toys",
            content='{"id":1,"price":19.99999999999999999999}',
            headers={"Content-Type": "application/json"},
        )

    assert Decimal(kept.json()["price"]) == Decimal("9999999999.99")
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "price"


@pytest.mark.parametrize(
    "body",
    [
        "{",
        '{"id":1,"price":NaN}',
        "[]",
        "\x00",
        '{"id":99999999999999999999999,"price":1}',
    ],
)
async def test_a_bad_body_is_a_problem_that_says_so(app, body):
    async with client_for(app) as client:
        answer = await client.post(
            "/api/toys", content=body, headers={"Content-Type": "application/json"}
        )

    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "invalid"
    assert answer.json()["errors"]


async def test_every_failure_is_a_problem(app):
    async with client_for(app) as client:
        answers = [
            await client.get("/api/toys/conflict"),
            await client.get("/api/toys/broken"),
            await client.get("/nowhere"),
            await client.request("PATCH", "/api/toys"),
            await client.request("BREW", "/api/toys"),
        ]

    assert [a.status_code for a in answers] == [409, 500, 404, 405, 405]
    assert {a.headers["content-type"] for a in answers} == {"application/problem+json"}
    assert all(a.headers["Allow"] for a in answers if a.status_code == 405)
    assert answers[0].json()["params"] == {"left": 3}
    assert "ZeroDivision" not in answers[1].text


async def test_the_request_id_of_the_caller_comes_back(app):
    async with client_for(app) as client:
        kept = await client.get("/health", headers={"X-Request-ID": "till-7:42"})
        made = await client.get("/health", headers={"X-Request-ID": "bad id\t"})

    assert kept.headers["X-Request-ID"] == "till-7:42"
    assert len(made.headers["X-Request-ID"]) == 32


async def test_a_role_opens_what_it_may_and_nothing_more(app):
    async with client_for(app, "viewer", 5) as client:
        assert (await client.get("/api/toys/mine")).json() == 5
        assert (await client.get("/api/toys/admin")).status_code == 403
    async with client_for(app, None) as client:
        answer = await client.get("/api/toys/mine")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"


async def test_a_commit_that_fails_is_never_answered_with_success(app):
    async with client_for(app) as client:
        answer = await client.post("/api/toys/late")

    assert answer.status_code == 500


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

    assert let_go == ["what the request held"]


async def test_the_service_is_not_ready_while_the_database_is_away():
    app = build_app(
        ToySettings(db_url="postgresql://nobody@127.0.0.1:1/none"),
        title="Toys",
        description="",
        routers=[router],
    )
    async with client_for(app, None) as client:
        alive = await client.get("/health")
        ready = await client.get("/health/ready")

    assert alive.json() == {"status": "ok"}
    assert ready.status_code == 503
    assert set(ready.json()["reasons"]) == {"database", "broker"}


async def test_the_service_is_not_ready_while_nothing_can_be_written(
    app, dsn, database, monkeypatch
):
    """As on a full disk: reads are answered."""
    app.state.readiness = dict
    connection = await asyncpg.connect(dsn, server_settings={"search_path": "toy"})
    async with client_for(app, None) as client:
        assert (await client.get("/health/ready")).status_code == 200

        await connection.execute(
            "ALTER TABLE readiness ADD CONSTRAINT full_disk CHECK (false) NOT VALID"
        )
        await connection.close()
        # One write a second is tried, however often it is asked.
        assert (await client.get("/health/ready")).status_code == 200
        monkeypatch.setattr("shared.db.database.WRITE_AT_MOST_EVERY_S", 0)

        ready = await client.get("/health/ready")

    assert ready.status_code == 503
    assert ready.json()["reasons"] == {
        "database": "cannot be written (CheckViolationError)"
    }


@pytest.mark.usefixtures("database")
async def test_what_is_held_or_lost_is_said(app):
    app.state.liveness = lambda: {"toys": "away"}
    app.state.readiness = lambda: {"sales.created": "waits"}
    async with client_for(app, None) as client:
        alive = await client.get("/health")
        ready = await client.get("/health/ready")

    assert (alive.status_code, alive.json()["reasons"]) == (503, {"toys": "away"})
    assert (ready.status_code, ready.json()["reasons"]) == (
        503,
        {"sales.created": "waits"},
    )


async def test_metrics_are_served(app):
    async with client_for(app) as client:
        await client.get("/api/toys/conflict")
        answer = await client.get("/metrics")

    assert 'handler="/api/toys/conflict"' in answer.text


async def test_a_database_that_takes_no_more_connections_means_try_again(dsn):
    connection = await asyncpg.connect(dsn)
    await connection.execute("DROP ROLE IF EXISTS crowded")
    await connection.execute(
        "CREATE ROLE crowded LOGIN PASSWORD 'crowded' CONNECTION LIMIT 0"
    )
    await connection.close()
    url = normalise_url(dsn).set(username="crowded", password="crowded")
    app = build_app(
        ToySettings(db_url=plain_dsn(url)),
        title="Toys",
        description="",
        routers=[router],
    )

    async with client_for(app) as client:
        answer = await client.post("/api/toys/late")

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "1"
    assert answer.json()["code"] == "unavailable"


async def test_only_the_drivers_errors_are_the_databases(app):
    async with client_for(app) as client:
        file = await client.get("/api/toys/unreadable")
        statement = await client.get("/api/toys/slow")

    assert (file.status_code, file.json()["code"]) == (500, "internal")
    assert (statement.status_code, statement.json()["code"]) == (503, "unavailable")


async def test_a_database_that_is_not_there_means_try_again():
    app = build_app(
        ToySettings(db_url=f"postgresql+asyncpg://a:b@127.0.0.1:{free_port()}/toys"),
        title="Toys",
        description="",
        routers=[router],
    )

    async with client_for(app) as client:
        answer = await client.post("/api/toys/late")

    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert "database" in answer.json()["detail"]
