"""Stand-ins for a fit, run in worker processes: each leaves a mark when it begins."""

import os
import time
from datetime import date
from pathlib import Path

from forecast_svc.engine.fitted import WarmStart
from forecast_svc.engine.prediction import MAX_HORIZON, Prediction


def counted(
    marks: Path,
    seconds: float,
    _first_day: date,
    values: tuple[float, ...],
    _start: WarmStart | None,
) -> Prediction:
    with marks.open("a") as file:
        file.write(f"{os.getpid()}\n")
    time.sleep(seconds)
    level = float(values[-1])
    ones = [1.0] * MAX_HORIZON
    return Prediction("counted", [level] * MAX_HORIZON, ones, ones)


def impossible(
    _first_day: date, _values: tuple[float, ...], _start: WarmStart | None
) -> Prediction:
    raise ValueError("no model fits")
