import base64
import json
import time

import pytest
from fastapi.security import HTTPAuthorizationCredentials
from jose import JWTError

from shared.errors import Unauthenticated
from shared.http.auth import authenticated
from shared.http.tokens import Verifier
from shared.settings import ServiceSettings
from tests.support import access_token


@pytest.fixture
def verifier() -> Verifier:
    return Verifier(ServiceSettings(service="any_svc"))


async def test_a_good_token_says_who_calls(verifier):
    claims = await verifier.verify(access_token("manager", 7))

    assert (claims.subject, claims.role) == ("7", "manager")


@pytest.mark.parametrize("missing", ["exp", "iat", "sub", "aud", "iss", "jti", "type"])
async def test_a_token_without_a_claim_that_decides_is_refused(verifier, missing):
    with pytest.raises(Unauthenticated):
        await verifier.verify(access_token("manager", 1, service="", **{missing: None}))


@pytest.mark.parametrize(
    "changes",
    [{"type": "refresh"}, {"aud": "previstock-refresh"}, {"iss": "other"}, {"exp": 1}],
)
async def test_a_token_made_for_something_else_is_refused(verifier, changes):
    with pytest.raises(Unauthenticated):
        await verifier.verify(access_token(**changes))


@pytest.mark.parametrize(
    "changes",
    [
        {"exp": 24 * 3600},
        {"exp": 10**18},
        {"exp": 10**400},
        {"iat": 300, "exp": 600},
        {"sid": "x"},
        {"sid": "-1"},
        {"sid": "9" * 19},
        {"sid": True},
        {"sid": ["7"]},
    ],
)
async def test_a_signed_token_that_was_never_issued_is_refused(verifier, changes):
    """Moments of less than two days are counted from now."""
    now = int(time.time())
    claims = {
        name: now + value if name != "sid" and value < 2 * 24 * 3600 else value
        for name, value in changes.items()
    }
    with pytest.raises(Unauthenticated):
        await verifier.verify(access_token(**claims))


@pytest.mark.parametrize("subject", ["0", "9" * 30, "٧", "1 ", "seven", ""])
async def test_a_subject_that_is_no_id_is_nobody(verifier, subject):
    token = HTTPAuthorizationCredentials(
        scheme="Bearer", credentials=access_token(sub=subject)
    )
    with pytest.raises(Unauthenticated):
        await authenticated(verifier, token)


async def test_a_token_that_names_no_algorithm_is_refused(verifier):
    head, body, _ = access_token().split(".")
    forged = base64.urlsafe_b64encode(json.dumps({"alg": "none"}).encode()).decode()

    for token in (f"{forged.rstrip('=')}.{body}.", f"{head}.{body}.", "a.b.c", "", "é"):
        with pytest.raises(Unauthenticated):
            await verifier.verify(token)


async def test_a_verified_token_stops_working_when_it_expires(verifier, monkeypatch):
    token = access_token(exp=int(time.time()) + 5)
    await verifier.verify(token)

    # The library reads its own clock; a token it refuses now was kept before.
    monkeypatch.setattr("shared.http.tokens.time.time", lambda: 10**10)
    monkeypatch.setattr("shared.http.tokens.jwt.decode", _refuse)

    with pytest.raises(Unauthenticated):
        await verifier.verify(token)


def _refuse(*_args, **_kwargs):
    raise JWTError
