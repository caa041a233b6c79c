"""Routes of what planners enter: overrides, corrections, promotions and closures."""

from datetime import timedelta
from typing import Annotated, Literal

from fastapi import Query, Request, Response

from forecast_svc.dependencies import HolidaysPlace, ServiceSettings
from forecast_svc.engine.holidays import public_holidays
from forecast_svc.engine.prediction import MAX_HORIZON
from forecast_svc.errors import DayNotOver, DaysGoneBy, PeriodReversed, TooFarAhead
from forecast_svc.forecasts.dependencies import Forecasting
from forecast_svc.forecasts.forecast import ForecastRequest, rounded
from forecast_svc.planning import queries
from forecast_svc.planning.operations.correct_day import (
    CorrectionDraft,
    correct_day,
    withdraw_correction,
)
from forecast_svc.planning.operations.override_forecast import (
    OverrideDraft,
    override_forecast,
    withdraw_override,
)
from forecast_svc.planning.operations.plan_event import (
    EventDraft,
    cancel_event,
    change_event,
    plan_event,
)
from forecast_svc.planning.schemas import (
    CorrectionIn,
    CorrectionOut,
    EventIn,
    EventOut,
    OverrideIn,
    OverrideOut,
)
from shared.clock import business_today
from shared.db.database import ReadSession, Store, Transaction
from shared.http.auth import Manager, Viewer
from shared.http.pages import Page, PageLimit, PageNumber, describe
from shared.http.service import api_router
from shared.types import Day, Id

router = api_router("/api/forecast", "planning")

_MOST_LISTED = 3 * MAX_HORIZON
"""Days of the calendar in one answer."""


@router.post("/overrides", status_code=201)
async def create_override(
    response: Response,
    database: Store,
    manager: Manager,
    forecaster: Forecasting,
    settings: ServiceSettings,
    body: OverrideIn,
) -> OverrideOut:
    """Say what a product will sell on some days, instead of the model.

    The newest override of a day counts. The same once more is the same override.
    """
    today = business_today()
    if body.first_day < today:
        raise DaysGoneBy(today)
    reach = today + timedelta(days=MAX_HORIZON - 1)
    if body.last_day > reach:
        raise TooFarAhead(reach)
    # Without a transaction: a fit may be needed first.
    horizon = (body.last_day - today).days + 1
    request = ForecastRequest(body.product_id, horizon)
    forecast = await forecaster.forecast(request, wait_s=settings.wait_s)
    async with database.transaction() as db:
        override = await override_forecast(
            db,
            OverrideDraft(**body.model_dump()),
            baseline=rounded(forecast.baseline.mean)[(body.first_day - today).days :],
            author=manager.id,
            today=today,
        )
    response.headers["Location"] = f"/api/forecast/overrides/{override.id}"
    return OverrideOut.of(override)


@router.get("/overrides")
async def list_overrides(
    request: Request,
    response: Response,
    db: ReadSession,
    _viewer: Viewer,
    product_id: Annotated[Id | None, Query()] = None,
    page: PageNumber = 1,
    limit: PageLimit = 20,
) -> list[OverrideOut]:
    """The newest first; those that are over, with how they did, and withdrawn ones too."""
    pages = Page(page=page, limit=limit)
    rows = await queries.overrides(db, pages, product_id=product_id)
    total = await queries.count_overrides(db, product_id=product_id)
    describe(request, response, pages, total)
    return [OverrideOut.of(row) for row in rows]


@router.get("/overrides/{override_id}")
async def get_override(
    db: ReadSession, _viewer: Viewer, override_id: Id
) -> OverrideOut:
    return OverrideOut.of(await queries.find_override(db, override_id))


@router.delete("/overrides/{override_id}", status_code=204)
async def delete_override(db: Transaction, manager: Manager, override_id: Id) -> None:
    """Forecasts no longer go by it; it stays in the list."""
    await withdraw_override(db, override_id, business_today(), actor=manager.id)


@router.post("/corrections", status_code=201)
async def create_correction(
    response: Response, db: Transaction, manager: Manager, body: CorrectionIn
) -> CorrectionOut:
    """Confirm or correct a day that a forecast calls suspicious, or any other past day.

    The newest correction of a day counts. The same once more is the same correction.
    """
    today = business_today()
    if body.day >= today:
        raise DayNotOver(today)
    draft = CorrectionDraft(**body.model_dump())
    correction = await correct_day(db, draft, author=manager.id, today=today)
    response.headers["Location"] = f"/api/forecast/corrections/{correction.id}"
    return CorrectionOut.model_validate(correction)


@router.get("/corrections")
async def list_corrections(
    request: Request,
    response: Response,
    db: ReadSession,
    _viewer: Viewer,
    product_id: Annotated[Id | None, Query()] = None,
    page: PageNumber = 1,
    limit: PageLimit = 20,
) -> list[CorrectionOut]:
    """The newest first; withdrawn ones too."""
    pages = Page(page=page, limit=limit)
    rows = await queries.corrections(db, pages, product_id=product_id)
    total = await queries.count_corrections(db, product_id=product_id)
    describe(request, response, pages, total)
    return [CorrectionOut.model_validate(row) for row in rows]


@router.get("/corrections/{correction_id}")
async def get_correction(
    db: ReadSession, _viewer: Viewer, correction_id: Id
) -> CorrectionOut:
    found = await queries.find_correction(db, correction_id)
    return CorrectionOut.model_validate(found)


@router.delete("/corrections/{correction_id}", status_code=204)
async def delete_correction(
    db: Transaction, manager: Manager, correction_id: Id
) -> None:
    """The day counts again as it did before."""
    await withdraw_correction(db, correction_id, business_today(), actor=manager.id)


Language = Literal["en", "fr"]
_LOCALES = {"en": "en_US", "fr": "fr"}
Since = Annotated[Day | None, Query(alias="from")]
Until = Annotated[Day | None, Query(alias="to")]


@router.get("/calendar")
async def list_events(
    _viewer: Viewer,
    db: ReadSession,
    place: HolidaysPlace,
    since: Since = None,
    until: Until = None,
    language: Language | None = None,
) -> list[EventOut]:
    """Promotions, closures and public holidays with a day in the period.

    Without dates: from four weeks ago to a year ahead. Holidays have their names in
    ``language`` where it is known, otherwise in that of the place.
    """
    today = business_today()
    since = since or today - timedelta(days=28)
    until = until or since + timedelta(days=MAX_HORIZON + 28)
    if since > until:
        raise PeriodReversed
    until = min(until, since + timedelta(days=_MOST_LISTED))
    locale = _LOCALES[language] if language else None
    holidays = public_holidays(place, since, until, locale)
    found = [
        *map(EventOut.model_validate, await queries.events(db, since, until)),
        *(EventOut.holiday(day, name) for day, name in holidays.items()),
    ]
    return sorted(found, key=lambda event: (event.first_day, event.name))


@router.post("/calendar", status_code=201)
async def create_event(
    response: Response, db: Transaction, manager: Manager, body: EventIn
) -> EventOut:
    """Enter a promotion or a closure, also a past one: forecasts learn from it.

    The same once more is the same event.
    """
    draft = EventDraft(**body.model_dump())
    event = await plan_event(db, draft, author=manager.id, today=business_today())
    response.headers["Location"] = f"/api/forecast/calendar/{event.id}"
    return EventOut.model_validate(event)


@router.get("/calendar/{event_id}")
async def get_event(_viewer: Viewer, db: ReadSession, event_id: Id) -> EventOut:
    return EventOut.model_validate(await queries.find_event(db, event_id))


@router.put("/calendar/{event_id}")
async def update_event(
    db: Transaction, manager: Manager, event_id: Id, body: EventIn
) -> EventOut:
    """Change an entry: another takes its place, with an id of its own, because forecasts
    of past days go by what was planned then. One that was deleted or changed since is
    not found."""
    draft = EventDraft(**body.model_dump())
    event = await change_event(
        db, event_id, draft, author=manager.id, today=business_today()
    )
    return EventOut.model_validate(event)


@router.delete("/calendar/{event_id}", status_code=204)
async def delete_event(db: Transaction, manager: Manager, event_id: Id) -> None:
    await cancel_event(db, event_id, business_today(), actor=manager.id)
