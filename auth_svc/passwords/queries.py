"""Reads about who signed in from where, or tried to."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc.tables import Session, SignInFailure, User


async def signed_in_from(db: AsyncSession, email: str, network: str) -> bool:
    """Whether this account has signed in from there within a session's life."""
    found = select(Session.id).join(User, User.id == Session.user_id)
    theirs = found.where(User.email == email, Session.network == network)
    known: bool = (await db.scalars(select(theirs.exists()))).one()
    return known


async def sign_in_failures(db: AsyncSession, key: bytes) -> SignInFailure | None:
    return await db.get(SignInFailure, key)
