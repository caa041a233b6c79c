"""Say what a suspicious day was; take it back."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc import audit
from forecast_svc.engine.corrections import CorrectionKind
from forecast_svc.planning import queries
from forecast_svc.planning.tables import Correction
from forecast_svc.projection.operations.mark_stale import mark_stale
from forecast_svc.projection.operations.outdate_global_models import (
    outdate_global_models,
)
from shared.db.locks import lock_in_turn


@dataclass(frozen=True, slots=True)
class CorrectionDraft:
    """``units`` only where another quantity is right."""

    product_id: int
    day: date
    kind: CorrectionKind
    units: float | None
    note: str


_SAME = text("""
UPDATE corrections SET note = :note
WHERE withdrawn_on IS NULL AND product_id = :product_id AND day = :day AND kind = :kind
    AND units IS NOT DISTINCT FROM CAST(:units AS double precision)
RETURNING id
""")
_REPLACE = text("""
UPDATE corrections SET withdrawn_on = :today
WHERE withdrawn_on IS NULL AND product_id = :product_id AND day = :day
RETURNING kind, units, note
""")
_CORRECT = text("""
INSERT INTO corrections (product_id, day, kind, units, note, author, created_on)
VALUES (:product_id, :day, :kind, :units, :note, :author, :today) RETURNING id
""")
_WITHDRAW = text("""
UPDATE corrections SET withdrawn_on = :today WHERE id = :id AND withdrawn_on IS NULL
RETURNING id
""")


async def correct_day(
    db: AsyncSession, draft: CorrectionDraft, *, author: int, today: date
) -> Correction:
    """The newest of a day counts; the same once more is the same, with the newer note."""
    values = {name: getattr(draft, name) for name in CorrectionDraft.__slots__}
    # Two people may say something of the same day at the same time.
    await lock_in_turn(db, f"corrections of {draft.product_id}")
    correction_id: int | None = await db.scalar(_SAME, values)
    if correction_id is None:
        more = {"author": author, "today": today}
        former = (await db.execute(_REPLACE, values | more)).mappings().first()
        correction_id = (await db.execute(_CORRECT, values | more)).scalar_one()
        # What the shop's model has learned from is no longer what was sold.
        await outdate_global_models(db)
        await mark_stale(db, [draft.product_id])
        said = {name: values[name] for name in ("kind", "units", "note")}
        await audit.record(
            db,
            "day.corrected",
            f"product/{draft.product_id}",
            actor=author,
            changes={"day": draft.day} | audit.differences(dict(former or {}), said),
        )
    return await queries.find_correction(db, correction_id)


async def withdraw_correction(
    db: AsyncSession, correction_id: int, today: date, *, actor: int
) -> None:
    """The day is what it was before; once more changes nothing."""
    correction = await queries.find_correction(db, correction_id)
    withdrawn = await db.scalar(_WITHDRAW, {"id": correction_id, "today": today})
    if withdrawn is None:
        return
    await audit.record(
        db,
        "day.correction_withdrawn",
        f"product/{correction.product_id}",
        actor=actor,
        changes={
            "day": correction.day,
            "kind": correction.kind,
            "units": correction.units,
        },
    )
    await mark_stale(db, [correction.product_id])
    await outdate_global_models(db)
