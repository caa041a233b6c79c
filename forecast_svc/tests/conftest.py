"""forecast_svc on a real PostgreSQL, with the broker away unless a test has one."""

import asyncpg
import pytest
from aiokafka import AIOKafkaProducer

from forecast_svc.alerts.watcher import AlertWatcher
from forecast_svc.app import create_app
from forecast_svc.projection import snapshots
from forecast_svc.settings import Settings
from forecast_svc.tests.factories import Deliveries
from forecast_svc.tests.rebuilding import PAGE, Records
from tests.support import client_for

NO_WAIT = {"wait_s": 0.3, "fit_timeout_s": 60, "training_wait_s": 120}
"""Nobody waits for what does not come; what is fitted is, on however busy a machine."""


@pytest.fixture
async def app(databases):
    await databases.clean("forecast")
    app = create_app(databases.settings(Settings, **NO_WAIT))
    yield app
    await app.state.training.close()
    await app.state.fits.close()
    await app.state.advisor.close()
    await app.state.replaying.close()
    await app.state.exports.database.close()
    await app.state.database.close()


@pytest.fixture
async def client(app):
    """Somebody who is signed in and may read."""
    async with client_for(app, "viewer") as client:
        yield client


@pytest.fixture
async def stranger(app):
    async with client_for(app, None) as client:
        yield client


@pytest.fixture
async def admin(app):
    async with client_for(app, "admin") as client:
        yield client


@pytest.fixture
def records(monkeypatch):
    """What the other services serve, in small pages."""
    monkeypatch.setattr(snapshots, "LINES_PER_PAGE", PAGE)
    return Records()


@pytest.fixture
def deliver(app):
    return Deliveries(app.state.database)


@pytest.fixture
def look(app):
    """What the watcher of alerts does again and again."""
    return AlertWatcher(app.state.database).look


@pytest.fixture
async def inspector(app, databases):
    """A superuser's connection, for looking at everything."""
    connection = await asyncpg.connect(
        databases.superuser_dsn(), server_settings={"search_path": "forecast"}
    )
    yield connection
    await connection.close()


@pytest.fixture
async def send(kafka):
    """Events, or bytes as somebody may type them, without key or headers."""
    producer = AIOKafkaProducer(bootstrap_servers=kafka, acks="all")
    await producer.start()

    async def send(*events, topic="sales.created"):
        for event in events:
            typed = isinstance(event, bytes)
            await producer.send_and_wait(
                topic if typed else event.topic,
                event if typed else event.wire().encode(),
                key=None if typed else event.key(event.model_dump()),
            )

    yield send
    await producer.stop()
