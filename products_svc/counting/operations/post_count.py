"""Post a count: the stock becomes what was counted, and what moved since stays."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ARRAY, Boolean, bindparam, delete, func, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc import audit
from products_svc.counting.errors import RecountNeeded
from products_svc.counting.queries import (
    findings_of,
    lock_count,
    require_open,
    thresholds_of,
)
from products_svc.counting.rules import (
    Finding,
    RecountReason,
    Thresholds,
    outcome,
    recount_reason,
    variance,
)
from products_svc.locations.queries import hold_location
from products_svc.stock.operations.move_stock import Move, Moved, move_stock
from products_svc.tables import StockCount, StockCountLine, ToCount
from shared.quantities import as_json

_LISTED = 100
_BELIEVED = ("posted", "no_difference")
_HOLD = text("SELECT hold_shelves(:location_id, CAST(:ids AS bigint[]), :wanted)")
_HOLD = _HOLD.bindparams(bindparam("wanted", type_=ARRAY(Boolean)))


async def post_count(
    db: AsyncSession,
    count_id: int,
    *,
    confirmed: Collection[int],
    confirm_all: bool,
    actor: int,
) -> StockCount:
    """The count as posted; one that is posted already stays as it is. Nothing is posted
    while a line should be counted again, unless its product is among the ``confirmed``.

    Raises ``CountNotFound``, ``CountEnded``, ``RecountNeeded``, ``LocationArchived`` and
    ``TooMuchStock``.
    """
    count = await lock_count(db, count_id)
    if count.status == "posted":
        return count
    require_open(count)
    await hold_location(db, count.location_id)
    # What moves from here on waits; what moved before is in what is read next.
    await _hold_shelves(db, count, await findings_of(db, count_id))
    findings = await findings_of(db, count_id)
    if not confirm_all:
        _require_believed(findings, thresholds_of(count), confirmed)
    else:
        _require_possible(findings)
    await _post(db, count, findings, actor=actor)
    count.status, count.ended_by = "posted", actor
    count.ended_at = func.clock_timestamp()
    await db.flush()
    await db.refresh(count)
    found = variance(findings)
    await audit.record(
        db,
        "count.posted",
        f"count/{count_id}",
        actor=actor,
        changes={
            "counted": found.counted,
            "differences": found.differences,
            "units_over": as_json(found.units_over),
            "units_short": as_json(found.units_short),
        },
    )
    return count


async def _hold_shelves(
    db: AsyncSession, count: StockCount, findings: Sequence[Finding]
) -> None:
    here = [each for each in findings if outcome(each) in _BELIEVED]
    await db.execute(
        _HOLD,
        {
            "location_id": count.location_id,
            "ids": [each.product_id for each in here],
            # A shelf without a movement would be no part of the ledger.
            "wanted": [each.counted > each.on_hand == 0 for each in here],
        },
    )


def _require_believed(
    findings: Sequence[Finding], thresholds: Thresholds, confirmed: Collection[int]
) -> None:
    doubts = [(each, recount_reason(each, thresholds)) for each in findings]
    open_doubts = [
        (each, why)
        for each, why in doubts
        if why == "below_zero" or (why and each.product_id not in confirmed)
    ]
    _refuse(open_doubts)


def _require_possible(findings: Sequence[Finding]) -> None:
    """No word of anybody's makes stock negative."""
    none = Thresholds(None, None, None)
    doubts = [(each, recount_reason(each, none)) for each in findings]
    _refuse([(each, why) for each, why in doubts if why == "below_zero"])


def _refuse(doubts: Sequence[tuple[Finding, RecountReason | None]]) -> None:
    if doubts:
        raise RecountNeeded(
            [
                {
                    "line_id": each.line_id,
                    "product_id": each.product_id,
                    "sku": each.sku,
                    "expected": as_json(each.expected),
                    "counted": as_json(each.counted),
                    "difference": as_json(each.difference),
                    "reason": why,
                }
                for each, why in doubts[:_LISTED]
            ],
            len(doubts),
        )


async def _post(
    db: AsyncSession, count: StockCount, findings: Sequence[Finding], *, actor: int
) -> None:
    off = [each for each in findings if outcome(each) == "posted"]
    moved = await move_stock(
        db,
        [
            Move(
                each.product_id,
                count.location_id,
                each.difference,
                "count",
                f"count/{count.id}",
            )
            for each in off
        ],
        source=f"count/{count.id}",
        actor=actor,
        field="lines",
    )
    movements = dict(zip((each.line_id for each in off), moved, strict=True))
    if findings:
        rows = [_settled(each, movements.get(each.line_id)) for each in findings]
        await db.execute(update(StockCountLine), rows)
    counted = [e.product_id for e in findings if outcome(e) in _BELIEVED]
    await db.execute(
        delete(ToCount).where(
            ToCount.location_id == count.location_id, ToCount.product_id.in_(counted)
        )
    )


def _settled(finding: Finding, moved: Moved | None) -> dict[str, Any]:
    """What a line keeps of it; what the difference is worth as the ledger has it."""
    return {
        "id": finding.line_id,
        "outcome": outcome(finding),
        "expected": finding.expected,
        "difference": finding.difference if finding.round else None,
        "unit_cost": moved.unit_cost if moved else finding.unit_cost,
        "value": moved.value if moved else None,
        "movement_id": moved and moved.movement_id,
    }
