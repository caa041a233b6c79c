"""What routes are given: the service's parts, the caller and their address."""

from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from auth_svc.passwords.hashing import Passwords
from auth_svc.settings import Settings
from auth_svc.tokens import Issuer
from shared.errors import Unauthenticated
from shared.http.auth import Principal, authenticated, verifier_of
from shared.http.tokens import Verifier

LONGEST_DEVICE = 300
SERVICES = frozenset({"products_svc", "sales_svc", "forecast_svc", "etl_svc"})
"""Who signs in with a secret: the other services."""

_optional_bearer = HTTPBearer(
    auto_error=False, description="The access_token of /api/auth/login"
)


async def _settings(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


async def _passwords(request: Request) -> Passwords:
    passwords: Passwords = request.app.state.passwords
    return passwords


async def _issuer(request: Request) -> Issuer:
    issuer: Issuer = request.app.state.issuer
    return issuer


async def _address(request: Request) -> str:
    """The caller's own, also behind the front (``shared.http.front``)."""
    return request.client.host if request.client else ""


async def _device(request: Request) -> str:
    return request.headers.get("User-Agent", "")[:LONGEST_DEVICE]


async def _caller_if_any(
    verifier: Annotated[Verifier, Depends(verifier_of)],
    credentials: Annotated[
        HTTPAuthorizationCredentials | None, Depends(_optional_bearer)
    ],
) -> Principal | None:
    if credentials is None:
        return None
    return await authenticated(verifier, credentials)


async def _lenient_caller(
    verifier: Annotated[Verifier, Depends(verifier_of)],
    credentials: Annotated[
        HTTPAuthorizationCredentials | None, Depends(_optional_bearer)
    ],
) -> Principal | None:
    try:
        return await _caller_if_any(verifier, credentials)
    except Unauthenticated:
        return None


Config = Annotated[Settings, Depends(_settings)]
Hashing = Annotated[Passwords, Depends(_passwords)]
Signing = Annotated[Issuer, Depends(_issuer)]
Address = Annotated[str, Depends(_address)]
Device = Annotated[str, Depends(_device)]
"""What the caller's browser or program calls itself."""
CallerIfAny = Annotated[Principal | None, Depends(_caller_if_any)]
"""Nobody without a token; a bad token is refused."""
CallerIfValid = Annotated[Principal | None, Depends(_lenient_caller)]
"""Nobody with a bad token either: for leaving, which must always work."""
