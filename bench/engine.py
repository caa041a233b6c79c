"""How long the engine itself takes of a core: a full search, a fit of a known order, and
a model applied to newer days."""

import time
from datetime import timedelta
from typing import NamedTuple

from bench.windows import Window
from forecast_svc.compute.tasks import fit
from forecast_svc.engine.baselines import too_short
from forecast_svc.engine.fitted import WarmStart
from forecast_svc.engine.prediction import Prediction
from forecast_svc.engine.series import MAX_SERIES_DAYS, Series


class Times(NamedTuple):
    """Seconds of a core, whatever else it does: one of each for every product."""

    search: list[float]
    order: list[float]
    applied: list[float]


def times_of(windows: list[Window]) -> Times:
    times = Times([], [], [])
    for window in windows:
        values = tuple(window.known[-MAX_SERIES_DAYS:].tolist())
        series = Series(window.as_of - timedelta(days=len(values) - 1), values)
        if too_short(series) is not None:
            continue
        seconds, made = _timed(series, None)
        times.search.append(seconds)
        times.order.append(_timed(series, WarmStart(made.model, "order"))[0])
        times.applied.append(_timed(series, WarmStart(made.model, "filter"))[0])
    return times


def _timed(series: Series, start: WarmStart | None) -> tuple[float, Prediction]:
    started = time.process_time()
    made = fit(series.first_day, series.values, start)
    return time.process_time() - started, made
