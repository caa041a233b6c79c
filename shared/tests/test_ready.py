"""A service whose database is away, full or crowded."""

import asyncpg
import pytest
from sqlalchemy import text

from shared.settings import normalise_url, plain_dsn
from shared.tests.toys import toy_app
from tests.support import client_for
from tests.support.ports import free_port


async def test_the_service_is_not_ready_while_the_database_is_away():
    app = toy_app("postgresql://nobody@127.0.0.1:1/none")
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


NO_ROOM = "DO $$ BEGIN RAISE EXCEPTION 'no room' USING ERRCODE = '53100'; END $$"


async def in_a_session(store):
    async with store.transaction() as db:
        await db.execute(text(NO_ROOM))


async def on_the_connection(store):
    async with store.raw() as connection:
        await connection.execute(NO_ROOM)


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("write", [in_a_session, on_the_connection])
async def test_a_write_that_found_no_room_is_remembered(app, write, monkeypatch):
    """The row that readiness writes takes the place of its former version: on a
    full disk it still succeeds."""
    app.state.readiness = dict
    async with client_for(app, None) as client:
        with pytest.raises(Exception, match="no room"):
            await write(app.state.database)
        full = await client.get("/health/ready")
        monkeypatch.setattr("shared.db.database.FULL_FOR_S", 0)
        later = await client.get("/health/ready")

    assert full.status_code == 503
    assert full.json()["reasons"] == {"database": "cannot be written (DiskFullError)"}
    assert later.status_code == 200


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


async def test_a_database_that_takes_no_more_connections_means_try_again(dsn):
    connection = await asyncpg.connect(dsn)
    await connection.execute("DROP ROLE IF EXISTS crowded")
    await connection.execute(
        "CREATE ROLE crowded LOGIN PASSWORD 'crowded' CONNECTION LIMIT 0"
    )
    await connection.close()
    url = normalise_url(dsn).set(username="crowded", password="crowded")
    app = toy_app(plain_dsn(url))

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
    app = toy_app(f"postgresql+asyncpg://a:b@127.0.0.1:{free_port()}/toys")

    async with client_for(app) as client:
        answer = await client.post("/api/toys/late")

    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert "database" in answer.json()["detail"]
