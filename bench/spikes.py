"""``python -m bench.spikes FILE …``: one mistyped day, and what becomes of the forecast.

In every series a day of ten times the largest, at several distances from the end: what
is then expected of 28 days, against what is expected without it. The engine's own
functions, as an answer has them; all products of a shop are spoilt at once.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from bench.sums import local_model, shared_forecasts
from bench.windows import SCORE_HORIZON, History, origins, read
from forecast_svc.compute import tasks
from forecast_svc.engine.ensemble import blend
from forecast_svc.engine.outliers import OutlierCap
from forecast_svc.engine.series import MAX_SERIES_DAYS, Series

DISTANCES = (3, 40, 364)
"""Days before the last one; the last is the same weekday a year ago."""
TIMES = 10
MOST = 1.3


def factors(file: Path, place: str) -> Iterator[tuple[str, int, float]]:
    """Of each series and distance: how many times as much is expected."""
    histories = read(file)
    as_of = origins(histories, 1)[0]
    known = [h for h in histories if len(h.until(as_of)) > max(DISTANCES)]
    usual = _expected([_units(h, as_of) for h in known], as_of, place)
    for distance in DISTANCES:
        spoilt = []
        for history in known:
            units = _units(history, as_of)
            units[-1 - distance] = TIMES * units.max()
            spoilt.append(units)
        found = _expected(spoilt, as_of, place)
        for history, before, after in zip(known, usual, found, strict=True):
            # Of what hardly sells a unit more is nothing.
            yield history.name, distance, (after + 1) / (before + 1)


def _units(history: History, as_of: date) -> np.ndarray:
    return history.until(as_of)[-MAX_SERIES_DAYS:].copy()


def _expected(units: Sequence[np.ndarray], as_of: date, place: str) -> list[float]:
    """Of the 28 days, for each product."""
    series = [
        OutlierCap().fit_transform(
            Series(as_of - timedelta(days=len(u) - 1), tuple(u.tolist()))
        )
        for u in units
    ]
    packed = [
        (s.first_day.toordinal(), np.array(s.values, np.float32).tobytes())
        for s in series
    ]
    model = tasks.train(as_of.toordinal(), packed, place)
    shared = shared_forecasts(model) if model else {}
    return [
        blend(
            local_model(of, None, search=True).head(SCORE_HORIZON), shared.get(n)
        ).expected(SCORE_HORIZON)
        for n, of in enumerate(series)
    ]


def main(
    files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False)],
    place: Annotated[
        list[str] | None,
        typer.Option(help="Whose holidays count: FILE=FR, without its ending"),
    ] = None,
) -> None:
    """Fails where a forecast changes by more than ``MOST`` times."""
    places = dict(said.split("=", 1) for said in place or ())
    worst = 1.0
    for file in files:
        found = list(factors(file, places.get(file.stem, "")))
        for distance in DISTANCES:
            of = [f for _, d, f in found if d == distance]
            typer.echo(
                f"{file.stem}, {distance} days before: {min(of):.2f} to {max(of):.2f}, "
                f"median {np.median(of):.2f}"
            )
            worst = max(worst, *of, *(1 / f for f in of))
    if worst > MOST:
        raise typer.Exit(1)


if __name__ == "__main__":
    typer.run(main)
