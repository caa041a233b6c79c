"""Take a code of a phone, or one on paper, once."""

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc import audit
from auth_svc.second_factors import codes
from auth_svc.tables import Authenticator, RecoveryCode


async def spend_code(db: AsyncSession, user_id: int, code: str, now: datetime) -> bool:
    """Whether it is good, and was not taken before."""
    typed = code.replace(" ", "")
    if typed.isdecimal() and typed.isascii():
        return await _spend_step(db, user_id, typed, now)
    spent = await db.scalar(
        update(RecoveryCode)
        .where(
            RecoveryCode.user_id == user_id,
            RecoveryCode.code_sha256 == codes.recovery_digest(code),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now)
        .returning(RecoveryCode.id)
    )
    if spent is None:
        return False
    await audit.record(
        db, "recovery_code.used", f"user/{user_id}", actor=user_id, changes={}
    )
    return True


async def _spend_step(db: AsyncSession, user_id: int, code: str, now: datetime) -> bool:
    device = await db.get(Authenticator, user_id, with_for_update=True)
    if device is None or device.confirmed_at is None:
        return False
    step = codes.step_of(code, device.secret, now)
    if step is None or step <= device.last_step:
        return False
    device.last_step = step
    await db.flush()
    return True
