"""What several routes need: who may read, and one way to ask for a forecast."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPBearer

from forecast_svc.answer import Forecast, Wanted
from forecast_svc.fits import Fits
from forecast_svc.operations.forecast_product import forecast_product
from forecast_svc.settings import Settings
from forecast_svc.training import ShopTraining
from shared.auth import Role, require
from shared.clock import business_today
from shared.database import Store

_bearer = HTTPBearer(
    auto_error=False, description="Needed only where FORECAST_OPEN is false"
)
_viewer = require(Role.VIEWER)


async def may_read(request: Request) -> None:
    """Anyone, unless a setting closes forecasts to those without a token."""
    if not (await settings_of(request)).open:
        await _viewer(request)


READERS = [Depends(may_read), Depends(_bearer)]


async def settings_of(request: Request) -> Settings:
    settings: Settings = request.app.state.settings
    return settings


ServiceSettings = Annotated[Settings, Depends(settings_of)]
Forecaster = Callable[[Wanted, float], Awaitable[Forecast]]
"""Takes the question, and the seconds that an unknown product is waited for."""


async def forecaster(
    request: Request, database: Store, settings: ServiceSettings
) -> Forecaster:
    fits: Fits = request.app.state.fits
    training: ShopTraining = request.app.state.training

    async def forecast(wanted: Wanted, wait_s: float) -> Forecast:
        return await forecast_product(
            database,
            fits,
            training if settings.shop_model else None,
            wanted,
            today=business_today(),
            wait_s=wait_s,
        )

    return forecast


Forecasting = Annotated[Forecaster, Depends(forecaster)]
