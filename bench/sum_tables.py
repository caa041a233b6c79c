"""How often sums stayed at or below their quantiles, as tables: by shop and by class."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta

import numpy as np
from rich.console import Console
from rich.table import Table

from bench.sums import QUANTILES, SumWindow
from forecast_svc.engine.calibration import HORIZONS

LEAST = 400
"""Windows of a cell that counts."""
HALF = timedelta(weeks=26)
SHOP_BAR, CLASS_BAR = 0.03, 0.04

Cell = list[SumWindow]


def show_sums(found: Sequence[SumWindow], console: Console) -> None:
    """The newer half of the year first; the older one was there to choose by."""
    for newer in (True, False):
        console.print(_table("shop", _by(found, _shop), SHOP_BAR, newer=newer))
        console.print(_table("class", _by(found, _class), CLASS_BAR, newer=newer))
        console.print(_table_few(found, newer=newer))


def _shop(window: SumWindow) -> str:
    return window.shop


def _class(window: SumWindow) -> str:
    return window.demand_class


def _by(
    found: Iterable[SumWindow], name: Callable[[SumWindow], str]
) -> dict[str, Cell]:
    cells: dict[str, Cell] = defaultdict(list)
    for window in found:
        cells[name(window)].append(window)
    return cells


def _newest(found: Iterable[SumWindow]) -> dict[str, date]:
    """The newest origin of each shop."""
    newest: dict[str, date] = {}
    for window in found:
        newest[window.shop] = max(window.as_of, newest.get(window.shop, window.as_of))
    return newest


def _half(cell: Cell, newest: dict[str, date], *, newer: bool) -> Cell:
    return [w for w in cell if (w.as_of > newest[w.shop] - HALF) == newer]


def _table(what: str, cells: dict[str, Cell], bar: float, *, newer: bool) -> Table:
    newest = _newest(w for cell in cells.values() for w in cell)
    half = "newer" if newer else "older"
    table = _headed(f"Sums at or below their quantile, by {what}, {half} half", what)
    for name, cell in sorted(cells.items()):
        kept = _half(cell, newest, newer=newer)
        for n, days in enumerate(HORIZONS):
            _add(table, name, days, n, kept, bar)
    return table


def _table_few(found: Sequence[SumWindow], *, newer: bool) -> Table:
    newest = _newest(found)
    half = "newer" if newer else "older"
    table = _headed(f"… of products that sell under 10 units, {half} half", "class")
    for n, days in enumerate(HORIZONS):
        kept = _half([w for w in found if w.few[n]], newest, newer=newer)
        _add(table, "under 10", days, n, kept, CLASS_BAR)
    return table


def _headed(title: str, what: str) -> Table:
    table = Table(title=title)
    for head in (what, "days", "windows", *(f"{q:.2f}" for q in QUANTILES), "as told"):
        table.add_column(head, justify="left" if head == what else "right")
    return table


def _add(
    table: Table, name: str, days: int, horizon: int, cell: Cell, bar: float
) -> None:
    """A share, its standard error, and ``!`` where it is beyond the bar and two of
    those; ``as told`` counts the quantiles of the answer instead of the paths'."""
    if not cell:
        return
    shares = []
    for q in QUANTILES:
        share, error = covered(cell, horizon, q)
        beyond = abs(share - q) > max(bar, 2 * error) and len(cell) >= LEAST
        shares.append(f"{share:.3f} ± {error:.3f}{'!' if beyond else ' '}")
    told = np.mean([w.asked[horizon] for w in cell], axis=0)
    count = f"{len(cell)}" if len(cell) >= LEAST else f"({len(cell)})"
    table.add_row(
        name, str(days), count, *shares, " / ".join(f"{share:.3f}" for share in told)
    )


def covered(cell: Cell, horizon: int, q: float) -> tuple[float, float]:
    """The share of sums at or below the quantile, and its standard error when those of
    one origin, in which a shop's products go up and down together, count as one."""
    shares = np.array([w.covered(horizon, q) for w in cell])
    away: dict[tuple[str, date], float] = defaultdict(float)
    for window, share in zip(cell, shares, strict=True):
        away[window.shop, window.as_of] += float(share - shares.mean())
    error = float(np.sqrt(sum(a**2 for a in away.values()))) / len(shares)
    return float(shares.mean()), error
