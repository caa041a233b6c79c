"""Remember wrong passwords, where every replica sees them."""

from datetime import datetime

from sqlalchemy import case, delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc.passwords.rules import FORGET_FAILURES_AFTER
from auth_svc.tables import SignInFailure


async def record_failure(db: AsyncSession, key: bytes, now: datetime) -> None:
    first = insert(SignInFailure).values(key=key, failures=1, last_failed_at=now)
    forgotten = SignInFailure.last_failed_at < now - FORGET_FAILURES_AFTER
    await db.execute(
        first.on_conflict_do_update(
            index_elements=[SignInFailure.key],
            set_={
                "failures": case((forgotten, 1), else_=SignInFailure.failures + 1),
                "last_failed_at": now,
            },
        )
    )


async def forget_failures(db: AsyncSession, key: bytes) -> None:
    await db.execute(delete(SignInFailure).where(SignInFailure.key == key))
