"""Enter a promotion or a closure; change it; take it back."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc import audit
from forecast_svc.planning import queries
from forecast_svc.planning.tables import CalendarEvent
from forecast_svc.projection.operations.mark_stale import mark_stale
from forecast_svc.projection.operations.outdate_global_models import (
    outdate_global_models,
)


@dataclass(frozen=True, slots=True)
class EventDraft:
    """Of one product, of a category, or of all when neither is given."""

    kind: Literal["promotion", "closure"]
    name: str
    first_day: date
    last_day: date
    product_id: int | None
    category: str | None
    lift: float | None
    discount_percent: float | None


_PLAN = text("""
INSERT INTO calendar_events (kind, name, first_day, last_day, product_id, category, lift,
    discount_percent, author, created_on)
VALUES (:kind, :name, :first_day, :last_day, :product_id, :category, :lift,
    :discount_percent, :author, :today)
ON CONFLICT DO NOTHING
RETURNING id
""")
_SAME = text("""
SELECT id FROM calendar_events WHERE withdrawn_on IS NULL AND kind = :kind AND name = :name
    AND first_day = :first_day AND last_day = :last_day
    AND product_id IS NOT DISTINCT FROM CAST(:product_id AS bigint)
    AND category IS NOT DISTINCT FROM CAST(:category AS text)
    AND lift IS NOT DISTINCT FROM CAST(:lift AS double precision)
    AND discount_percent IS NOT DISTINCT FROM CAST(:discount_percent AS double precision)
""")
_CANCEL = text("""
UPDATE calendar_events SET withdrawn_on = :today WHERE id = :id AND withdrawn_on IS NULL
RETURNING id
""")


async def plan_event(
    db: AsyncSession, draft: EventDraft, *, author: int, today: date
) -> CalendarEvent:
    """The same once more is the same event."""
    event, is_new = await _plan(db, draft, author, today)
    if is_new:
        changes = audit.differences({}, _said(draft))
        subject = f"event/{event.id}"
        await audit.record(db, "event.planned", subject, actor=author, changes=changes)
    return event


async def change_event(
    db: AsyncSession, event_id: int, draft: EventDraft, *, author: int, today: date
) -> CalendarEvent:
    """Another event takes its place, so that forecasts of past days still go by what was
    planned then. Without a difference it stays the same event."""
    event = await queries.find_event_in_force(db, event_id)
    changes = audit.differences(_said(event), _said(draft))
    if not changes:
        return event
    await _cancel(db, event, today)
    changed, _ = await _plan(db, draft, author, today)
    subject = f"event/{changed.id}"
    await audit.record(db, "event.changed", subject, actor=author, changes=changes)
    return changed


async def cancel_event(
    db: AsyncSession, event_id: int, today: date, *, actor: int
) -> None:
    """Once more changes nothing."""
    event = await queries.find_event(db, event_id)
    if await _cancel(db, event, today):
        said = {
            name: value for name, value in _said(event).items() if value is not None
        }
        subject = f"event/{event_id}"
        await audit.record(db, "event.cancelled", subject, actor=actor, changes=said)


async def _plan(
    db: AsyncSession, draft: EventDraft, author: int, today: date
) -> tuple[CalendarEvent, bool]:
    """The event in force that says so, and whether it is new."""
    values = _said(draft)
    added = await db.scalar(_PLAN, values | {"author": author, "today": today})
    await _learn_anew(db, draft, today)
    event_id: int = (await db.execute(_SAME, values)).scalar_one()
    return await queries.find_event(db, event_id), added is not None


async def _cancel(db: AsyncSession, event: CalendarEvent, today: date) -> bool:
    """Whether it was in force until now."""
    cancelled = await db.scalar(_CANCEL, {"id": event.id, "today": today})
    await _learn_anew(db, event, today)
    return cancelled is not None


def _said(event: EventDraft | CalendarEvent) -> dict[str, Any]:
    return {name: getattr(event, name) for name in EventDraft.__slots__}


async def _learn_anew(
    db: AsyncSession, event: EventDraft | CalendarEvent, today: date
) -> None:
    """What is said about the past changes what the global model learns from it."""
    of = [event.product_id] if event.product_id is not None else None
    await mark_stale(db, of, event.category)
    if event.first_day < today:
        await outdate_global_models(db)
