"""Signing in by an account elsewhere, against a provider on this machine."""

from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc.jwk import RSAKey
from pydantic import SecretStr

from auth_svc.tests.factories import as_bearer, claims_of, register, set_up, tokens_of
from tests.support import client_for
from tests.support.oidc import CLIENT, SECRET, provider

START = "/api/auth/single-sign-on"
BACK = f"{START}/back"


@pytest.fixture(scope="module")
def server():
    with provider() as accounts:
        yield accounts


@pytest.fixture
def accounts(server):
    server.person = {
        "sub": "ada-there",
        "email": "Ada@Example.com",
        "email_verified": True,
    }
    server.lies, server.metadata, server.shown_key = {}, {}, None
    return server


def make(make_app, accounts, **changes):
    usual = {
        "oidc_issuer": accounts.issuer,
        "oidc_client_id": CLIENT,
        "oidc_client_secret": SecretStr(SECRET),
        "oidc_name": "Accounts Ltd",
        "public_url": "http://test",
    }
    return make_app(**usual | changes)


@pytest.fixture
def app(make_app, accounts):
    return make(make_app, accounts)


async def go(client, next_page="/"):
    """To the provider and as far as the address by which it sends back."""
    start = await client.get(START, params={"next_page": next_page})
    assert start.status_code == 303, start.text
    async with httpx.AsyncClient() as browser:
        there = await browser.get(start.headers["Location"])
    return there.headers["Location"]


async def enter(client, next_page="/"):
    """What the sign-in page is told."""
    answer = await client.get(await go(client, next_page))
    assert answer.status_code == 303, answer.text
    page = urlsplit(answer.headers["Location"])
    assert page.path == "/sign-in"
    return {name: values[0] for name, values in parse_qs(page.query).items()}


async def test_who_has_an_account_here_and_there_is_signed_in(client):
    user = await register(client, email="ada@example.com")

    told = await enter(client, "/products?q=tea")
    answer = await client.post("/api/auth/refresh", headers={"Origin": "http://test"})

    assert told == {"entered": "true", "next": "/products?q=tea"}
    assert answer.status_code == 200, answer.text
    assert claims_of(answer.json()["access_token"])["sub"] == str(user["id"])
    options = await client.get("/api/auth/sign-in-options")
    assert options.json()["single_sign_on"] == "Accounts Ltd"


async def test_from_then_on_the_subject_counts_and_no_address(client, accounts):
    user = await register(client, email="ada@example.com")
    await enter(client)
    other = await register(client, email="new@example.com")

    accounts.person["email"] = "new@example.com"
    assert "entered" in await enter(client)
    answer = await client.post("/api/auth/refresh", headers={"Origin": "http://test"})

    assert claims_of(answer.json()["access_token"])["sub"] == str(user["id"])
    assert user["id"] != other["id"]


@pytest.mark.parametrize(
    "claims",
    [
        {"email_verified": False},
        {"email_verified": "true"},
        {"email": "stranger@example.com"},
        {"email": None},
    ],
    ids=str,
)
async def test_nobody_comes_in_by_an_address_that_is_not_theirs(
    client, accounts, claims
):
    await register(client, email="ada@example.com")
    accounts.person |= claims

    assert await enter(client) == {"refused": "sign_on_refused"}
    assert "previstock_refresh" not in client.cookies


@pytest.mark.parametrize(
    "lie",
    [
        {"nonce": "another"},
        {"aud": "another client"},
        {"iss": "https://elsewhere.example"},
        {"exp": 1_000_000_000},
        {"sub": None},
    ],
    ids=str,
)
async def test_a_token_that_was_not_made_for_this_is_refused(client, accounts, lie):
    await register(client, email="ada@example.com")
    accounts.lies = lie

    assert await enter(client) == {"refused": "sign_on_refused"}


async def test_a_token_of_another_key_is_refused(client, accounts):
    await register(client, email="ada@example.com")
    accounts.shown_key = RSAKey.generate_key(2048, {"kid": "1"})

    assert await enter(client) == {"refused": "sign_on_refused"}


async def test_each_way_back_is_good_once_and_in_its_own_browser(client, app):
    await register(client, email="ada@example.com")
    address = await go(client)

    async with client_for(app, role=None) as another:
        elsewhere = await another.get(address)
    first = await client.get(address)
    again = await client.get(address)

    assert "refused=sign_on_refused" in elsewhere.headers["Location"]
    assert "entered=true" in first.headers["Location"]
    assert "refused=sign_on_refused" in again.headers["Location"]


async def test_a_closed_account_stays_closed(client):
    admin = await register(client, role="admin", email="admin@example.com")
    pair = await tokens_of(client, admin["email"])
    user = await register(client, email="ada@example.com", headers=as_bearer(pair))
    await enter(client)
    await client.patch(
        f"/api/auth/users/{user['id']}",
        json={"active": False},
        headers=as_bearer(pair),
    )

    assert await enter(client) == {"refused": "sign_on_refused"}


async def test_where_a_second_factor_is_needed_the_provider_asks_for_its_own(client):
    admin = await register(client, role="admin", email="ada@example.com")
    headers = as_bearer(await tokens_of(client, admin["email"]))
    await set_up(client, headers)
    await client.put(
        "/api/auth/sign-in-rule", json={"second_factor_from": "admin"}, headers=headers
    )
    await client.delete(f"/api/auth/users/{admin['id']}/second-factor", headers=headers)

    assert "entered" in await enter(client)
    answer = await client.post("/api/auth/refresh", headers={"Origin": "http://test"})
    assert answer.status_code == 200


@pytest.mark.parametrize("page", ["https://evil.example", "//evil.example", "/\\evil"])
async def test_nobody_is_sent_to_another_address(client, page):
    answer = await client.get(START, params={"next_page": page})
    assert answer.status_code == 422


async def test_a_provider_that_is_away_is_said(make_app, accounts):
    app = make(make_app, accounts, oidc_issuer="http://127.0.0.1:9")
    async with client_for(app, role=None) as client:
        answer = await client.get(START)
    assert answer.status_code == 303
    assert answer.headers["Location"] == "http://test/sign-in?refused=provider_away"


@pytest.mark.parametrize(
    "metadata",
    [
        {"issuer": "https://elsewhere.example"},
        {"jwks_uri": None},
        {"token_endpoint": "not an address"},
    ],
    ids=str,
)
async def test_metadata_of_somebody_else_or_of_no_use_is_not_trusted(
    client, accounts, metadata
):
    await register(client, email="ada@example.com")
    accounts.metadata = metadata

    start = await client.get(START)
    if "token_endpoint" not in metadata:
        assert "refused=provider_away" in start.headers["Location"]
    else:
        assert await enter(client) == {"refused": "provider_away"}


async def test_a_provider_that_sends_elsewhere_is_not_followed(client, accounts):
    await register(client, email="ada@example.com")
    accounts.metadata = {"token_endpoint": f"{accounts.issuer}/moved"}

    assert await enter(client) == {"refused": "provider_away"}
    assert accounts.followed == []


async def test_where_no_provider_is_set_up_there_is_none(make_app):
    async with client_for(make_app(), role=None) as client:
        answer = await client.get(START)
        options = await client.get("/api/auth/sign-in-options")
    assert answer.json()["code"] == "no_single_sign_on"
    assert options.json()["single_sign_on"] is None
