"""What the engine is measured against. Each takes a known series, in one thread."""

import time
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from bench.windows import LEVELS, SCORE_HORIZON, Answer, Floats, Window

SEASON = 7


def seasonal_naive(known: Floats) -> Answer:
    """The last week again and again."""
    return Answer(np.tile(known[-SEASON:], SCORE_HORIZON // SEASON), {}, 0.0)


def plain_arima(known: Floats) -> Answer:
    """ARIMA(1,1,1) on the days that have a sale, as a first version would do it."""
    import pmdarima

    sold = known[known > 0][-365:]
    try:
        fitted = pmdarima.ARIMA((1, 1, 1)).fit(sold)
    except Exception:
        # Where it cannot be fitted, such a version would answer the mean.
        flat = np.full(SCORE_HORIZON, sold.mean())
        return Answer(flat, dict.fromkeys(LEVELS, (flat, flat)), 0.0)
    return _pmdarima_answer(fitted)


def seasonal_search(known: Floats) -> Answer:
    """pmdarima's own search with a season of a week, all defaults."""
    import pmdarima

    return _pmdarima_answer(pmdarima.auto_arima(known[-365:], m=SEASON))


def _pmdarima_answer(fitted: Any) -> Answer:
    mean, bounds = np.zeros(SCORE_HORIZON), {}
    for level in LEVELS:
        mean, band = fitted.predict(
            SCORE_HORIZON, return_conf_int=True, alpha=1 - level
        )
        bounds[level] = (np.maximum(band[:, 0], 0), np.maximum(band[:, 1], 0))
    return Answer(np.maximum(mean, 0), bounds, 0.0)


def auto_arima(known: Floats) -> Answer:
    from statsforecast.models import AutoARIMA

    return _statsforecast_answer(AutoARIMA(season_length=SEASON), known)


def auto_ets(known: Floats) -> Answer:
    from statsforecast.models import AutoETS

    return _statsforecast_answer(AutoETS(season_length=SEASON), known)


def _statsforecast_answer(model: Any, known: Floats) -> Answer:
    percents = [round(100 * level) for level in LEVELS]
    made = model.forecast(known[-365:], SCORE_HORIZON, level=percents)
    bounds = {
        level: (
            np.maximum(made[f"lo-{percent}"], 0),
            np.maximum(made[f"hi-{percent}"], 0),
        )
        for level, percent in zip(LEVELS, percents, strict=True)
    }
    return Answer(np.maximum(made["mean"], 0), bounds, 0.0)


RIVALS: dict[str, tuple[Callable[[Floats], Answer], bool]] = {
    "seasonal naive": (seasonal_naive, False),
    "plain ARIMA(1,1,1)": (plain_arima, False),
    "statsforecast AutoETS(7)": (auto_ets, False),
    "statsforecast AutoARIMA(7)": (auto_arima, True),
    "pmdarima auto_arima(m=7)": (seasonal_search, True),
}
"""By name: the method, and whether it is so slow that a sample must do."""


def answer(name: str, window: Window) -> Answer:
    method, _ = RIVALS[name]
    started = time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = method(window.known)
    return Answer(made.mean, made.bounds, time.perf_counter() - started)


def warm_up(name: str) -> None:
    """Imports and compiled code in memory before a clock starts."""
    day = np.arange(120, dtype=np.float64)
    known = 5 + day % SEASON + day % 3
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        RIVALS[name][0](known)
