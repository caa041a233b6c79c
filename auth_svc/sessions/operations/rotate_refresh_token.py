"""Exchange a refresh token for a new pair."""

from datetime import datetime, timedelta

import structlog
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc import audit
from auth_svc.second_factors.queries import has_what_is_required
from auth_svc.sessions.operations.open_session import TokenPair
from auth_svc.sessions.operations.revoke_tokens import revoke_tokens_of_sessions
from auth_svc.sessions.rules import Refresh, judge_refresh
from auth_svc.tables import RefreshToken, Session, User
from auth_svc.tokens import Issuer, RefreshClaims, digest

log = structlog.get_logger(__name__)


async def rotate_refresh_token(
    db: AsyncSession,
    issuer: Issuer,
    claims: RefreshClaims,
    *,
    now: datetime,
    grace: timedelta,
    longest: timedelta,
) -> TokenPair | None:
    """``longest`` is how long a sign-in lives, however often it is used.

    None when refused: raising would roll back that the session was revoked."""
    # The session's row lock lets its tokens be used one after the other only.
    session = await db.get(Session, claims.session_id, with_for_update=True)
    found = await db.scalars(
        select(RefreshToken).where(RefreshToken.token_sha256 == claims.digest)
    )
    row = found.one_or_none()
    if session is None or row is None or row.session_id != session.id:
        return None
    user = await db.get_one(User, session.user_id)
    verdict = judge_refresh(
        session_open=session.revoked_at is None
        and now < session.created_at + longest
        and user.active
        and (session.single_sign_on or await has_what_is_required(db, user)),
        used_at=row.used_at,
        now=now,
        grace=grace,
    )
    if verdict is Refresh.REVOKE:
        session.revoked_at = now
        await revoke_tokens_of_sessions(db, user.id, [session.id], now)
        await audit.record(
            db,
            "session.revoked",
            f"user/{user.id}",
            actor=audit.NOBODY,
            changes={"session": session.id, "reason": "a refresh token came twice"},
        )
        log.warning("refresh_token_reused", user_id=user.id, session_id=session.id)
    if verdict is Refresh.ROTATE:
        refresh = await _succeed(db, issuer, session, row, now)
    elif verdict is Refresh.REPLAY and row.successor_id is not None:
        # The very same successor, so that a replay never makes a second branch
        # in which a thief could go on unseen.
        successor = await db.get_one(RefreshToken, row.successor_id)
        refresh = issuer.refresh(successor, user.id)
    else:
        return None
    return TokenPair(issuer.access(user, session.id), refresh)


async def _succeed(
    db: AsyncSession,
    issuer: Issuer,
    session: Session,
    used: RefreshToken,
    now: datetime,
) -> str:
    successor = issuer.new_refresh(session.id, now)
    refresh = issuer.refresh(successor, session.user_id)
    successor.token_sha256 = digest(refresh)
    db.add(successor)
    await db.flush()
    used.used_at, used.successor_id = now, successor.id
    session.expires_at, session.used_at = successor.expires_at, now
    return refresh
