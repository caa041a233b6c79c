"""The servers of the local stack keep what was committed when they are killed."""

import asyncio
import shutil

import asyncpg
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from ops.local.errors import LocalError
from ops.local.kafka import Kafka
from ops.local.postgres import SYSTEM_HOME, Postgres
from ops.postgres import roles
from ops.topics import create_topics
from shared.kafka.producer import Message, Producer
from shared.settings import normalise_url, plain_dsn
from tests.support.ports import free_port


def dsn(server: Postgres) -> str:
    url = normalise_url(server.url("postgres", "postgres"))
    return plain_dsn(url.set(password=server.password))


async def run(server: Postgres, statement: str) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(dsn(server))
    try:
        rows: list[asyncpg.Record] = await connection.fetch(statement)
        return rows
    finally:
        await connection.close()


@pytest.fixture
def postgres_of_its_own(tmp_path):
    server = Postgres(tmp_path / "postgres", free_port())
    server.start()
    yield server
    server.stop()
    server.erase()


async def test_postgresql_keeps_its_data_over_a_crash_and_a_stop(postgres_of_its_own):
    server = postgres_of_its_own
    await run(server, "CREATE TABLE kept AS SELECT 1 AS n")
    server.kill()
    assert server.pid() is None
    server.start()
    await run(server, "INSERT INTO kept VALUES (2)")
    server.stop()
    server.start()
    rows = await run(server, "SELECT n FROM kept ORDER BY n")
    assert [row["n"] for row in rows] == [1, 2]


def test_nothing_is_left_of_erased_data(tmp_path):
    server = Postgres(tmp_path / "postgres", free_port())
    server.initialise()
    server.erase()

    left = SYSTEM_HOME.glob(f"data/*{tmp_path.name}*")
    assert [*left, *tmp_path.iterdir()] == []


async def test_postgresql_refuses_a_wrong_password(postgres_of_its_own):
    wrong = normalise_url(postgres_of_its_own.url("postgres", "postgres"))
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(plain_dsn(wrong.set(password="guess")))


def test_a_server_that_cannot_start_says_why(postgres_of_its_own, tmp_path):
    second = Postgres(tmp_path / "second", postgres_of_its_own.port)
    with pytest.raises(LocalError, match=r"port \d+.*in use"):
        second.start()
    second.erase()


@pytest.mark.kafka
async def test_kafka_keeps_its_messages_over_a_crash(tmp_path):
    broker = Kafka(tmp_path / "kafka", free_port(), controller_port=free_port())
    broker.start()
    try:
        await create_topics(broker.bootstrap)
        producer = AIOKafkaProducer(
            bootstrap_servers=broker.bootstrap, enable_idempotence=True
        )
        await producer.start()
        await producer.send_and_wait("sales.created", b"before")
        await producer.stop()
        broker.kill()
        assert broker.pid is None
        broker.start()
        assert await create_topics(broker.bootstrap) == []
        assert await first_values(broker.bootstrap, "sales.created", 1) == [b"before"]
    finally:
        broker.stop()


@pytest.mark.kafka
async def test_a_wiped_broker_keeps_what_it_acknowledges(tmp_path):
    """It numbers sessions of producers from 0 again, and one that outlived the wipe
    may have the number of a new one."""
    broker = Kafka(tmp_path / "kafka", free_port(), controller_port=free_port())
    broker.start()
    sessions = []
    try:
        await create_topics(broker.bootstrap)
        sessions.append(await Producer.connect(broker.bootstrap))
        await sessions[0].send([Message("sales.created", b"before")])
        broker.kill()
        shutil.rmtree(tmp_path / "kafka" / "data")
        broker.start()
        await create_topics(broker.bootstrap)
        sessions.append(await Producer.connect(broker.bootstrap))

        for session, value in zip(sessions, (b"old", b"new"), strict=True):
            sent = await session.send([Message("import.progress", value, b"key")])
            assert sent == [None]

        arrived = await first_values(broker.bootstrap, "import.progress", 2)
        assert arrived == [b"old", b"new"]
    finally:
        for session in sessions:
            await session.close()
        broker.stop()


async def first_values(bootstrap, topic, count):
    consumer = AIOKafkaConsumer(
        topic, bootstrap_servers=bootstrap, auto_offset_reset="earliest"
    )
    await consumer.start()
    try:
        async with asyncio.timeout(30):
            return [(await consumer.getone()).value for _ in range(count)]
    finally:
        await consumer.stop()


def test_data_of_a_checkout_that_is_gone_is_told_apart(
    postgres_of_its_own, tmp_path, monkeypatch
):
    """Its password went with it; the data of a system user's home did not."""
    wrong = normalise_url(postgres_of_its_own.url("postgres", "postgres"))
    address = wrong.set(password="newer").render_as_string(hide_password=False)
    monkeypatch.setenv("ADMIN_DB_URL", address)
    monkeypatch.setenv("SECRETS_DIR", str(tmp_path))
    monkeypatch.delenv("ADMIN_DB_PASSWORD_FILE", raising=False)

    with pytest.raises(SystemExit, match="make reset"):
        roles.main()
