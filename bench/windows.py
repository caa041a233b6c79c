"""Rolling origins over files of ``series_id,date,quantity``, and how forecasts are scored."""

import csv
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

SCORE_HORIZON = 28
SCALE_DAYS = 365
SHORTEST = 28
LEVELS = (0.8, 0.95)


@dataclass(frozen=True)
class History:
    """Daily units of one series without gaps, from its first sale on."""

    name: str
    first: date
    units: Floats

    def until(self, day: date) -> Floats:
        return self.units[: max(0, (day - self.first).days + 1)]

    def after(self, day: date, days: int) -> Floats:
        start = (day - self.first).days + 1
        return self.units[start : start + days]


@dataclass(frozen=True)
class Window:
    """One product of one shop (a file), and the last day that may be known."""

    shop: str
    history: History
    as_of: date

    @property
    def known(self) -> Floats:
        return self.history.until(self.as_of)

    @property
    def coming(self) -> Floats:
        return self.history.after(self.as_of, SCORE_HORIZON)

    @property
    def scale(self) -> float:
        """RMSSE's: the mean squared change from day to day (M5 guide)."""
        return float(np.mean(np.diff(self.known[-SCALE_DAYS:]) ** 2))


def read(file: Path) -> list[History]:
    """Days that are missing are zeros; a series begins with its first sale."""
    found: dict[str, dict[date, float]] = defaultdict(dict)
    with file.open(newline="", encoding="utf-8-sig") as lines:
        for row in csv.DictReader(lines):
            day = date.fromisoformat(row["date"])
            days = found[row["series_id"]]
            days[day] = days.get(day, 0.0) + float(row["quantity"])
    histories = []
    for name, days in found.items():
        sold = [day for day, units in days.items() if units > 0]
        if sold:
            first, last = min(sold), max(days)
            length = (last - first).days + 1
            units = [days.get(first + timedelta(n), 0.0) for n in range(length)]
            histories.append(History(name, first, np.array(units, dtype=np.float64)))
    return histories


def origins(histories: Sequence[History], count: int) -> list[date]:
    """The last days after which a whole window is known, newest first."""
    last = max(h.first + timedelta(len(h.units) - 1) for h in histories)
    return [last - timedelta(SCORE_HORIZON * (n + 1)) for n in range(count)]


def windows(shop: str, histories: Sequence[History], as_of: date) -> Iterator[Window]:
    """Those with a month behind them, a whole window ahead, and some movement."""
    for history in histories:
        window = Window(shop, history, as_of)
        whole = len(window.known) >= SHORTEST and len(window.coming) == SCORE_HORIZON
        if whole and window.scale > 0:
            yield window


@dataclass(frozen=True)
class Answer:
    """Units expected per day; bounds by level where the method has them."""

    mean: Floats
    bounds: dict[float, tuple[Floats, Floats]]
    seconds: float
    totals: dict[float, tuple[float, float]] = field(default_factory=dict)
    """Bounds of all days together, by level."""


@dataclass(frozen=True)
class Scores:
    """Means over windows, except WAPE and bias, which are pooled."""

    windows: int
    rmsse: float
    rmsse_week: float
    wape: float
    bias: float
    coverage: dict[float, float]
    seconds: tuple[float, float, float]


def scores(pairs: Sequence[tuple[Window, Answer]]) -> Scores:
    def rmsse(days: int) -> float:
        squares = [
            np.mean((a.mean[:days] - w.coming[:days]) ** 2) / w.scale for w, a in pairs
        ]
        return float(np.mean(np.sqrt(squares)))

    error = np.concatenate([a.mean - w.coming for w, a in pairs])
    sold = sum(float(w.coming.sum()) for w, _ in pairs)
    covered = {
        level: float(
            np.mean(
                [
                    (a.bounds[level][0] <= w.coming) & (w.coming <= a.bounds[level][1])
                    for w, a in pairs
                ]
            )
        )
        for level in LEVELS
        if all(level in a.bounds for _, a in pairs)
    }
    p50, p95, p99 = np.percentile([a.seconds for _, a in pairs], [50, 95, 99])
    return Scores(
        windows=len(pairs),
        rmsse=rmsse(SCORE_HORIZON),
        rmsse_week=rmsse(7),
        wape=float(np.abs(error).sum()) / sold,
        bias=float(error.sum()) / sold,
        coverage=covered,
        seconds=(float(p50), float(p95), float(p99)),
    )
