"""Give an account an authenticator and codes on paper."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc import audit
from auth_svc.errors import AuthenticatorExists, SecondFactorMissing, SecondFactorWrong
from auth_svc.second_factors import codes
from auth_svc.tables import Authenticator, RecoveryCode


async def set_up_authenticator(db: AsyncSession, user_id: int) -> str:
    """The secret of one that is not yet confirmed, and that nobody is asked for."""
    device = await db.get(Authenticator, user_id, with_for_update=True)
    if device is not None and device.confirmed_at is not None:
        raise AuthenticatorExists
    secret = codes.new_secret()
    if device is None:
        db.add(Authenticator(user_id=user_id, secret=secret))
    else:
        device.secret = secret
    await db.flush()
    return secret


async def confirm_authenticator(
    db: AsyncSession, user_id: int, code: str, now: datetime
) -> list[str]:
    """The recovery codes. From here on each sign-in asks for a code."""
    device = await db.get(Authenticator, user_id, with_for_update=True)
    if device is None:
        raise SecondFactorMissing
    if device.confirmed_at is not None:
        raise AuthenticatorExists
    step = codes.step_of(code, device.secret, now)
    if step is None:
        raise SecondFactorWrong
    device.confirmed_at, device.last_step = now, step
    await audit.record(
        db,
        "second_factor.added",
        f"user/{user_id}",
        actor=user_id,
        changes={"method": "totp"},
    )
    return await renew_recovery_codes(db, user_id)


async def renew_recovery_codes(db: AsyncSession, user_id: int) -> list[str]:
    """Ten new ones; the earlier ones no longer work."""
    fresh = codes.new_recovery_codes()
    await db.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    db.add_all(
        RecoveryCode(user_id=user_id, code_sha256=codes.recovery_digest(code))
        for code in fresh
    )
    await db.flush()
    return fresh
