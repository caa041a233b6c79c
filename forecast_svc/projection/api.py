"""Routes of the daily series and of its rebuild: parse, one call, answer."""

from typing import Annotated

from fastapi import Query

from forecast_svc.errors import PeriodReversed
from forecast_svc.projection import daily, queries
from forecast_svc.projection.operations.request_rebuild import request_rebuild
from forecast_svc.projection.schemas import RebuildOut, SeriesOut
from shared.clock import business_today
from shared.db.database import ReadSession, Transaction
from shared.http.auth import Admin, Viewer
from shared.http.service import api_router
from shared.types import Day, Id

router = api_router("/api/forecast", "forecast")


@router.get("/series")
async def get_series(
    _viewer: Viewer,
    db: ReadSession,
    product_id: Annotated[Id, Query()],
    location_id: Annotated[
        Id | None, Query(description="Of this location; all together when absent")
    ] = None,
    since: Annotated[Day | None, Query(alias="from")] = None,
    until: Annotated[Day | None, Query(alias="to")] = None,
) -> SeriesOut:
    """What a product sold each day, days without a sale included.

    Without dates: the last two years up to the last complete day.
    """
    if since and until and since > until:
        raise PeriodReversed
    series = await daily.daily_series(
        db,
        product_id,
        since=since,
        until=until,
        today=business_today(),
        location_id=location_id,
    )
    return SeriesOut.model_validate(series)


@router.post("/rebuild", status_code=202)
async def start_rebuild(db: Transaction, _admin: Admin) -> RebuildOut:
    """Fold the series again from the records of the other services.

    Forecasts are answered from the present series until the new one is whole.
    """
    await request_rebuild(db, "requested", unless_running=True)
    return RebuildOut.model_validate(await queries.rebuild_status(db))


@router.get("/rebuild")
async def get_rebuild(db: ReadSession, _admin: Admin) -> RebuildOut:
    return RebuildOut.model_validate(await queries.rebuild_status(db))
