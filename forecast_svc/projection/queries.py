"""How far rebuilds are."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


@dataclass(frozen=True, slots=True)
class RebuildState:
    """What the runner of rebuilds needs to know."""

    live_tz: str | None
    """Of the series that answer."""
    shop_tz: str | None
    unfinished: bool
    retired: bool

    @property
    def moved(self) -> bool:
        return None not in {self.live_tz, self.shop_tz} and self.live_tz != self.shop_tz


_STATE = text("""
SELECT (SELECT business_tz FROM generations WHERE state = 'live'),
    (SELECT time_zone FROM shop),
    EXISTS (SELECT FROM rebuilds WHERE finished_at IS NULL),
    EXISTS (SELECT FROM generations WHERE state = 'retired')
""")


async def rebuild_state(db: AsyncSession) -> RebuildState:
    return RebuildState(*(await db.execute(_STATE)).one())


@dataclass(frozen=True, slots=True)
class RebuildStatus:
    """The first unfinished rebuild, or else the last one; nulls where there is none.

    ``reason`` and ``stage`` are ``trigger`` and ``phase`` in the older words.
    """

    state: Literal["idle", "waiting", "running"]
    business_tz: str | None
    trigger: str | None
    reason: str | None
    phase: str | None
    stage: str | None
    lines: int
    requested_at: datetime | None
    started_at: datetime | None
    finished_at: datetime | None
    error: str | None


_STATUS = text("""
SELECT CASE WHEN r.id IS NULL OR finished_at IS NOT NULL THEN 'idle'
        WHEN started_at IS NULL THEN 'waiting' ELSE 'running' END AS state,
    (SELECT business_tz FROM generations WHERE state = 'live') AS business_tz,
    reason AS trigger,
    CASE reason WHEN 'requested' THEN 'asked for' ELSE reason END AS reason,
    stage AS phase, CASE stage WHEN 'stockouts' THEN 'turns' ELSE stage END AS stage,
    coalesce(lines, 0) AS lines, requested_at, started_at, finished_at, error
FROM (VALUES (1)) AS always LEFT JOIN LATERAL (
    SELECT * FROM rebuilds
    ORDER BY finished_at IS NULL DESC, CASE WHEN finished_at IS NULL THEN id ELSE -id END LIMIT 1
) r ON true
""")


async def rebuild_status(db: AsyncSession) -> RebuildStatus:
    return RebuildStatus(*(await db.execute(_STATUS)).one())
