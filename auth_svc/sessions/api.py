"""Routes of sign-ins: parse, one call, answer."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Cookie, Depends, Request, Response

from auth_svc import queries
from auth_svc.dependencies import (
    SERVICES,
    CallerIfValid,
    Config,
    Signing,
)
from auth_svc.errors import RefreshRefused
from auth_svc.sessions import cookies
from auth_svc.sessions.hand_out import hand_out
from auth_svc.sessions.operations.end_own_sessions import (
    end_other_sessions,
    end_own_session,
)
from auth_svc.sessions.operations.end_session_of import end_session_of
from auth_svc.sessions.operations.end_sessions import end_session
from auth_svc.sessions.operations.revoke_tokens import event_of
from auth_svc.sessions.operations.rotate_refresh_token import rotate_refresh_token
from auth_svc.sessions.queries import page_of_sessions, revocations_since
from auth_svc.sessions.schemas import (
    JsonWebKey,
    JsonWebKeys,
    RefreshIn,
    SessionOut,
    TokensOut,
)
from shared.clock import utc_now
from shared.contracts.tokens import TokensRevoked
from shared.db.database import ReadSession, Store, Transaction
from shared.http.auth import Admin, Principal, Viewer, require
from shared.http.pages import Page, PageLimit, PageNumber, describe
from shared.http.revocations import REMEMBERED_S
from shared.http.service import api_router
from shared.types import Id

router = api_router("/api/auth", "auth")
keys_router = APIRouter(tags=["auth"])


async def _refresh_cookie(
    request: Request, plain: Annotated[str | None, Cookie(alias=cookies.NAME)] = None
) -> str | None:
    return cookies.shown(request, cookies.NAME, plain)


RefreshCookie = Annotated[str | None, Depends(_refresh_cookie)]
AnyService = Annotated[Principal, Depends(require(None, services=SERVICES))]


@router.post("/refresh")
async def refresh_tokens(
    request: Request,
    response: Response,
    store: Store,
    signing: Signing,
    config: Config,
    cookie: RefreshCookie,
    body: RefreshIn | None = None,
) -> TokensOut:
    """A new pair for a refresh token, from the body or the cookie.

    Each is used once; showing it again within the grace gives the same
    successor, later it ends the session.
    """
    claims = signing.read_refresh(_presented(request, body, cookie))
    async with store.transaction() as db:
        pair = await rotate_refresh_token(
            db,
            signing,
            claims,
            now=utc_now(),
            grace=timedelta(seconds=config.refresh_grace_s),
            longest=timedelta(seconds=config.session_s),
        )
    if pair is None:
        raise RefreshRefused
    return hand_out(request, response, signing, pair)


@router.post("/logout", status_code=204)
async def log_out(
    request: Request,
    response: Response,
    db: Transaction,
    signing: Signing,
    caller: CallerIfValid,
    cookie: RefreshCookie,
    body: RefreshIn | None = None,
) -> None:
    """End the session of the refresh token, or else of the access token."""
    try:
        token = _presented(request, body, cookie)
        session_id = signing.read_refresh(token).session_id
    except RefreshRefused:
        session_id = caller.session if caller else 0
    if session_id:
        await end_session(db, session_id, utc_now())
    cookies.clear(request, response)
    # What the browser has kept of the services' answers; it heeds this over HTTPS alone.
    response.headers["Clear-Site-Data"] = '"cache"'


@router.get("/sessions")
async def list_sessions(
    request: Request,
    response: Response,
    db: ReadSession,
    caller: Viewer,
    page: PageNumber = 1,
    limit: PageLimit = 20,
) -> list[SessionOut]:
    """Where I am signed in, the last used first."""
    user = await queries.active_user(db, caller)
    wanted = Page(page=page, limit=limit)
    found, total = await page_of_sessions(db, user.id, utc_now(), wanted)
    describe(request, response, wanted, total)
    return [SessionOut.of(session, caller) for session in found]


@router.delete("/sessions/{session_id}", status_code=204)
async def delete_session(session_id: Id, db: Transaction, caller: Viewer) -> None:
    """Sign out there, in every service within seconds."""
    await end_own_session(db, session_id, by=caller, now=utc_now())


@router.delete("/sessions", status_code=204)
async def delete_other_sessions(db: Transaction, caller: Viewer) -> None:
    """Sign out everywhere but here."""
    await end_other_sessions(db, by=caller, now=utc_now())


@router.get("/users/{user_id}/sessions")
async def list_sessions_of(
    user_id: Id,
    request: Request,
    response: Response,
    db: ReadSession,
    caller: Admin,
    page: PageNumber = 1,
    limit: PageLimit = 20,
) -> list[SessionOut]:
    """Where somebody is signed in, the last used first."""
    await queries.acting_admin(db, caller)
    user = await queries.user_by_id(db, user_id)
    wanted = Page(page=page, limit=limit)
    found, total = await page_of_sessions(db, user.id, utc_now(), wanted)
    describe(request, response, wanted, total)
    return [SessionOut.of(session, caller) for session in found]


@router.delete("/users/{user_id}/sessions/{session_id}", status_code=204)
async def delete_session_of(
    user_id: Id, session_id: Id, db: Transaction, caller: Admin
) -> None:
    """Sign somebody out there, in every service within seconds."""
    await end_session_of(db, user_id, session_id, by=caller, now=utc_now())


@router.get("/revocations")
async def list_revocations(db: ReadSession, _caller: AnyService) -> list[TokensRevoked]:
    """Access tokens of the last quarter of an hour that are refused, for services to
    which the topic ``tokens.revoked`` is silent."""
    since = utc_now() - timedelta(seconds=REMEMBERED_S)
    return [event_of(row) for row in await revocations_since(db, since)]


@keys_router.get("/.well-known/jwks.json")
async def read_signing_keys(response: Response, signing: Signing) -> JsonWebKeys:
    """The public keys that check access tokens (RFC 7517); none with HS256."""
    response.headers["Cache-Control"] = "public, max-age=300"
    return JsonWebKeys(keys=[JsonWebKey(**key) for key in signing.public_keys()])


def _presented(request: Request, body: RefreshIn | None, cookie: str | None) -> str:
    """The body's token wins; a cookie is not the page's own doing, so its origin counts."""
    if body is not None and body.refresh_token is not None:
        return body.refresh_token
    cookies.refuse_foreign_origin(request)
    if cookie is None:
        raise RefreshRefused
    return cookie
