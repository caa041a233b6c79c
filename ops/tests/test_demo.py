"""What ``make demo`` says when it cannot sign in as its admin."""

import asyncio
from functools import partial

import httpx
import pytest

from auth_svc.app import create_app
from auth_svc.settings import Settings
from ops.demo import EMAIL, PASSWORD, Demo
from ops.local.errors import LocalError
from ops.local.ports import Ports
from tests.support import served


@pytest.fixture
async def port(databases, tmp_path):
    """Where the real auth_svc answers, with nobody in it."""
    await databases.clean("auth")
    app = create_app(
        databases.settings(Settings, bcrypt_rounds=4, service_clients_dir=tmp_path)
    )
    async with served(app) as port:
        yield port
    await app.state.database.close()


@pytest.fixture
def sign_in(port):
    def run():
        with httpx.Client() as http:
            Demo(Ports(auth=port), http)._sign_in()

    return partial(asyncio.to_thread, run)


@pytest.fixture
async def accounts(port):
    address = f"http://127.0.0.1:{port}/api/auth"
    async with httpx.AsyncClient(base_url=address) as client:
        yield client


async def register(accounts, **account):
    answer = await accounts.post("/register", json={"name": "Ann"} | account)
    assert answer.status_code == 201


async def test_the_demo_signs_in_again_as_the_admin_that_it_made(sign_in, capsys):
    await sign_in()
    await sign_in()

    assert capsys.readouterr().out == f"✓ first admin: {EMAIL}\n"


async def test_where_another_is_admin_the_missing_account_can_be_made_by_hand(
    sign_in, accounts
):
    await register(accounts, email="ann@example.com", password=PASSWORD, role="admin")

    with pytest.raises(LocalError, match=f"{EMAIL} is missing or.*`make admin`"):
        await sign_in()


async def test_an_account_with_another_password_is_named(sign_in, accounts):
    await register(accounts, email=EMAIL, password="another password")

    with pytest.raises(LocalError, match=f"{EMAIL} has another password than"):
        await sign_in()


async def test_other_refusals_are_told_in_their_own_words(sign_in, accounts):
    await register(accounts, email=EMAIL, password="another password")
    for _ in range(5):
        credentials = {"email": EMAIL, "password": "guess"}
        await accounts.post("/login", json=credentials)

    with pytest.raises(LocalError, match=r"cannot sign in: .*too_many"):
        await sign_in()
