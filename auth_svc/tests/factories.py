"""Bodies and shortcuts; a test names only what matters to it."""

from typing import Any
from uuid import uuid4

import httpx
import pyotp
from jose import jwt  # noqa: TID251 - tests look into tokens from outside.

PASSWORD = "correct horse"


def registration(**changes: Any) -> dict[str, Any]:
    usual = {
        "name": "Ada",
        "email": f"ada-{uuid4().hex[:8]}@example.com",
        "password": PASSWORD,
    }
    return usual | changes


async def register(client: httpx.AsyncClient, **changes: Any) -> dict[str, Any]:
    headers = changes.pop("headers", None)
    answer = await client.post(
        "/api/auth/register", json=registration(**changes), headers=headers
    )
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def log_in(
    client: httpx.AsyncClient, email: str, password: str = PASSWORD, **changes: Any
) -> httpx.Response:
    return await client.post(
        "/api/auth/login", json={"email": email, "password": password}, **changes
    )


async def signed_in(client: httpx.AsyncClient, **changes: Any) -> dict[str, Any]:
    """A new account's token pair; the client itself keeps no cookie."""
    user = await register(client, **changes)
    return await tokens_of(client, user["email"])


async def tokens_of(client: httpx.AsyncClient, email: str) -> dict[str, Any]:
    answer = await log_in(client, email)
    assert answer.status_code == 200, answer.text
    client.cookies.clear()
    pair: dict[str, Any] = answer.json()
    return pair


async def refresh(client: httpx.AsyncClient, token: str) -> httpx.Response:
    answer = await client.post("/api/auth/refresh", json={"refresh_token": token})
    client.cookies.clear()
    return answer


def as_bearer(pair: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {pair['access_token']}"}


def claims_of(token: str) -> dict[str, Any]:
    claims: dict[str, Any] = jwt.get_unverified_claims(token)
    return claims


async def set_up(
    client: httpx.AsyncClient, headers: dict[str, str]
) -> tuple[pyotp.TOTP, list[str]]:
    """An authenticator app that has shown a code, and the codes on paper."""
    path = "/api/auth/second-factor/totp"
    body = {"current_password": PASSWORD}
    made = await client.post(path, json=body, headers=headers)
    assert made.status_code == 201, made.text
    phone = pyotp.TOTP(made.json()["secret"])
    confirmed = await client.post(
        f"{path}/confirm", json={"code": phone.now()}, headers=headers
    )
    assert confirmed.status_code == 200, confirmed.text
    return phone, confirmed.json()["recovery_codes"]
