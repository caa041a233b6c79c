"""products_svc on a real PostgreSQL; the till is sales_svc's role on its schema."""

import asyncpg
import pytest

from products_svc.app import create_app
from products_svc.settings import Settings
from products_svc.tests.factories import Till
from tests.support import client_for


@pytest.fixture
async def app(databases):
    await databases.clean("products")
    app = create_app(databases.settings(Settings, db_pool_size=20))
    yield app
    await app.state.database.close()


@pytest.fixture
async def client(app):
    """A manager, user 7."""
    async with client_for(app, "manager", 7) as client:
        yield client


@pytest.fixture
async def till(app, databases):
    """What sales_svc may do here, with up to 20 sales at a time."""
    async with asyncpg.create_pool(
        databases.role_dsn("app", "sales"), min_size=1, max_size=20
    ) as pool:
        yield Till(pool)


@pytest.fixture
async def inspector(app, databases):
    """A superuser's connection, for looking at everything."""
    connection = await asyncpg.connect(
        databases.superuser_dsn(), server_settings={"search_path": "products"}
    )
    yield connection
    await connection.close()
