"""Routes of forecasts, series and the rebuild: parse, one call, answer."""

from typing import Annotated

from fastapi import Depends, Query, Request
from fastapi.security import HTTPBearer

from forecast_svc import queries
from forecast_svc.errors import PeriodReversed
from forecast_svc.fits import Fits
from forecast_svc.operations.forecast_product import Wanted, forecast_product
from forecast_svc.operations.request_rebuild import request_rebuild
from forecast_svc.rules import MAX_HORIZON
from forecast_svc.schemas import ForecastOut, RebuildOut, SeriesOut
from forecast_svc.settings import Settings
from forecast_svc.training import ShopTraining
from shared.auth import Admin, Role, require
from shared.clock import business_today
from shared.database import Reading, Store, Transaction
from shared.service import api_router
from shared.types import Day, Id

router = api_router("/api/forecast", "forecast")

_bearer = HTTPBearer(
    auto_error=False, description="Needed only where FORECAST_OPEN is false"
)
_viewer = require(Role.VIEWER)


async def may_read(request: Request) -> None:
    """Anyone, unless a setting closes forecasts to those without a token."""
    settings: Settings = request.app.state.settings
    if not settings.open:
        await _viewer(request)


_READERS = [Depends(may_read), Depends(_bearer)]


async def fits_of(request: Request) -> Fits:
    fits: Fits = request.app.state.fits
    return fits


@router.get("", dependencies=_READERS)
async def get_forecast(
    request: Request,
    database: Store,
    fits: Annotated[Fits, Depends(fits_of)],
    product_id: Annotated[Id, Query()],
    horizon_days: Annotated[int, Query(ge=1, le=MAX_HORIZON)] = 7,
    level: Annotated[
        float, Query(ge=0.5, le=0.99, description="Probability of the bounds")
    ] = 0.95,
    as_of: Annotated[
        Day | None,
        Query(description="Last day that may be used; yesterday when absent"),
    ] = None,
) -> ForecastOut:
    """What a product will sell each day, with bounds.

    A product that nothing has been heard of yet is waited for, up to 5 seconds.
    """
    settings: Settings = request.app.state.settings
    wanted = Wanted(product_id, horizon_days, level, as_of)
    training: ShopTraining = request.app.state.training
    forecast = await forecast_product(
        database,
        fits,
        training if settings.shop_model else None,
        wanted,
        today=business_today(),
        wait_s=settings.wait_s,
    )
    return ForecastOut.model_validate(forecast)


@router.get("/series", dependencies=_READERS)
async def get_series(
    db: Reading,
    product_id: Annotated[Id, Query()],
    since: Annotated[Day | None, Query(alias="from")] = None,
    until: Annotated[Day | None, Query(alias="to")] = None,
) -> SeriesOut:
    """What a product sold each day, days without a sale included.

    Without dates: the last two years up to the last complete day.
    """
    if since and until and since > until:
        raise PeriodReversed
    series = await queries.daily_series(
        db, product_id, since=since, until=until, today=business_today()
    )
    return SeriesOut.model_validate(series)


@router.post("/rebuild", status_code=202)
async def start_rebuild(db: Transaction, _admin: Admin) -> RebuildOut:
    """Fold the series again from the records of the other services.

    Forecasts are answered from the present series until the new one is whole.
    """
    await request_rebuild(db, "asked for", unless_running=True)
    return RebuildOut.model_validate(await queries.rebuild_status(db))


@router.get("/rebuild")
async def get_rebuild(db: Reading, _admin: Admin) -> RebuildOut:
    return RebuildOut.model_validate(await queries.rebuild_status(db))
