"""Reads of the log: who did what, the latest first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import AwareDatetime, TypeAdapter
from sqlalchemy import ColumnElement, Select, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc.tables import AuditEntry, User
from shared.http.pages import Page, read_cursor, write_cursor

_LAST: TypeAdapter[tuple[AwareDatetime, str, int]] = TypeAdapter(
    tuple[AwareDatetime, str, int]
)
_ACT: tuple[Any, ...] = (AuditEntry, User.name)
_ORDER = (AuditEntry.ts, AuditEntry.service, AuditEntry.n)


@dataclass(frozen=True, slots=True)
class LogFilter:
    """Which acts a list shows, those of ``[since, before)`` of one service, user, …"""

    service: str | None = None
    actor: int | None = None
    action: str | None = None
    subject: str | None = None
    since: datetime | None = None
    before: datetime | None = None

    def apply(self, query: Select[Any]) -> Select[Any]:
        for name in ("service", "actor", "action", "subject"):
            wanted = getattr(self, name)
            if wanted is not None:
                query = query.where(getattr(AuditEntry, name) == wanted)
        if self.since is not None:
            query = query.where(AuditEntry.ts >= self.since)
        if self.before is not None:
            query = query.where(AuditEntry.ts < self.before)
        return query


@dataclass(frozen=True, slots=True)
class Act:
    entry: AuditEntry
    actor_name: str | None


def _latest_first() -> Select[Any]:
    query = select(*_ACT).outerjoin(User, User.id == AuditEntry.actor)
    return query.order_by(*(column.desc() for column in _ORDER))


def _acts(log_filter: LogFilter) -> Select[Any]:
    return log_filter.apply(_latest_first())


async def acts_where(
    db: AsyncSession, which: ColumnElement[bool], most: int
) -> list[Act]:
    query = _latest_first().where(which).limit(most)
    return [Act(*row) for row in await db.execute(query)]


async def count_acts(db: AsyncSession, log_filter: LogFilter) -> int:
    query = log_filter.apply(select(func.count()).select_from(AuditEntry))
    return await db.scalar(query) or 0


async def list_acts(db: AsyncSession, log_filter: LogFilter, page: Page) -> list[Act]:
    query = _acts(log_filter).limit(page.limit).offset(page.offset)
    return [Act(*row) for row in await db.execute(query)]


async def list_acts_after(
    db: AsyncSession, log_filter: LogFilter, cursor: str, limit: int
) -> tuple[list[Act], str | None]:
    query = _acts(log_filter)
    last = read_cursor(cursor, _LAST)
    if last is not None:
        query = query.where(tuple_(*_ORDER) < last)
    acts = [Act(*row) for row in await db.execute(query.limit(limit + 1))]
    if len(acts) <= limit:
        return acts, None
    here = acts[limit - 1].entry
    return acts[:limit], write_cursor(here.ts.isoformat(), here.service, here.n)
