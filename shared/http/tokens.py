"""Sign and read access tokens. Beside keys.py the only importer of python-jose.

One algorithm, decided by the settings, never by a token's header. Every claim
that decides something is required (RFC 8725).
"""

import asyncio
import re
import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any, Literal

import httpx
import structlog
from jose import jwt
from jose.backends.base import Key
from jose.exceptions import JOSEError

from shared.errors import Unauthenticated, Unavailable
from shared.http.keys import KeyFiles
from shared.http.revocations import Revocations
from shared.settings import ServiceSettings
from shared.types import MAX_ID

log = structlog.get_logger(__name__)

ISSUER = "previstock"
ACCESS_AUDIENCE = "previstock-api"
SERVICE_ROLE = "service"
MAX_ACCESS_S = 15 * 60
CLOCK_SKEW_S = 60
"""How far the clocks of two machines may be apart."""
CACHE_SIZE = 10_000
JWKS_REFETCH_S = 60.0
"""At most one fetch a minute for key ids that nobody knows."""

_ID = re.compile(r"[1-9][0-9]{0,18}")
_REQUIRED = {
    f"require_{claim}": True for claim in ("exp", "iat", "sub", "aud", "iss", "jti")
}


def sign(
    claims: dict[str, Any],
    *,
    key: str | Key,
    algorithm: Literal["HS256", "RS256"],
    kid: str = "",
) -> str:
    token: str = jwt.encode(
        claims, key, algorithm=algorithm, headers={"kid": kid} if kid else None
    )
    return token


@dataclass(frozen=True, slots=True)
class AccessClaims:
    """What an access token says. Service accounts have a subject such as
    ``service:etl_svc`` and the role ``service``; ``user_id`` and ``session`` are 0 for
    them."""

    subject: str
    role: str
    expires: int
    issued: int
    user_id: int = 0
    session: int = 0


class Verifier:
    """Checks access tokens; a token that was good stays good until it expires, or until
    ``revocations`` covers it."""

    def __init__(self, settings: ServiceSettings) -> None:
        self.revocations = Revocations()
        self._algorithm = settings.jwt_algorithm
        self._jwks_url = settings.jwks_url
        self._cache: OrderedDict[str, AccessClaims] = OrderedDict()
        self._keys: dict[str, Any] = {}
        self._secret = ""
        self._files: KeyFiles | None = None
        self._fetched = -JWKS_REFETCH_S
        self._fetching = asyncio.Lock()
        if self._algorithm == "HS256":
            self._secret = settings.jwt_secret.get_secret_value()
        elif settings.jwt_public_key_path or settings.jwt_private_key_path:
            self._files = KeyFiles(settings)

    async def verify(self, token: str) -> AccessClaims:
        """The claims of a valid access token; anything else is ``Unauthenticated``."""
        claims = await self._read(token)
        if self.revocations.cover(
            user_id=claims.user_id,
            session=claims.session,
            role=claims.role,
            issued=claims.issued,
        ):
            raise Unauthenticated("This sign-in has ended or has other rights now.")
        return claims

    async def _read(self, token: str) -> AccessClaims:
        known = self._cache.get(token)
        if known is not None:
            if known.expires > time.time():
                return known
            del self._cache[token]
        claims = decode(
            token,
            key=await self._key_for(token),
            algorithm=self._algorithm,
            audience=ACCESS_AUDIENCE,
            kind="access",
        )
        role = str(claims.get("role", ""))
        verified = AccessClaims(
            subject=str(claims["sub"]),
            role=role,
            user_id=0 if role == SERVICE_ROLE else id_in(claims["sub"]),
            expires=int(claims["exp"]),
            issued=int(claims["iat"]),
            session=id_in(claims["sid"]) if "sid" in claims else 0,
        )
        self._cache[token] = verified
        if len(self._cache) > CACHE_SIZE:
            self._cache.popitem(last=False)
        return verified

    async def _key_for(self, token: str) -> Any:
        if self._secret:
            return self._secret
        kid = key_id(token)
        if self._files is not None:
            found = self._files.find(kid)
        else:
            if kid not in self._keys:
                await self._fetch_keys()
            found = self._keys.get(kid)
        if found is None:
            raise Unauthenticated
        return found

    async def _fetch_keys(self) -> None:
        async with self._fetching:
            if time.monotonic() - self._fetched < JWKS_REFETCH_S:
                return
            try:
                async with httpx.AsyncClient(timeout=3) as client:
                    answer = await client.get(self._jwks_url)
                    answer.raise_for_status()
                    keys = answer.json()["keys"]
            except (httpx.HTTPError, KeyError, ValueError) as error:
                log.warning("jwks_unreachable", error=str(error))
                raise Unavailable("The keys to check tokens cannot be read.") from error
            self._fetched = time.monotonic()
            self._keys = {key["kid"]: key for key in keys}


def key_id(token: str) -> str:
    """Which key a token says that it is signed with; raises ``Unauthenticated``."""
    try:
        return str(jwt.get_unverified_header(token).get("kid", ""))
    except JOSEError:
        raise Unauthenticated from None


def decode(
    token: str,
    *,
    key: Any,
    algorithm: str,
    audience: str,
    kind: Literal["access", "refresh", "setup"],
) -> dict[str, Any]:
    """The claims of a token of this kind; raises ``Unauthenticated``.

    The right signature is not enough: what lives longer than any token that is issued,
    or comes from the future, was not issued here.
    """
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=[algorithm],
            audience=audience,
            issuer=ISSUER,
            options=_REQUIRED,
        )
        issued, expires = int(claims["iat"]), int(claims["exp"])
    except (JOSEError, ValueError, TypeError, KeyError, AttributeError, OverflowError):
        # python-jose lets some malformed tokens escape as plain Python errors.
        raise Unauthenticated from None
    if claims.get("type") != kind or issued > time.time() + CLOCK_SKEW_S:
        raise Unauthenticated
    if kind == "access" and expires - issued > MAX_ACCESS_S:
        raise Unauthenticated
    return claims


def id_in(claim: object) -> int:
    """The id that a claim names; raises ``Unauthenticated`` for anything else."""
    text = str(claim)
    if not _ID.fullmatch(text) or int(text) > MAX_ID:
        raise Unauthenticated
    return int(text)
