"""The one provider of a shop (OpenID Connect Core 1.0, code flow with PKCE)."""

import time
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx
import structlog
from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from pydantic import BaseModel, ValidationError

from auth_svc.errors import ProviderAway, SignOnRefused
from auth_svc.settings import Settings

log = structlog.get_logger(__name__)

ALGORITHMS = ["RS256", "ES256", "PS256"]
CLOCK_SKEW_S = 60
KNOWN_FOR_S = 3600.0
"""Addresses and keys of the provider are asked for again after an hour."""


A = TypeVar("A", bound=BaseModel)


class Discovery(BaseModel):
    """What the provider says of itself (OpenID Connect Discovery 1.0)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str


class JsonWebKeys(BaseModel):
    keys: list[dict[str, Any]]


class Tokens(BaseModel):
    id_token: str


@dataclass(frozen=True, slots=True)
class Person:
    """Who the provider says came back. ``email`` only where it has verified it."""

    issuer: str
    subject: str
    email: str | None


class Provider:
    def __init__(self, settings: Settings) -> None:
        self._issuer = settings.oidc_issuer.rstrip("/")
        self._client_id = settings.oidc_client_id
        self._secret = settings.oidc_client_secret.get_secret_value()
        self.callback = (
            f"{settings.public_url.rstrip('/')}/api/auth/single-sign-on/back"
        )
        self._http = httpx.AsyncClient(timeout=10)
        self._known: tuple[Discovery, KeySet] | None = None
        self._asked_at = 0.0

    async def close(self) -> None:
        await self._http.aclose()

    async def address(self, *, state: str, nonce: str, code_verifier: str) -> str:
        """Where the browser goes to sign in."""
        facts, _ = await self._know()
        address: str = prepare_grant_uri(
            facts.authorization_endpoint,
            client_id=self._client_id,
            response_type="code",
            redirect_uri=self.callback,
            scope="openid email profile",
            state=state,
            nonce=nonce,
            code_challenge=create_s256_code_challenge(code_verifier),
            code_challenge_method="S256",
        )
        return address

    async def who(self, code: str, *, nonce: str, code_verifier: str) -> Person:
        """Whose code this is. Raises ``SignOnRefused`` and ``ProviderAway``."""
        facts, keys = await self._know()
        answer = await self._ask(
            Tokens,
            "POST",
            facts.token_endpoint,
            data={
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": self.callback,
                "code_verifier": code_verifier,
            },
            auth=(self._client_id, self._secret),
        )
        return self._read(answer.id_token, keys, facts.issuer, nonce)

    def _read(self, token: str, keys: KeySet, issuer: str, nonce: str) -> Person:
        try:
            signed = jwt.decode(token, keys, algorithms=ALGORITHMS)
            claims = CodeIDToken(
                signed.claims,
                signed.header,
                options={
                    "iss": {"essential": True, "value": issuer},
                    "aud": {"essential": True, "value": self._client_id},
                },
                params={"nonce": nonce, "client_id": self._client_id},
            )
            claims.validate(leeway=CLOCK_SKEW_S)
        except (JoseError, ValueError) as error:
            log.warning("id_token_refused", reason=str(error))
            self._asked_at = 0.0  # Perhaps its keys were changed.
            raise SignOnRefused from error
        email = claims.get("email") if claims.get("email_verified") is True else None
        return Person(issuer, str(claims["sub"]), email and str(email).lower())

    async def _know(self) -> tuple[Discovery, KeySet]:
        if self._known is None or time.monotonic() - self._asked_at > KNOWN_FOR_S:
            facts = await self._ask(
                Discovery, "GET", f"{self._issuer}/.well-known/openid-configuration"
            )
            if facts.issuer.rstrip("/") != self._issuer:
                raise ProviderAway
            told = await self._ask(JsonWebKeys, "GET", facts.jwks_uri)
            try:
                keys = KeySet.import_key_set({"keys": told.keys})
            except (JoseError, ValueError) as error:
                log.warning("provider_away", url=facts.jwks_uri, reason=str(error))
                raise ProviderAway from error
            self._known, self._asked_at = (facts, keys), time.monotonic()
        return self._known

    async def _ask(self, kind: type[A], method: str, url: str, **options: Any) -> A:
        """Raises ``SignOnRefused`` where the provider refuses what was asked, and
        ``ProviderAway`` where what it says is no answer."""
        try:
            answer = await self._http.request(method, url, **options)
            if answer.status_code == 400:
                raise SignOnRefused
            return kind.model_validate_json(answer.raise_for_status().content)
        except (httpx.HTTPError, httpx.InvalidURL, ValidationError) as error:
            log.warning("provider_away", url=url, reason=str(error))
            raise ProviderAway from error
