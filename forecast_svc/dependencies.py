"""What several routes need: who may read, settings, and whose holidays count."""

from typing import Annotated

from fastapi import Depends, FastAPI, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from forecast_svc.engine.holidays import known_place
from forecast_svc.settings import Settings
from shared.http.auth import Role, require
from shared.kafka.shop import ShopFollower

_bearer = HTTPBearer(
    auto_error=False,
    description="Needed for horizons beyond 90 days, and where FORECAST_OPEN is false",
)
_viewer = require(Role.VIEWER)


async def may_read(
    request: Request,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
) -> bool:
    """Whether the caller is signed in: anyone else may ask too, unless a setting
    closes forecasts to those without a token."""
    if credentials is None and (await settings_of(request)).open:
        return False
    await _viewer(request)
    return True


SignedIn = Annotated[bool, Depends(may_read)]


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
