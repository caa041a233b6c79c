"""Tell every service that access tokens are no longer good."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc.tables import Revocation, User
from shared.contracts.tokens import TokensRevoked
from shared.kafka import outbox


async def revoke_tokens_of_sessions(
    db: AsyncSession, user_id: int, session_ids: Sequence[int], now: datetime
) -> None:
    if session_ids:
        await _revoke(db, user_id, now, session_ids=list(session_ids))


async def revoke_tokens_of_user(db: AsyncSession, user: User, now: datetime) -> None:
    """All that do not say what the account may do now."""
    await _revoke(db, user.id, now, role=user.role if user.active else None)


async def _revoke(
    db: AsyncSession,
    user_id: int,
    now: datetime,
    *,
    session_ids: list[int] | None = None,
    role: str | None = None,
) -> None:
    row = Revocation(
        id=uuid4(), user_id=user_id, session_ids=session_ids, role=role, revoked_at=now
    )
    db.add(row)
    await outbox.put(db, event_of(row))


def event_of(row: Revocation) -> TokensRevoked:
    return TokensRevoked.model_validate(
        {
            "revocation_id": row.id,
            "user_id": row.user_id,
            "session_ids": row.session_ids,
            "role": row.role,
            "ts": row.revoked_at,
        }
    )
