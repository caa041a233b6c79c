"""How far rebuilds, trainings and refits are."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


@dataclass(frozen=True, slots=True)
class ShopState:
    """``imported`` sales are in the series; ``trained`` with just these or not yet."""

    imported: int
    trained: bool


_SHOP = text("""
SELECT h.imported, EXISTS (
    SELECT FROM shop_models m WHERE m.as_of = :as_of AND m.imported = h.imported) AS trained
FROM (
    SELECT CAST(coalesce(sum(i.rows), 0) AS bigint) AS imported
    FROM imports i JOIN generations g USING (generation) WHERE g.state = 'live'
) h
""")


async def shop_state(db: AsyncSession, as_of: date) -> ShopState:
    return ShopState(*(await db.execute(_SHOP, {"as_of": as_of})).one())


@dataclass(frozen=True, slots=True)
class RebuildState:
    """What the runner of rebuilds needs to know."""

    live_tz: str | None
    unfinished: bool
    retired: bool


_STATE = text("""
SELECT (SELECT business_tz FROM generations WHERE state = 'live'),
    EXISTS (SELECT FROM rebuilds WHERE finished_at IS NULL),
    EXISTS (SELECT FROM generations WHERE state = 'retired')
""")


async def rebuild_state(db: AsyncSession) -> RebuildState:
    return RebuildState(*(await db.execute(_STATE)).one())


@dataclass(frozen=True, slots=True)
class RebuildStatus:
    """The first unfinished rebuild, or else the last one; nulls where there is none."""

    state: Literal["idle", "waiting", "running"]
    business_tz: str | None
    reason: str | None
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
    reason, stage, coalesce(lines, 0) AS lines, requested_at, started_at, finished_at, error
FROM (VALUES (1)) AS always LEFT JOIN LATERAL (
    SELECT * FROM rebuilds
    ORDER BY finished_at IS NULL DESC, CASE WHEN finished_at IS NULL THEN id ELSE -id END LIMIT 1
) r ON true
""")


async def rebuild_status(db: AsyncSession) -> RebuildStatus:
    return RebuildStatus(*(await db.execute(_STATUS)).one())


@dataclass(frozen=True, slots=True)
class RefitStatus:
    """``done`` of ``products`` have been forecast anew, the last ones at ``last_at``."""

    id: int
    as_of: date
    reason: Literal["scheduled", "asked for"]
    products: int
    requested_at: datetime
    done: int
    last_at: datetime | None


_REFIT = text("""
SELECT r.id, r.as_of, r.reason, r.products, r.requested_at,
    CAST(coalesce(sum(c.products), 0) AS bigint) AS done, max(c.finished_at) AS last_at
FROM refits r LEFT JOIN refit_chunks c ON c.refit_id = r.id
WHERE CAST(:id AS bigint) IS NULL OR r.id = :id
GROUP BY r.id ORDER BY r.id DESC LIMIT 1
""")


async def refit_status(
    db: AsyncSession, refit_id: int | None = None
) -> RefitStatus | None:
    """A refit, or the newest; ``None`` when there is none."""
    found = (await db.execute(_REFIT, {"id": refit_id})).one_or_none()
    return None if found is None else RefitStatus(*found)


_SCHEDULED = text("""
SELECT EXISTS (SELECT FROM refits
    WHERE reason = 'scheduled' AND as_of = :as_of AND imported = :imported)
""")


async def is_scheduled(db: AsyncSession, as_of: date, imported: int) -> bool:
    found = await db.scalar(_SCHEDULED, {"as_of": as_of, "imported": imported})
    return bool(found)


_ISSUED = text("SELECT EXISTS (SELECT FROM issued WHERE as_of = :as_of)")


async def was_issued(db: AsyncSession, as_of: date) -> bool:
    return bool(await db.scalar(_ISSUED, {"as_of": as_of}))
