"""Pytest fixtures for every service; loaded by the root ``conftest.py``.

Each test process has servers of its own, started when the first test asks.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import pytest

from ops.local.kafka import Kafka
from ops.local.postgres import Postgres
from ops.migrate import ROOT, SERVICES
from ops.topics import create_topics
from tests.support.databases import Databases
from tests.support.ports import free_port


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Postgres]:
    server = Postgres(tmp_path_factory.mktemp("postgres"), free_port(), durable=False)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        server.erase()


@pytest.fixture(scope="session")
def databases(
    postgres: Postgres, tmp_path_factory: pytest.TempPathFactory
) -> Databases:
    made = Databases(
        postgres.url("postgres", "postgres"),
        postgres.password,
        tmp_path_factory.mktemp("secrets"),
    )
    # Here, where no event loop runs yet: the migrations have one of their own.
    asyncio.run(made.prepare(_migrated_services()))
    return made


@pytest.fixture
async def second_location(databases: Databases) -> AsyncIterator[int]:
    """The id of a shop beside the main one, for services that cannot open one."""
    connection = await asyncpg.connect(databases.superuser_dsn())
    opened: int = await connection.fetchval(
        "INSERT INTO products.locations (name) VALUES ('second') RETURNING id"
    )
    yield opened
    await connection.close()
    await databases.clean("products")


@pytest.fixture(scope="session")
def kafka_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kafka]:
    broker = Kafka(
        tmp_path_factory.mktemp("kafka"), free_port(), controller_port=free_port()
    )
    broker.start()
    yield broker
    broker.stop()


@pytest.fixture(scope="session")
def kafka(kafka_server: Kafka) -> str:
    """Bootstrap address of a real broker that has every topic."""
    asyncio.run(create_topics(kafka_server.bootstrap))
    return kafka_server.bootstrap


def _migrated_services() -> list[str]:
    return [
        name
        for name in SERVICES
        if (Path(ROOT) / name / "migrations" / "env.py").is_file()
    ]
