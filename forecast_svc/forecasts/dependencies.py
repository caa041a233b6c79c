"""One way to ask for a forecast, for every route that needs one."""

from typing import Annotated

from fastapi import Depends, Request

from forecast_svc.forecasts.forecaster import Forecaster


async def forecaster_of(request: Request) -> Forecaster:
    forecaster: Forecaster = request.app.state.forecaster
    return forecaster


Forecasting = Annotated[Forecaster, Depends(forecaster_of)]
