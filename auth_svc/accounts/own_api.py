"""Routes of what belongs to whoever asks: parse, one call, answer."""

from fastapi import Request, Response

from auth_svc import queries
from auth_svc.accounts.operations.end_own_sessions import (
    end_other_sessions,
    end_own_session,
)
from auth_svc.accounts.operations.rename_me import rename_me
from auth_svc.accounts.queries import page_of_sessions
from auth_svc.accounts.schemas import MePatch, SessionOut
from auth_svc.schemas import UserOut
from shared.clock import utc_now
from shared.db.database import ReadSession, Transaction
from shared.http.auth import Viewer
from shared.http.pages import Page, PageLimit, PageNumber, describe
from shared.http.service import api_router
from shared.types import Id

router = api_router("/api/auth", "auth")


@router.get("/me")
async def read_me(db: ReadSession, caller: Viewer) -> UserOut:
    return UserOut.model_validate(await queries.active_user(db, caller))


@router.patch("/me")
async def update_me(body: MePatch, db: Transaction, caller: Viewer) -> UserOut:
    """How I am called; role and e-mail address are not changed here."""
    return UserOut.model_validate(await rename_me(db, body.name, by=caller))


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
    return [
        SessionOut(
            id=session.id,
            device=session.user_agent,
            network=session.network,
            signed_in_at=session.created_at,
            used_at=session.used_at,
            expires_at=session.expires_at,
            current=session.id == caller.session,
        )
        for session in found
    ]


@router.delete("/sessions/{session_id}", status_code=204)
async def delete_session(session_id: Id, db: Transaction, caller: Viewer) -> None:
    """Sign out there, in every service within seconds."""
    await end_own_session(db, session_id, by=caller, now=utc_now())


@router.delete("/sessions", status_code=204)
async def delete_other_sessions(db: Transaction, caller: Viewer) -> None:
    """Sign out everywhere but here."""
    await end_other_sessions(db, by=caller, now=utc_now())
