"""A schema of shared's own, with an outbox, an inbox and one table of effects."""

import asyncpg
import pytest

from shared.db import shop
from shared.db.database import READINESS_TABLE, Database
from shared.db.locks import FUNCTIONS
from shared.kafka import offsets, outbox
from shared.kafka.producer import Message, Producer
from shared.settings import DatabaseSettings, normalise_url, plain_dsn
from shared.tests.toys import toy_app

SCHEMA = "toy"


@pytest.fixture(scope="session")
def dsn(postgres):
    """The plumbing is tested without any service's migrations."""
    url = normalise_url(postgres.url("postgres", "postgres"))
    return plain_dsn(url.set(password=postgres.password))


@pytest.fixture
async def database(dsn):
    """A service's database with nothing in it yet."""
    connection = await asyncpg.connect(dsn)
    await connection.execute(
        f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE; CREATE SCHEMA {SCHEMA}"
    )
    await connection.execute(f"SET search_path = {SCHEMA}")
    await connection.execute(outbox.CREATE_TABLE)
    await connection.execute("CREATE TABLE inbox (id bigint PRIMARY KEY)")
    await connection.execute(offsets.CREATE_TABLE)
    await connection.execute(READINESS_TABLE)
    await connection.execute(shop.CREATE_TABLE)
    for statement in FUNCTIONS:
        await connection.execute(statement.format(schema=SCHEMA))
    await connection.execute(
        "CREATE TABLE effects (n bigserial, id bigint, quantity int CHECK (quantity < 1000))"
    )
    await connection.close()
    made = Database(
        DatabaseSettings(db_url=dsn, db_schema=SCHEMA), application_name="toy"
    )
    yield made
    await made.close()


@pytest.fixture
async def app(dsn):
    app = toy_app(dsn)
    yield app
    await app.state.database.close()


@pytest.fixture
async def send_all(kafka):
    """Many at once, in their order; those with one key to one partition."""
    producer = await Producer.connect(kafka)

    async def send_all(event, *values, key=b"one"):
        messages = [Message(event.topic, value, key) for value in values]
        assert not any(await producer.send(messages))

    yield send_all
    await producer.close()
