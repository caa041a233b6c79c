"""Accounts of Redpanda, by its administrators' interface: who may come in, and whether it
asks. The operator comes first, so that nobody is locked out on the way.

It keeps both in its own data: an installation from before there were accounts gets them
as a new one does.
"""

from collections.abc import Mapping
from typing import Any

import httpx

from ops.secrets import OPERATOR

TIMEOUT_S = 30
ACCOUNTS, ACCOUNT = "/v1/security/users", "/v1/security/users/{}"
SETTINGS = "/v1/cluster_config"


class BrokerRefuses(Exception):
    """Shown as it is."""


def ask_for_accounts(
    url: str,
    accounts: Mapping[str, str],
    *,
    transport: httpx.BaseTransport | None = None,
) -> None:
    """From when this returns the broker lets in who proves one of ``accounts``, name and
    password, and nobody else. Raises BrokerRefuses, httpx.HTTPError."""
    with _client(url, accounts[OPERATOR], transport) as client:
        known = set(_done(client.get(ACCOUNTS)).json())
        for name, password in accounts.items():
            body = {
                "username": name,
                "password": password,
                "algorithm": "SCRAM-SHA-512",
            }
            if name in known:
                _done(client.put(ACCOUNT.format(name), json=body))
            else:
                _done(client.post(ACCOUNTS, json=body))
        _settle(
            client, superusers=[OPERATOR], enable_sasl=True, admin_api_require_auth=True
        )


def ask_nobody(
    url: str, password: str, *, transport: httpx.BaseTransport | None = None
) -> None:
    """Everybody comes in again. ``password`` is the operator's; raises as above."""
    with _client(url, password, transport) as client:
        _settle(client, enable_sasl=False, admin_api_require_auth=False)


def _client(
    url: str, password: str, transport: httpx.BaseTransport | None
) -> httpx.Client:
    # Where it asks nobody yet, a name that it does not know does no harm.
    return httpx.Client(
        base_url=url,
        auth=(OPERATOR, password),
        timeout=TIMEOUT_S,
        transport=transport or httpx.HTTPTransport(retries=3),
    )


def _settle(client: httpx.Client, **settings: Any) -> None:
    _done(client.put(SETTINGS, json={"upsert": settings, "remove": []}))


def _done(answer: httpx.Response) -> httpx.Response:
    if answer.status_code == httpx.codes.UNAUTHORIZED:
        raise BrokerRefuses(
            "The broker has another password for its operator than this installation:"
            " docs/deploy.md tells how to give it a new one."
        )
    if answer.is_error:
        raise BrokerRefuses(
            f"{answer.request.method} {answer.request.url.path}: {answer.status_code}"
            f" {answer.text}. KAFKA_ACCOUNTS=false goes on without accounts."
        )
    return answer
