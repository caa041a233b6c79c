"""Reads of second factors."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc.tables import Authenticator, Passkey, RecoveryCode, SignInRule, User
from shared.http.auth import Role


@dataclass(frozen=True, slots=True)
class Factors:
    """What an account has besides its password."""

    totp: bool
    recovery_codes_left: int
    passkeys: int

    @property
    def any(self) -> bool:
        return self.totp or self.passkeys > 0


async def factors_of(db: AsyncSession, user_id: int) -> Factors:
    device = await db.get(Authenticator, user_id)
    left = await db.scalar(
        select(func.count()).where(
            RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None)
        )
    )
    keys = await db.scalar(select(func.count()).where(Passkey.user_id == user_id))
    return Factors(
        totp=device is not None and device.confirmed_at is not None,
        recovery_codes_left=left or 0,
        passkeys=keys or 0,
    )


async def second_factor_from(db: AsyncSession) -> Role | None:
    """From which role on the shop asks for a second factor."""
    rule = await db.get(SignInRule, 1)
    if rule is None or rule.second_factor_from is None:
        return None
    return Role(rule.second_factor_from)


async def has_what_is_required(db: AsyncSession, user: User) -> bool:
    """Whoever signed in before the shop asked for a second factor signs in again."""
    if not await is_required(db, user.role):
        return True
    return (await factors_of(db, user.id)).any


async def is_required(db: AsyncSession, role: str) -> bool:
    lowest = await second_factor_from(db)
    return lowest is not None and Role(role).includes(lowest)
