"""A provider of accounts on this machine (OpenID Connect Core 1.0), as strict as a real one.

Whoever comes is ``person``, unasked. A code is good once, for the client, the address to
return to and the verifier that it was made for.
"""

import secrets
import threading
import time
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Annotated, Any

import uvicorn
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from fastapi import APIRouter, FastAPI, Form, Header, HTTPException, Request
from fastapi.responses import RedirectResponse
from joserfc import jwt
from joserfc.jwk import RSAKey

from tests.support.ports import free_port

CLIENT, SECRET = "previstock", "the provider's secret of this client"


@dataclass
class Accounts:
    """``person``: the claims of who signs in there; ``lies``: claims that are put in
    place of the right ones."""

    issuer: str
    person: dict[str, Any] = field(default_factory=dict)
    lies: dict[str, Any] = field(default_factory=dict)
    key: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1"}))
    shown_key: RSAKey | None = None
    """What it says its key is, where that is another."""
    metadata: dict[str, Any] = field(default_factory=dict)
    """What it says of itself in place of what is right."""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    followed: list[str] = field(default_factory=list)
    """Who went where it sent them instead of answering."""

    def token(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": asked["client_id"],
            "exp": now + 300,
            "iat": now,
            "nonce": asked["nonce"],
        }
        claims |= self.person | self.lies
        return jwt.encode({"alg": "RS256", "kid": "1"}, claims, self.key)


def application(accounts: Accounts) -> FastAPI:
    app = FastAPI()

    @app.get("/.well-known/openid-configuration")
    async def facts() -> dict[str, Any]:
        right = {
            "issuer": accounts.issuer,
            "authorization_endpoint": f"{accounts.issuer}/authorize",
            "token_endpoint": f"{accounts.issuer}/token",
            "jwks_uri": f"{accounts.issuer}/keys",
        }
        return right | accounts.metadata

    @app.get("/keys")
    async def keys() -> dict[str, Any]:
        key = accounts.shown_key or accounts.key
        return {"keys": [key.as_dict(private=False)]}

    @app.get("/authorize")
    async def authorize(
        client_id: str, redirect_uri: str, state: str, nonce: str, code_challenge: str
    ) -> RedirectResponse:
        if client_id != CLIENT:
            raise HTTPException(400, "unknown client")
        code = secrets.token_urlsafe(16)
        accounts.codes[code] = {
            "client_id": client_id,
            "redirect_uri": redirect_uri,
            "nonce": nonce,
            "code_challenge": code_challenge,
        }
        return RedirectResponse(f"{redirect_uri}?code={code}&state={state}", 302)

    @app.post("/token")
    async def token(
        code: Annotated[str, Form()],
        redirect_uri: Annotated[str, Form()],
        code_verifier: Annotated[str, Form()],
        authorization: Annotated[str, Header()],
    ) -> dict[str, str]:
        shown = b64decode(authorization.removeprefix("Basic ")).decode()
        if shown != f"{CLIENT}:{SECRET}":
            raise HTTPException(401, "wrong secret")
        asked = accounts.codes.pop(code, None)
        if (
            asked is None
            or asked["redirect_uri"] != redirect_uri
            or asked["code_challenge"] != create_s256_code_challenge(code_verifier)
        ):
            raise HTTPException(400, "invalid_grant")
        return {
            "access_token": "unused",
            "token_type": "Bearer",
            "id_token": accounts.token(asked),
        }

    app.include_router(moved_away(accounts))
    return app


def moved_away(accounts: Accounts) -> APIRouter:
    """A token endpoint that sends its callers on."""
    router = APIRouter()

    @router.post("/moved")
    async def moved() -> RedirectResponse:
        return RedirectResponse(f"{accounts.issuer}/elsewhere", 307)

    @router.post("/elsewhere")
    async def elsewhere(request: Request) -> dict[str, str]:
        accounts.followed.append(str(request.url))
        return {}

    return router


@contextmanager
def provider() -> Iterator[Accounts]:
    port = free_port()
    accounts = Accounts(f"http://127.0.0.1:{port}")
    config = uvicorn.Config(
        application(accounts), host="127.0.0.1", port=port, log_level="warning"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        if not thread.is_alive():
            raise RuntimeError("the provider did not start")
        time.sleep(0.01)
    try:
        yield accounts
    finally:
        server.should_exit = True
        thread.join(10)
