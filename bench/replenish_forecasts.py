"""What would have been forecast on each order day of the last weeks, by the engine itself.

As the replay makes them: the shop's trees and the products' models are trained on the
first of three order days and go on with what was sold by the other two.
"""

import pickle
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from bench.sums import blended, shared_forecasts
from bench.windows import History
from forecast_svc.compute import past
from forecast_svc.engine.fitted import FittedModel
from forecast_svc.engine.outliers import OutlierCap
from forecast_svc.engine.prediction import Prediction
from forecast_svc.engine.series import MAX_SERIES_DAYS, Series

HORIZON = 63
"""Days that are forecast: until the last of the next cycles arrives."""
TOGETHER = 3
"""Order days that one training serves."""
Forecasts = dict[tuple[str, date], Prediction]
"""By product and the last day that was known."""


def forecasts_of(
    histories: Sequence[History], place: str, days: Sequence[date], kept: Path | None
) -> Forecasts:
    """``kept`` is a file that holds them from one run to the next."""
    if kept is not None and kept.exists():
        stored: Forecasts = pickle.loads(kept.read_bytes())
        return stored
    made: Forecasts = {}
    for n in range(0, len(days), TOGETHER):
        made |= dict(together(histories, place, days[n : n + TOGETHER]))
    if kept is not None:
        kept.write_bytes(pickle.dumps(made))
    return made


def together(
    histories: Sequence[History], place: str, days: Sequence[date]
) -> Iterator[tuple[tuple[str, date], Prediction]]:
    """After each of some days, the oldest first."""
    first = max(
        days[0] - timedelta(days=MAX_SERIES_DAYS - 1), min(h.first for h in histories)
    )
    caps = {day: [OutlierCap() for _ in histories] for day in days}
    known = {
        day: [
            cap.fit_transform(_series(history, first, day))
            for history, cap in zip(histories, caps[day], strict=True)
        ]
        for day in days
    }
    packed = [
        (
            day.toordinal(),
            [
                (s.first_day.toordinal(), np.array(s.values, np.float32).tobytes())
                for s in known[day]
            ],
        )
        for day in days
    ]
    models = past.shop_forecasts(packed, place, HORIZON)
    shared = [shared_forecasts(model, HORIZON) for model in models or ()]
    for row, history in enumerate(histories):
        if not known[days[0]][row].values:
            continue
        own = past.product_forecasts([known[day][row] for day in days], HORIZON)
        for n, day in enumerate(days):
            of_shop = shared[n].get(row) if shared else None
            made = blended(
                known[day][row], caps[day][row], own[n], of_shop, day, HORIZON
            )
            # What it was made by is not needed any more.
            yield (history.name, day), replace(made, model=FittedModel())


def _series(history: History, first: date, day: date) -> Series:
    values = history.until(day)
    start = max(history.first, first)
    return Series(start, tuple(values[(start - history.first).days :].tolist()))
