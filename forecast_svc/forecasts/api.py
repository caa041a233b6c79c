"""Routes of forecasts: parse, one call, answer."""

import asyncio
from collections.abc import Callable
from contextlib import nullcontext
from datetime import date, timedelta
from functools import partial
from typing import Annotated

from fastapi import Depends, Query, Request, Response

from forecast_svc.dependencies import ServiceSettings, SignedIn
from forecast_svc.engine.metrics import SCORE_HORIZON
from forecast_svc.engine.prediction import MAX_HORIZON
from forecast_svc.engine.totals import KEPT_DAYS
from forecast_svc.errors import (
    DayNotComplete,
    HorizonNotKept,
    NoRefit,
    NothingSold,
    TotalNotKept,
)
from forecast_svc.forecasts import accuracy, queries
from forecast_svc.forecasts.dependencies import Forecasting, StrangersTurn
from forecast_svc.forecasts.forecast import Forecast, ForecastRequest
from forecast_svc.forecasts.forecaster import Forecaster
from forecast_svc.forecasts.keeping import forecast_missing
from forecast_svc.forecasts.locations import at_locations
from forecast_svc.forecasts.operations.request_refit import request_refit
from forecast_svc.forecasts.parameters import (
    Levels,
    Quantiles,
    TotalDays,
    TotalsOfTotals,
)
from forecast_svc.forecasts.refit import SCORED_DAYS
from forecast_svc.forecasts.reports import (
    AccuracyOut,
    BiasAlarmOut,
    CategoryMeasuresOut,
    ClassMeasuresOut,
    MeasuresOut,
    ProductMeasuresOut,
    RefitIn,
    RefitOut,
)
from forecast_svc.forecasts.schemas import ForecastOut, LocationOut
from forecast_svc.forecasts.strangers import LONGEST_HORIZON
from forecast_svc.forecasts.total_schemas import TotalForecastOut
from forecast_svc.forecasts.totals import (
    Scope,
    load_total,
    load_total_at,
    missing_products,
)
from forecast_svc.rules import last_complete_day
from shared.clock import business_today
from shared.db.database import ReadSession, Transaction
from shared.errors import Unauthenticated
from shared.http.auth import Manager, Viewer
from shared.http.pages import Page, PageLimit, PageNumber, describe
from shared.http.service import api_router
from shared.types import Day, Id, Unit

router = api_router("/api/forecast", "forecast")

Horizon = Annotated[int, Query(ge=1, le=MAX_HORIZON)]
AsOf = Annotated[
    Day | None,
    Query(description="Last day that may be used; yesterday when absent"),
]
TotalHorizon = Annotated[int, Query(ge=1, le=KEPT_DAYS)]
AtLocation = Annotated[
    Id | None, Query(description="Of this location; all together when absent")
]
MAX_PRODUCTS = 100
AT_ONCE = 4
"""Products of one request in work: so few that no fit waits too long for its turn."""

RequestOf = Callable[[int], ForecastRequest]


async def request_of(
    horizon_days: Horizon = 7,
    level: Levels = (0.95,),
    quantiles: Quantiles = (),
    days: TotalDays = (),
    as_of: AsOf = None,
) -> RequestOf:
    """The question, but for the product."""
    return partial(
        ForecastRequest,
        horizon_days=horizon_days,
        as_of=as_of,
        levels=level,
        quantiles=quantiles,
        totals=days,
    )


# A lock that may stay open: security without any scheme is one of the ways in.
@router.get("", openapi_extra={"security": [{}]})
async def get_forecast(
    product_id: Annotated[Id, Query()],
    request: Annotated[RequestOf, Depends(request_of)],
    forecaster: Forecasting,
    settings: ServiceSettings,
    signed_in: SignedIn,
    strangers_turn: StrangersTurn,
    location_id: AtLocation = None,
) -> ForecastOut:
    """What a product will sell each day, with bounds.

    An unknown product's first event is waited for, up to 5 seconds. Forecasts of all
    locations together are that of the product. Without a token up to 90 days ahead;
    what is not kept has to be worked out, which is done for 30 questions a minute.
    """
    question = request(product_id)
    if not signed_in and question.reach > LONGEST_HORIZON:
        raise Unauthenticated
    forecast = await forecaster.forecast(
        question,
        wait_s=settings.wait_s,
        turn=nullcontext if signed_in else strangers_turn,
    )
    return await _answer(forecaster, forecast, location_id)


async def _answer(
    forecaster: Forecaster, forecast: Forecast, location_id: int | None
) -> ForecastOut:
    if location_id is None:
        return ForecastOut.of(forecast)
    async with forecaster.database.read() as db:
        shared_out = await at_locations(db, forecast)
    found = await asyncio.to_thread(shared_out.at, location_id)
    return ForecastOut.of(
        found.forecast, LocationOut.of(location_id, found.part, forecast.request)
    )


@router.get("/bulk", name="get_forecasts")
async def get_forecasts(
    _viewer: Viewer,
    product_ids: Annotated[list[Id], Query(min_length=1, max_length=MAX_PRODUCTS)],
    request: Annotated[RequestOf, Depends(request_of)],
    forecaster: Forecasting,
    location_id: AtLocation = None,
) -> list[ForecastOut]:
    """The same for up to 100 products, in their order; none is waited for."""
    at_once = asyncio.Semaphore(AT_ONCE)

    async def one(product_id: int) -> ForecastOut:
        async with at_once:
            forecast = await forecaster.forecast(request(product_id))
            return await _answer(forecaster, forecast, location_id)

    return await asyncio.gather(*map(one, product_ids))


@router.get("/total", name="get_total_forecast")
async def get_total(
    _viewer: Viewer,
    request: Request,
    response: Response,
    forecaster: Forecasting,
    category: Annotated[
        str | None,
        Query(max_length=200, description="All when absent; empty for those of none"),
    ] = None,
    unit: Annotated[
        Unit | None, Query(description="That of most products when absent")
    ] = None,
    location_id: AtLocation = None,
    horizon_days: TotalHorizon = 7,
    level: Levels = (0.95,),
    quantiles: Quantiles = (),
    days: TotalsOfTotals = (),
    as_of: Annotated[
        Day | None,
        Query(
            description="A past day, of the last 60: what was forecast then, at most 28 days"
            " ahead; what is known by now when absent"
        ),
    ] = None,
    page: PageNumber = 1,
    limit: PageLimit = 20,
) -> TotalForecastOut:
    """What all products of the shop, or of a category, will sell together.

    Each day is the sum of what was last answered about each product, or of what that
    night's forecasts said of each after the day ``as_of``. ``page`` and ``limit`` are of
    ``parts``.
    """
    day, now = _complete(as_of), as_of is None
    reach = max(horizon_days, *days, 0)
    if not now and reach > SCORE_HORIZON:
        raise HorizonNotKept(SCORE_HORIZON)
    scope, pages = Scope(category, unit), Page(page=page, limit=limit)
    if now:
        await _forecast_missing(forecaster, scope, day)
    async with forecaster.database.read() as db:
        total = await load_total(
            db,
            scope,
            day,
            horizon_days=horizon_days,
            reach=reach,
            page=pages,
            then=not now,
        )
        if total is not None and location_id is not None:
            total = await load_total_at(db, scope, total, day, location_id)
    if total is None:
        raise NothingSold(category, unit)
    if not now and not total.count.products:
        raise TotalNotKept(day)
    describe(request, response, pages, total.parts_in_all)
    return TotalForecastOut.of(
        total,
        category,
        location_id,
        day,
        horizon_days=horizon_days,
        levels=level,
        quantiles=quantiles,
        totals=days,
    )


def _complete(as_of: date | None) -> date:
    """The day that was asked for, or the last complete one."""
    last = last_complete_day(business_today())
    if as_of is not None and as_of > last:
        raise DayNotComplete(last)
    return as_of or last


async def _forecast_missing(forecaster: Forecaster, scope: Scope, last: date) -> None:
    async with forecaster.database.read() as db:
        missing = await missing_products(db, scope, last)
    await forecast_missing(forecaster.database, forecaster, missing)


@router.post("/refit", status_code=202, name="start_refit")
async def start_refit(db: Transaction, _manager: Manager, body: RefitIn) -> RefitOut:
    """Forecast products anew, now; ``done`` of the answer grows as they are."""
    refit = await request_refit(
        db, _complete(body.as_of), reason="requested", product_ids=body.product_ids
    )
    return RefitOut.model_validate(await queries.refit_status(db, refit))


@router.get("/refit", name="refit_status")
async def get_refit(db: ReadSession, _manager: Manager) -> RefitOut:
    """The newest refit."""
    refit = await queries.refit_status(db)
    if refit is None:
        raise NoRefit
    return RefitOut.model_validate(refit)


@router.get("/accuracy", name="accuracy")
async def get_accuracy(
    _viewer: Viewer,
    request: Request,
    response: Response,
    db: ReadSession,
    product_id: Annotated[Id | None, Query()] = None,
    since: Annotated[
        Day | None, Query(description="First as_of counted; 90 days ago when absent")
    ] = None,
    alarms: Annotated[
        bool, Query(description="Only products with a bias alarm")
    ] = False,
    page: PageNumber = 1,
    limit: PageLimit = 20,
) -> AccuracyOut:
    """How past forecasts did, four weeks ahead, against what was then sold."""
    since = since or business_today() - timedelta(days=SCORED_DAYS)
    overall = await accuracy.overall(db, since=since, product_id=product_id)
    alarm = None
    products: list[accuracy.ProductMeasures] = []
    categories: list[accuracy.CategoryMeasures] = []
    classes: list[accuracy.ClassMeasures] = []
    if product_id is None:
        pages = Page(page=page, limit=limit)
        products = await accuracy.by_product(db, pages, since=since, alarms=alarms)
        count = await accuracy.count_scored(db, since=since, alarms=alarms)
        describe(request, response, pages, count)
        categories = await accuracy.by_category(db, since=since)
        classes = await accuracy.by_class(db, since=since)
    else:
        alarm = await accuracy.alarm_of(db, product_id)
    return AccuracyOut(
        since=since,
        overall=MeasuresOut.model_validate(overall),
        categories=[CategoryMeasuresOut.model_validate(row) for row in categories],
        classes=[ClassMeasuresOut.model_validate(row) for row in classes],
        products=[ProductMeasuresOut.of(row) for row in products],
        bias_alarm=alarm and BiasAlarmOut(**alarm._asdict()),
        bias_alarms=await accuracy.count_alarms(db),
    )
