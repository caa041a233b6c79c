"""Reads that several subjects share: who somebody is, and the shop."""

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc.errors import UserErased, UserNotFound
from auth_svc.tables import Session, User
from shared.contracts.shop import ShopFields
from shared.db import shop
from shared.errors import Forbidden, Unauthenticated
from shared.http.auth import Principal, Role

_IS_ADMIN = User.active & (User.role == Role.ADMIN)


async def user_by_id(db: AsyncSession, user_id: int) -> User:
    user = await db.get(User, user_id)
    if user is None:
        raise UserNotFound(user_id)
    return user


async def user_by_email(db: AsyncSession, email: str) -> User | None:
    """Nobody where the person was erased: what is left is no address."""
    known = User.email == email, User.erased_at.is_(None)
    found = await db.scalars(select(User).where(*known))
    return found.one_or_none()


async def user_to_change(db: AsyncSession, user_id: int) -> User:
    user = await user_by_id(db, user_id)
    if user.erased_at is not None:
        raise UserErased
    return user


async def active_user(db: AsyncSession, caller: Principal) -> User:
    """The caller as the tables know them now: a token may be 15 minutes old."""
    user = await db.get(User, caller.id)
    if user is None or not user.active:
        raise Unauthenticated("This account is not active.")
    session = await db.get(Session, caller.session) if caller.session else None
    if session is not None and session.revoked_at is not None:
        raise Unauthenticated("This sign-in has ended.")
    return user


async def acting_admin(db: AsyncSession, caller: Principal) -> User:
    """Or else: a deactivated admin must not use the last minutes to come back."""
    user = await active_user(db, caller)
    if not user.is_admin:
        raise Forbidden("This needs the role admin.", role=str(Role.ADMIN))
    return user


async def admin_exists(db: AsyncSession, *, besides: int | None = None) -> bool:
    condition = _IS_ADMIN if besides is None else _IS_ADMIN & (User.id != besides)
    found: bool = (await db.scalars(select(exists().where(condition)))).one()
    return found


async def shop_of(db: AsyncSession, first: ShopFields) -> ShopFields:
    """As stored, or ``first`` while nothing is."""
    return await shop.find(db) or first
