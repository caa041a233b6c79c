"""What several routes need: who may read, and the forecaster."""

from typing import Annotated

from fastapi import Depends, FastAPI, Request
from fastapi.security import HTTPBearer

from forecast_svc.engine.holidays import known_place
from forecast_svc.settings import Settings
from shared.http.auth import Role, require
from shared.kafka.shop import ShopFollower

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


def holidays_of(app: FastAPI) -> str:
    """Whose public holidays matter now: what the setting names, else the shop's
    country; none while nobody has said it."""
    settings: Settings = app.state.settings
    follower: ShopFollower = app.state.shop
    shop = follower.current
    return settings.holidays or known_place(shop.country if shop else None)


async def _holidays_place(request: Request) -> str:
    return holidays_of(request.app)


HolidaysPlace = Annotated[str, Depends(_holidays_place)]
ServiceSettings = Annotated[Settings, Depends(settings_of)]
