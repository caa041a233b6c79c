"""etl_svc on a real PostgreSQL; its data folder is the test's own."""

import pytest

from etl_svc.app import create_app
from etl_svc.settings import Settings
from shared.testing import client_for


@pytest.fixture
def make_settings(databases, tmp_path):
    def make(**changes):
        return databases.settings(Settings, **{"data_dir": tmp_path / "etl"} | changes)

    return make


@pytest.fixture
async def app(databases, make_settings):
    await databases.clean("etl")
    app = create_app(make_settings())
    app.state.uploads.prepare()
    yield app
    await app.state.database.close()


@pytest.fixture
async def client(app):
    """A manager, user 7."""
    async with client_for(app, "manager", 7) as client:
        yield client
