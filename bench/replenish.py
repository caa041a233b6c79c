"""``python -m bench.replenish FILE …``: what ordering by the advice costs, one table.

Each file of ``series_id,date,quantity`` is a shop, which orders every week and waits two
weeks. See ``make bench-replenish``. Forecasts and decisions know what was sold by their
day, and nothing later.
"""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bench.replenish_cycles import LEVELS, Cycle, cycles
from bench.replenish_forecasts import Forecasts, forecasts_of
from bench.replenish_measures import WINDOWS, Outcome, outcomes
from bench.replenish_shop import (
    WEEK,
    WINDOW_WEEKS,
    ShopWindow,
    rule_in_words,
)
from bench.replenish_stockouts import Censored, censored
from bench.replenish_tables import (
    show_cycles,
    show_outcomes,
    show_settings,
    show_stock_outs,
)
from bench.sum_tables import show_sums
from bench.sums import SumWindow, window_of
from bench.windows import SCORE_HORIZON, History, read
from forecast_svc.compute.tasks import warm

console = Console(width=150)
_DECISIONS = 6
"""Order days of a window whose orders arrive within it."""


@dataclass(frozen=True)
class Shop:
    """What was found in one file; ``levels`` are those of service that was asked for."""

    name: str
    outcomes: list[Outcome]
    cycles: dict[float, list[Cycle]]
    sums: list[SumWindow]
    censored: list[Censored]


def order_days(histories: Sequence[History]) -> list[list[date]]:
    """The last known day at each decision, by window, the newest first: one more than
    are shown, on which rivals are set."""
    last = max(h.first + timedelta(len(h.units) - 1) for h in histories)
    length = WINDOW_WEEKS * WEEK
    return [
        [last - timedelta(length * (n + 1) - WEEK * k) for k in range(_DECISIONS)]
        for n in range(WINDOWS + 1)
    ]


def shop_of(file: Path, place: str, seeds: int, keep: Path | None) -> Shop:
    histories = read(file)
    by_window = order_days(histories)
    days = sorted(day for of in by_window for day in of)
    kept = keep and keep / f"{file.stem}.kept"
    forecasts = forecasts_of(histories, place, days, kept)
    by_seed = [
        [ShopWindow(file.stem, histories, of[0], forecasts, seed) for of in by_window]
        for seed in range(1, seeds + 1)
    ]
    return Shop(
        file.stem,
        [each for windows in by_seed for each in outcomes(windows)],
        {
            level: [c for window in by_seed[0][:WINDOWS] for c in cycles(window, level)]
            for level in LEVELS
        },
        list(_sums(file.stem, histories, forecasts)),
        list(censored(file.stem, histories)),
    )


def _sums(
    shop: str, histories: Sequence[History], forecasts: Forecasts
) -> Iterator[SumWindow]:
    """What came after each decision, against its forecast."""
    by_name = {history.name: history for history in histories}
    for (name, as_of), prediction in forecasts.items():
        coming = by_name[name].after(as_of, SCORE_HORIZON)
        if len(coming) == SCORE_HORIZON and by_name[name].until(as_of).any():
            yield window_of(shop, by_name[name], as_of, prediction, coming)


def main(
    files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False)],
    seeds: Annotated[
        int, typer.Option(min=1, max=20, help="Made-up shops around the same sales")
    ] = 3,
    keep: Annotated[
        Path | None,
        typer.Option(
            file_okay=False, exists=True, help="Folder for forecasts; reused when there"
        ),
    ] = None,
    place: Annotated[
        list[str] | None,
        typer.Option(help="Whose holidays count: FILE=FR, without its ending"),
    ] = None,
) -> None:
    """Six rolling windows of eight weeks on every series, for every rule the same."""
    places = dict(said.split("=", 1) for said in place or ())
    for name in ("OMP", "OPENBLAS", "MKL", "NUMBA"):
        os.environ.setdefault(f"{name}_NUM_THREADS", "1")
    for seed in range(1, seeds + 1):
        console.print(rule_in_words(seed), highlight=False)
    shops = []
    with ProcessPoolExecutor(1, initializer=warm) as pool:
        for file in files:
            of = pool.submit(shop_of, file, places.get(file.stem, ""), seeds, keep)
            shops.append(of.result())
            console.print(f"· {file.stem}", highlight=False)
    found = [each for shop in shops for each in shop.outcomes]
    show_outcomes(found, console)
    show_settings(found, console)
    show_cycles([shop.cycles for shop in shops], console)
    show_stock_outs([each for shop in shops for each in shop.censored], console)
    show_sums([each for shop in shops for each in shop.sums], console)


if __name__ == "__main__":
    typer.run(main)
