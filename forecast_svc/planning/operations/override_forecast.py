"""Override a forecast; withdraw the override."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc import audit
from forecast_svc.planning import queries
from forecast_svc.planning.tables import Override as OverrideRow
from forecast_svc.projection.operations.mark_stale import mark_stale


@dataclass(frozen=True, slots=True)
class OverrideDraft:
    """``percentage`` or ``units``, one of them; days are from today on."""

    product_id: int
    first_day: date
    last_day: date
    percentage: float | None
    units: float | None
    note: str
    expires_on: date | None


_BEFORE = text("""
SELECT first_day, last_day, percentage, units, note, expires_on FROM overrides
WHERE withdrawn_on IS NULL AND product_id = :product_id
    AND first_day = :first_day AND last_day = :last_day
    AND percentage IS NOT DISTINCT FROM CAST(:percentage AS double precision)
    AND units IS NOT DISTINCT FROM CAST(:units AS double precision)
""")
_UPSERT = text("""
INSERT INTO overrides (product_id, first_day, last_day, percentage, units, note, author,
    expires_on, baseline, created_on)
VALUES (:product_id, :first_day, :last_day, :percentage, :units, :note, :author,
    :expires_on, CAST(:baseline AS real[]), :today)
ON CONFLICT (product_id, first_day, last_day, percentage, units) WHERE withdrawn_on IS NULL
    DO UPDATE SET note = excluded.note, expires_on = excluded.expires_on
RETURNING id
""")
_WITHDRAW = text("""
UPDATE overrides SET withdrawn_on = :today WHERE id = :id AND withdrawn_on IS NULL
RETURNING id
""")


async def override_forecast(
    db: AsyncSession,
    draft: OverrideDraft,
    *,
    baseline: Sequence[float],
    author: int,
    today: date,
) -> OverrideRow:
    """``baseline`` is what the model expects on each of its days.

    The same once more is the same override, with the newer note and expiry.
    """
    values = {name: getattr(draft, name) for name in OverrideDraft.__slots__}
    more = {"baseline": baseline, "author": author, "today": today}
    said = {name: value for name, value in values.items() if name != "product_id"}
    found = (await db.execute(_BEFORE, values)).mappings().first()
    override_id: int = (await db.execute(_UPSERT, values | more)).scalar_one()
    await mark_stale(db, [draft.product_id])
    if changes := audit.differences(dict(found or {}), said):
        subject = f"product/{draft.product_id}"
        await audit.record(db, "override.set", subject, actor=author, changes=changes)
    return await queries.find_override(db, override_id)


async def withdraw_override(
    db: AsyncSession, override_id: int, today: date, *, actor: int
) -> None:
    """Once more changes nothing; forecasts of days gone by keep it."""
    override = await queries.find_override(db, override_id)
    await mark_stale(db, [override.product_id])
    withdrawn = await db.scalar(_WITHDRAW, {"id": override_id, "today": today})
    if withdrawn is None:
        return
    await audit.record(
        db,
        "override.withdrawn",
        f"product/{override.product_id}",
        actor=actor,
        changes={
            "first_day": override.first_day,
            "last_day": override.last_day,
            "percentage": override.percentage,
            "units": override.units,
        },
    )
