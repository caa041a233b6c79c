"""How far trainings and refits are."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession


@dataclass(frozen=True, slots=True)
class TrainingState:
    """``imported`` sales are in the series; ``trained`` with just these or not yet. One
    that has been overtaken by corrections is trained again, but not all the time."""

    imported: int
    trained: bool


_TRAINING = text("""
SELECT h.imported, EXISTS (
    SELECT FROM global_models m WHERE m.as_of = :as_of AND m.imported = h.imported
        AND NOT (m.outdated AND m.made_at < clock_timestamp() - interval '5 minutes')) AS trained
FROM (
    SELECT CAST(coalesce(sum(i.rows), 0) AS bigint) AS imported
    FROM live_imports i
) h
""")


async def training_state(db: AsyncSession, as_of: date) -> TrainingState:
    return TrainingState(*(await db.execute(_TRAINING, {"as_of": as_of})).one())


@dataclass(frozen=True, slots=True)
class RefitStatus:
    """``done`` of ``products`` have been forecast anew, the last ones at ``last_at``."""

    id: int
    as_of: date
    trigger: Literal["scheduled", "requested"]
    reason: Literal["scheduled", "asked for"]
    products: int
    requested_at: datetime
    done: int
    last_at: datetime | None


_REFIT = text("""
SELECT r.id, r.as_of, r.reason AS trigger,
    CASE r.reason WHEN 'requested' THEN 'asked for' ELSE r.reason END AS reason,
    r.products, r.requested_at,
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
