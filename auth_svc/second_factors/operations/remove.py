"""Take an account's second factor away."""

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc import audit
from auth_svc.second_factors.tables import Authenticator, RecoveryCode


async def remove_second_factor(db: AsyncSession, user_id: int, *, actor: int) -> bool:
    """Whether there was one. ``actor`` is 0 for the person at the server's shell."""
    await db.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    gone = await db.scalar(
        delete(Authenticator)
        .where(Authenticator.user_id == user_id)
        .returning(Authenticator.confirmed_at)
    )
    if gone is None:
        return False
    await audit.record(
        db, "second_factor.removed", f"user/{user_id}", actor=actor, changes={}
    )
    return True
