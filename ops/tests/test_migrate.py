"""The tables of the code are those that the migrations make."""

import asyncio
import sys

import asyncpg
import pytest
import structlog
from alembic import command
from structlog.testing import capture_logs

from ops.migrate import SERVICES, main, migrate
from sales_svc.settings import Settings
from shared.db import database
from shared.db.database import Database
from shared.http.service import known_revisions


@pytest.fixture(autouse=True)
def migrating(databases):
    with databases.migrating():
        yield


@pytest.mark.parametrize("service", SERVICES)
async def test_no_table_is_without_its_migration(databases, service):
    # Raises, and names the difference, when an upgrade would be generated.
    await migrate(service, command.check)


@pytest.fixture
async def newer(databases):
    """A schema that a later version has been at."""
    connection = await asyncpg.connect(databases.superuser_dsn())
    version = "UPDATE sales.alembic_version SET version_num = $1 RETURNING version_num"
    ours = await connection.fetchval("SELECT version_num FROM sales.alembic_version")
    await connection.execute(version, "9999")
    yield
    await connection.execute(version, ours)
    await connection.close()


async def test_older_code_on_a_newer_schema_ends_with_one_line(newer, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["migrate", "sales_svc"])
    with pytest.raises(SystemExit) as ended:
        await asyncio.to_thread(main)

    words = str(ended.value)
    assert "\n" not in words
    assert "sales_svc: the database's schema is at 9999" in words
    assert "restore a backup" in words


@pytest.fixture(autouse=True)
def fresh_logger(monkeypatch):
    """One that has been used keeps its processors, and nothing of it is captured."""
    monkeypatch.setattr(database, "log", structlog.get_logger())


async def logged_at_start(databases):
    settings = databases.settings(Settings, jwt_secret="x" * 32)
    store = Database(settings, application_name="sales_svc")
    try:
        with capture_logs() as logs:
            await store.warn_if_newer(known_revisions("sales_svc"))
    finally:
        await store.close()
    return [(line["event"], line["revision"]) for line in logs]


async def test_a_service_of_older_code_says_that_the_schema_is_newer(databases, newer):
    assert await logged_at_start(databases) == [
        ("schema_is_newer_than_the_code", "9999")
    ]


async def test_a_service_on_its_own_schema_says_nothing(databases):
    assert await logged_at_start(databases) == []
