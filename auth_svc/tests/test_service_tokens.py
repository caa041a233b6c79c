import pytest

from auth_svc.tests.conftest import CLIENT_SECRET
from auth_svc.tests.factories import claims_of
from shared.http.tokens import Verifier

SERVICE_TOKEN = "/api/auth/service-token"


async def ask(client, client_id="etl_svc", client_secret=CLIENT_SECRET):
    return await client.post(
        SERVICE_TOKEN, json={"client_id": client_id, "client_secret": client_secret}
    )


async def test_a_service_gets_a_token_of_its_own(client, app):
    answer = await ask(client)

    body = answer.json()
    assert answer.status_code == 200
    assert (body["token_type"], body["expires_in"]) == ("bearer", 900)
    claims = await Verifier(app.state.settings).verify(body["access_token"])
    assert (claims.subject, claims.role) == ("service:etl_svc", "service")
    assert "sid" not in claims_of(body["access_token"])


@pytest.mark.parametrize(
    ("client_id", "client_secret"),
    [
        ("etl_svc", "wrong"),
        ("etl_svc", CLIENT_SECRET + "x"),
        ("etl_svc", "é"),
        ("forecast_svc", CLIENT_SECRET),
    ],
)
async def test_a_wrong_secret_and_an_unknown_account_look_the_same(
    client, client_id, client_secret
):
    answer = await ask(client, client_id, client_secret)

    assert (answer.status_code, answer.json()["code"]) == (401, "bad_credentials")


@pytest.mark.parametrize("client_id", ["../etl_svc", "", "ETL", "a" * 64, "a\0b"])
async def test_a_client_id_is_a_plain_name(client, client_id):
    answer = await ask(client, client_id)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "client_id"


async def test_a_secret_that_is_no_text_is_refused(client):
    answer = await client.post(
        SERVICE_TOKEN,
        content='{"client_id": "etl_svc", "client_secret": "\\ud800"}',
        headers={"Content-Type": "application/json"},
    )

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "client_secret"


async def test_guessing_a_secret_is_slowed_and_locks_no_service_out(client):
    answers = [
        (await ask(client, ["etl_svc", "forecast_svc"][n % 2], "wrong")).status_code
        for n in range(21)
    ]

    assert answers == [401] * 20 + [429]
    assert (await ask(client)).status_code == 200


async def test_without_accounts_nobody_is_one(make_app):
    app = make_app(service_clients_dir=None)

    assert not app.state.service_accounts.know("etl_svc", "")
    assert not app.state.service_accounts.know("", "")
