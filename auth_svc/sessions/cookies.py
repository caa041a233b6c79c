"""The refresh token as a cookie that no script can read.

It is sent to the refresh route alone, and a page of another origin may not
use it: SameSite keeps other sites out, ``Origin`` other ports and subdomains.
"""

from fastapi import Request, Response

from auth_svc.errors import ForeignOrigin
from auth_svc.sessions.rules import same_origin
from auth_svc.settings import Settings

NAME = "previstock_refresh"
SECURE = "__Secure-"
"""What a browser takes over HTTPS alone carries this before its name: no page of a
neighbour without HTTPS can put another in its place."""
PATH = "/api/auth/refresh"


def keep(request: Request, response: Response, token: str, *, max_age_s: int) -> None:
    response.set_cookie(
        _named(request, NAME),
        token,
        max_age=max_age_s,
        path=PATH,
        secure=_came_over_https(request),
        httponly=True,
        samesite="lax",
    )


def keep_state(
    request: Request,
    response: Response,
    name: str,
    value: str,
    *,
    path: str,
    max_age_s: int,
) -> None:
    """What a browser shows again when it comes back from elsewhere."""
    response.set_cookie(
        _named(request, name),
        value,
        max_age=max_age_s,
        path=path,
        secure=_came_over_https(request),
        httponly=True,
        samesite="lax",
    )


def clear(request: Request, response: Response) -> None:
    response.delete_cookie(
        _named(request, NAME),
        path=PATH,
        secure=_came_over_https(request),
        httponly=True,
        samesite="lax",
    )


def shown(request: Request, name: str, plain: str | None) -> str | None:
    """What the browser shows of a cookie; ``plain`` has come without ``SECURE``."""
    if _came_over_https(request):
        return request.cookies.get(SECURE + name)
    return plain


def refuse_foreign_origin(request: Request) -> None:
    """Callers that are no browser send no ``Origin`` and carry no stolen cookie."""
    origin = request.headers.get("origin")
    if origin is None:
        return
    settings: Settings = request.app.state.settings
    host = request.headers.get("host", "")
    if not same_origin(origin, host, settings.cors_origins):
        raise ForeignOrigin(origin)


def _named(request: Request, name: str) -> str:
    return SECURE + name if _came_over_https(request) else name


def _came_over_https(request: Request) -> bool:
    forwarded = request.headers.get("x-forwarded-proto", "")
    return "https" in (request.url.scheme, forwarded.split(",")[0].strip().lower())
