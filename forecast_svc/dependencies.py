"""What several routes need: who may read, and the forecaster."""

from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPBearer

from forecast_svc.settings import Settings
from shared.http.auth import Role, require

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
