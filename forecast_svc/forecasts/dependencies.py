"""One way to ask for a forecast, for every route that needs one."""

from functools import partial
from typing import Annotated

from fastapi import Depends, Request

from forecast_svc.forecasts.forecaster import Forecaster, Turn
from forecast_svc.forecasts.strangers import Strangers
from shared.http.front import network_of


async def forecaster_of(request: Request) -> Forecaster:
    forecaster: Forecaster = request.app.state.forecaster
    return forecaster


async def _stranger(request: Request) -> Turn:
    strangers: Strangers = request.app.state.strangers
    address = request.client.host if request.client else ""
    return partial(strangers.turn, network_of(address))


Forecasting = Annotated[Forecaster, Depends(forecaster_of)]
StrangersTurn = Annotated[Turn, Depends(_stranger)]
"""That of a caller without a token."""
