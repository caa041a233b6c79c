"""All that is kept here of a person."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc.audit_log.queries import Act, acts_where
from auth_svc.tables import AuditEntry, Link, Session, User

MOST_ACTS = 5_000


@dataclass(frozen=True, slots=True)
class Kept:
    """``acts`` are the latest of them, ``acts_in_all`` says how many there are."""

    user: User
    sessions: Sequence[Session]
    links: Sequence[Link]
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
    theirs = or_(AuditEntry.actor == user.id, AuditEntry.subject == f"user/{user.id}")
    acts = await acts_where(db, theirs, MOST_ACTS)
    total = await db.scalar(select(func.count()).select_from(AuditEntry).where(theirs))
    return Kept(user, sessions.all(), links.all(), acts, total or 0)
