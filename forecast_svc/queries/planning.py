"""What planners have entered: overrides, promotions and closures."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.errors import EventNotFound, OverrideNotFound
from shared.pages import Page

_OVERRIDE = text("SELECT * FROM overrides WHERE id = :id")
_OVERRIDES = text("""
SELECT * FROM overrides WHERE CAST(:product AS bigint) IS NULL OR product_id = :product
ORDER BY id DESC LIMIT :most OFFSET :skipped
""")
_COUNT_OVERRIDES = text("""
SELECT count(*) FROM overrides WHERE CAST(:product AS bigint) IS NULL OR product_id = :product
""")
_EVENT = text("SELECT * FROM calendar_events WHERE id = :id")
_EVENTS = text("""
SELECT * FROM calendar_events
WHERE withdrawn_on IS NULL AND last_day >= :since AND first_day <= :until
ORDER BY first_day, id
""")


async def find_override(db: AsyncSession, override_id: int) -> Any:
    found = (await db.execute(_OVERRIDE, {"id": override_id})).one_or_none()
    if found is None:
        raise OverrideNotFound(override_id)
    return found


async def overrides(
    db: AsyncSession, page: Page, *, product_id: int | None
) -> Sequence[Any]:
    """The newest first, those withdrawn or over included."""
    bounds = {"product": product_id, "most": page.limit, "skipped": page.offset}
    return (await db.execute(_OVERRIDES, bounds)).all()


async def count_overrides(db: AsyncSession, *, product_id: int | None) -> int:
    return int(await db.scalar(_COUNT_OVERRIDES, {"product": product_id}) or 0)


async def find_event(db: AsyncSession, event_id: int) -> Any:
    found = (await db.execute(_EVENT, {"id": event_id})).one_or_none()
    if found is None:
        raise EventNotFound(event_id)
    return found


async def events(db: AsyncSession, since: date, until: date) -> Sequence[Any]:
    """Those in force with a day in the period, the earliest first."""
    return (await db.execute(_EVENTS, {"since": since, "until": until})).all()
