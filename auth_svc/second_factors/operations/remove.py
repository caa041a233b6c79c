"""Take an account's second factors away, passkeys too."""

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc import audit
from auth_svc.second_factors.queries import factors_of
from auth_svc.tables import Authenticator, Passkey, RecoveryCode


async def remove_authenticator(db: AsyncSession, user_id: int) -> None:
    """With its recovery codes; passkeys stay."""
    for table in (RecoveryCode, Authenticator):
        await db.execute(delete(table).where(table.user_id == user_id))
    await audit.record(
        db,
        "second_factor.removed",
        f"user/{user_id}",
        actor=user_id,
        changes={"method": "totp"},
    )


async def remove_second_factor(db: AsyncSession, user_id: int, *, actor: int) -> bool:
    """Whether there was one. ``actor`` is 0 for the person at the server's shell."""
    had = (await factors_of(db, user_id)).any
    for table in (RecoveryCode, Authenticator, Passkey):
        await db.execute(delete(table).where(table.user_id == user_id))
    if not had:
        return False
    await audit.record(
        db, "second_factor.removed", f"user/{user_id}", actor=actor, changes={}
    )
    return True
