"""sales_svc on a real PostgreSQL, with the real stock functions beside it."""

import asyncpg
import pytest

from sales_svc.app import create_app
from sales_svc.imports.operations.record_chunks import record_chunks
from sales_svc.settings import Settings
from sales_svc.tests.factories import Shop
from shared.http.exports import closing_exports
from tests.support import client_for


@pytest.fixture
async def app(databases):
    await databases.clean("products", "sales")
    app = create_app(databases.settings(Settings, db_pool_size=16))
    async with closing_exports(app):
        yield app
    await app.state.database.close()


@pytest.fixture
async def client(app):
    """A manager, user 7."""
    async with client_for(app, "manager", 7) as client:
        yield client


@pytest.fixture
async def shop(app, databases):
    """Products to sell, and a superuser's look at everything."""
    connection = await asyncpg.connect(databases.superuser_dsn())
    yield Shop(connection)
    await connection.close()


@pytest.fixture
def record(app):
    """What the consumer does with a batch of chunks."""

    async def in_one_transaction(*chunks):
        async with app.state.database.transaction() as db:
            await record_chunks(db, chunks)

    return in_one_transaction
