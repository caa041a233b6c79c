"""What planners have entered: overrides, corrections, promotions and closures."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.errors import CorrectionNotFound, EventNotFound, OverrideNotFound
from forecast_svc.planning.tables import CalendarEvent, Correction, Override
from shared.http.pages import Page


async def find_override(db: AsyncSession, override_id: int) -> Override:
    found = await db.get(Override, override_id)
    if found is None:
        raise OverrideNotFound(override_id)
    return found


async def overrides(
    db: AsyncSession, page: Page, *, product_id: int | None
) -> Sequence[Override]:
    """The newest first, those withdrawn or over included."""
    query = select(Override).order_by(Override.id.desc())
    if product_id is not None:
        query = query.where(Override.product_id == product_id)
    found = await db.scalars(query.limit(page.limit).offset(page.offset))
    return found.all()


async def count_overrides(db: AsyncSession, *, product_id: int | None) -> int:
    query = select(func.count()).select_from(Override)
    if product_id is not None:
        query = query.where(Override.product_id == product_id)
    return int(await db.scalar(query) or 0)


async def find_correction(db: AsyncSession, correction_id: int) -> Correction:
    found = await db.get(Correction, correction_id)
    if found is None:
        raise CorrectionNotFound(correction_id)
    return found


async def corrections(
    db: AsyncSession, page: Page, *, product_id: int | None
) -> Sequence[Correction]:
    """The newest first, those withdrawn included."""
    query = select(Correction).order_by(Correction.id.desc())
    if product_id is not None:
        query = query.where(Correction.product_id == product_id)
    found = await db.scalars(query.limit(page.limit).offset(page.offset))
    return found.all()


async def count_corrections(db: AsyncSession, *, product_id: int | None) -> int:
    query = select(func.count()).select_from(Correction)
    if product_id is not None:
        query = query.where(Correction.product_id == product_id)
    return int(await db.scalar(query) or 0)


async def find_event(db: AsyncSession, event_id: int) -> CalendarEvent:
    found = await db.get(CalendarEvent, event_id)
    if found is None:
        raise EventNotFound(event_id)
    return found


async def find_event_in_force(db: AsyncSession, event_id: int) -> CalendarEvent:
    """Held until the end of the transaction: of two changes at once the later one no longer
    finds it."""
    found = await db.scalar(
        select(CalendarEvent)
        .where(CalendarEvent.id == event_id, CalendarEvent.withdrawn_on.is_(None))
        .with_for_update()
    )
    if found is None:
        raise EventNotFound(event_id)
    return found


async def events(db: AsyncSession, since: date, until: date) -> Sequence[CalendarEvent]:
    """Those in force with a day in the period, the earliest first."""
    found = await db.scalars(
        select(CalendarEvent)
        .where(
            CalendarEvent.withdrawn_on.is_(None),
            CalendarEvent.last_day >= since,
            CalendarEvent.first_day <= until,
        )
        .order_by(CalendarEvent.first_day, CalendarEvent.id)
    )
    return found.all()
