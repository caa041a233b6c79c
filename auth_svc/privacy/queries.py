"""All that is kept here of a person."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc.audit_log.queries import Act, acts_where
from auth_svc.second_factors.queries import Factors, factors_of
from auth_svc.tables import (
    AuditEntry,
    Link,
    Passkey,
    ProviderAccount,
    Session,
    User,
)

MOST_ACTS = 5_000


@dataclass(frozen=True, slots=True)
class Kept:
    """``acts`` are the latest of them, ``acts_in_all`` says how many there are."""

    user: User
    sessions: Sequence[Session]
    links: Sequence[Link]
    factors: Factors
    passkeys: Sequence[Passkey]
    identities: Sequence[ProviderAccount]
    acts: Sequence[Act]
    acts_in_all: int


async def kept_of(db: AsyncSession, user: User) -> Kept:
    sessions = await db.scalars(
        select(Session).where(Session.user_id == user.id).order_by(Session.id)
    )
    links = await db.scalars(
        select(Link)
        .where(or_(Link.user_id == user.id, Link.email == user.email))
        .order_by(Link.id)
    )
    passkeys = await db.scalars(
        select(Passkey).where(Passkey.user_id == user.id).order_by(Passkey.id)
    )
    identities = await db.scalars(
        select(ProviderAccount)
        .where(ProviderAccount.user_id == user.id)
        .order_by(ProviderAccount.linked_at)
    )
    theirs = or_(AuditEntry.actor == user.id, AuditEntry.subject == f"user/{user.id}")
    acts = await acts_where(db, theirs, MOST_ACTS)
    total = await db.scalar(select(func.count()).select_from(AuditEntry).where(theirs))
    return Kept(
        user=user,
        sessions=sessions.all(),
        links=links.all(),
        factors=await factors_of(db, user.id),
        passkeys=passkeys.all(),
        identities=identities.all(),
        acts=acts,
        acts_in_all=total or 0,
    )
