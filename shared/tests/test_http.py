"""What is the same at the edge of every service, seen through a small one."""

from decimal import Decimal
from typing import Annotated

import asyncpg
import pytest
from fastapi import Query
from pydantic import BaseModel
from sqlalchemy import text

from shared.auth import Admin, Viewer
from shared.database import Transaction
from shared.errors import Conflict
from shared.service import api_router, build_app
from shared.settings import ServiceSettings, normalise_url, plain_dsn
from shared.testing import client_for
from shared.types import Id, Money


class Toy(BaseModel):
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


@router.get("/conflict")
async def conflict() -> None:
    raise Conflict("Somebody was faster.", left=3)


@router.get("/broken")
async def broken(limit: Annotated[int, Query(ge=1)] = 1) -> int:
    return 1 // 0 + limit


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


async def test_a_body_that_is_too_large_is_refused(app):
    async with client_for(app) as client:
        answer = await client.post(
            "/api/toys",
            content=b" " * 10_000_001,
            headers={"Content-Type": "application/json"},
        )

    assert answer.status_code == 413
    assert answer.json()["code"] == "too_large"


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
        monkeypatch.setattr("shared.database.WRITE_AT_MOST_EVERY_S", 0)

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
