"""auth_svc on a real PostgreSQL, with cheap hashes."""

import pytest

from auth_svc.app import create_app
from auth_svc.passwords import hashing
from auth_svc.passwords.admission import Standing
from auth_svc.settings import Settings
from auth_svc.tests.factories import register, tokens_of
from tests.support import client_for

CLIENT_SECRET = "a-client-secret-of-etl"


@pytest.fixture
async def make_app(databases, tmp_path, monkeypatch):
    """Applications on one clean schema: two of them are two replicas."""
    # Other tests may have all processors, and nobody floods these.
    monkeypatch.setattr(hashing, "NICENESS", dict.fromkeys(Standing, 0))
    await databases.clean("auth")
    (tmp_path / "etl_svc").write_text(f"{CLIENT_SECRET}\n")
    made = []

    def make(**changes):
        usual = {"bcrypt_rounds": 4, "service_clients_dir": tmp_path}
        made.append(create_app(databases.settings(Settings, **usual | changes)))
        made[-1].state.passwords.refusals.pause_s = 0
        return made[-1]

    yield make
    for app in made:
        await app.state.exports.database.close()
        await app.state.database.close()
        if app.state.provider is not None:
            await app.state.provider.close()


@pytest.fixture
async def app(make_app):
    return make_app()


@pytest.fixture
async def client(app):
    async with client_for(app, role=None) as client:
        yield client


@pytest.fixture
async def admin(client):
    """The first admin's tokens."""
    user = await register(client, role="admin", email="admin@example.com")
    return await tokens_of(client, user["email"])
