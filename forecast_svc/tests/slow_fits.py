"""Stand-ins for a fit, run in worker processes: each leaves a mark when it begins."""

import os
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

from fastapi import FastAPI

from forecast_svc.compute.fits import Fits
from forecast_svc.engine.fitted import WarmStart
from forecast_svc.engine.prediction import MAX_HORIZON, Prediction


def use(app: FastAPI, fits: Fits) -> None:
    """Have an app fit with these."""
    app.state.fits = fits
    app.state.forecaster = replace(app.state.forecaster, fits=fits)


def counted(
    marks: Path,
    seconds: float,
    _first_day: date,
    values: tuple[float, ...],
    _start: WarmStart | None,
    _quick: bool,
) -> Prediction:
    with marks.open("a") as file:
        file.write(f"{os.getpid()}\n")
    time.sleep(seconds)
    level = float(values[-1])
    ones = [1.0] * MAX_HORIZON
    return Prediction("counted", [level] * MAX_HORIZON, ones, ones)


def impossible(
    _first_day: date, _values: tuple[float, ...], _start: WarmStart | None, _quick: bool
) -> Prediction:
    raise ValueError("no model fits")
