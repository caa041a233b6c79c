"""Rights that change while everything runs: in every service, within seconds."""

import time

import httpx
import pytest

from tests.shop import eventually

pytestmark = pytest.mark.system

READS = {
    "auth": "/api/auth/me",
    "products": "/api/products",
    "sales": "/api/sales",
    "forecast": "/api/forecast/overrides",
    "etl": "/api/etl/jobs",
}
WITHIN_S = 5


@pytest.fixture
def colleague(shop):
    shop.sign_in()
    account = {
        "name": "Colleague",
        "email": f"colleague-{time.time_ns()}@example.com",
        "password": "a long enough one",
        "role": "manager",
    }
    made = shop.http.post(shop.url("auth", "/api/auth/register"), json=account)
    assert made.status_code == 201, made.text
    return account | {"id": made.json()["id"]}


def sign_in(shop, account):
    answer = httpx.post(
        shop.url("auth", "/api/auth/login"),
        json={"email": account["email"], "password": account["password"]},
        timeout=30,
    )
    assert answer.status_code == 200, answer.text
    return answer.json()


def statuses(shop, pair):
    headers = {"Authorization": f"Bearer {pair['access_token']}"}
    return {
        name: httpx.get(shop.url(name, path), headers=headers, timeout=30).status_code
        for name, path in READS.items()
    }


def change(shop, account, **fields):
    answer = shop.http.patch(
        shop.url("auth", f"/api/auth/users/{account['id']}"), json=fields
    )
    assert answer.status_code == 200, answer.text


def refused_everywhere(shop, pair):
    eventually(
        lambda: statuses(shop, pair),
        until=lambda found: set(found.values()) == {401},
        within=WITHIN_S,
    )


def test_a_demoted_manager_changes_nothing_any_more_and_goes_on_as_what_they_are(
    shop, colleague
):
    pair = sign_in(shop, colleague)
    assert set(statuses(shop, pair).values()) == {200}

    change(shop, colleague, role="viewer")

    def create():
        return httpx.post(
            shop.url("products", "/api/products"),
            json={"name": "x", "sku": f"X-{time.time_ns()}", "price": 1},
            headers={"Authorization": f"Bearer {pair['access_token']}"},
            timeout=30,
        ).status_code

    eventually(create, until=lambda status: status == 401, within=WITHIN_S)
    renewed = httpx.post(
        shop.url("auth", "/api/auth/refresh"),
        json={"refresh_token": pair["refresh_token"]},
        timeout=30,
    )
    assert renewed.status_code == 200
    # Imports are a manager's.
    assert statuses(shop, renewed.json()) == dict.fromkeys(READS, 200) | {"etl": 403}


def test_a_deactivated_colleague_is_out_of_every_service(shop, colleague):
    pair = sign_in(shop, colleague)

    change(shop, colleague, active=False)

    refused_everywhere(shop, pair)


def test_signing_out_ends_the_access_token_and_no_other_session(shop, colleague):
    left, kept = (sign_in(shop, colleague) for _ in range(2))

    httpx.post(
        shop.url("auth", "/api/auth/logout"),
        json={"refresh_token": left["refresh_token"]},
        timeout=30,
    )

    refused_everywhere(shop, left)
    assert set(statuses(shop, kept).values()) == {200}
