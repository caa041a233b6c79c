"""Totals of a shop and of its categories: how far off, and how surely their quantiles hold.

Categories are drawn by seed, three to a shop, before any result is seen. The engine's
own functions in the order in which the service calls them, with what was known by then.
"""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from rich.console import Console
from rich.table import Table

from bench.sums import QUANTILES, SEARCH_EVERY, predictions_at
from bench.windows import SCALE_DAYS, SCORE_HORIZON, Floats, History
from forecast_svc.engine.calibration import HORIZONS
from forecast_svc.engine.prediction import Prediction
from forecast_svc.engine.totals import calibrated, together

SEED = 20260101
CATEGORIES = 3
WHOLE = "shop"
TARGETS = {WHOLE: 0.45, "category": 0.65}


@dataclass(frozen=True)
class TotalWindow:
    """A group of products at one origin, against repeating the last week of their sum."""

    shop: str
    level: str
    as_of: date
    rmsse: float
    naive: float
    covered: dict[int, list[bool]]
    """By days of a sum, for each of ``QUANTILES``: whether what came stayed at or below."""


def drawn_categories(names: Sequence[str]) -> list[list[str]]:
    shuffled = sorted(names)
    random.Random(SEED).shuffle(shuffled)
    return [shuffled[n::CATEGORIES] for n in range(CATEGORIES)]


def total_windows(
    shop: str, histories: Sequence[History], place: str, origins: Sequence[date]
) -> Iterator[TotalWindow]:
    fits: dict[str, Prediction] = {}
    groups = [h.name for h in histories], *drawn_categories([h.name for h in histories])
    for n, as_of in enumerate(sorted(origins)):
        search = n % SEARCH_EVERY == 0
        made, found = predictions_at(
            histories, place, as_of, fits, search=search, groups=groups
        )
        for position, group in enumerate(groups):
            parts = [part for part in made if part[0].name in group]
            if parts:
                alone = together((p for _, p, _ in parts), measured=False)
                total = calibrated(alone, found[position] if found else None)
                level = "category" if position else WHOLE
                yield _window(
                    shop, level, as_of, [h for h, _, _ in parts], total,
                    np.sum([came for _, _, came in parts], axis=0),
                )  # fmt: skip


def _window(
    shop: str,
    level: str,
    as_of: date,
    histories: Sequence[History],
    total: Prediction,
    came: Floats,
) -> TotalWindow:
    first = min(h.first for h in histories)
    past = np.zeros((as_of - first).days + 1)
    for history in histories:
        known = history.until(as_of)
        past[len(past) - len(known) :] += known
    scale = float(np.mean(np.diff(past[-SCALE_DAYS:]) ** 2))
    again = np.resize(past[-7:], SCORE_HORIZON)

    def rmsse(said: Floats) -> float:
        return float(np.sqrt(np.mean((said - came) ** 2) / scale))

    return TotalWindow(
        shop,
        level,
        as_of,
        rmsse(np.array(total.mean[:SCORE_HORIZON])),
        rmsse(again),
        {
            days: [came[:days].sum() <= total.quantile(q, days) for q in QUANTILES]
            for days in HORIZONS
        },
    )


def show_totals_of(found: Sequence[TotalWindow], console: Console) -> None:
    """Ratios of mean RMSSE; shares at or below the quantiles of sums, pooled by level."""
    table = Table(title="Totals, 28 days: against repeating the last week of the sum")
    heads = ("shop", "level", "windows", "ratio", "target", *map(str, HORIZONS))
    for head in heads:
        table.add_column(head, justify="left" if head in {"shop", "level"} else "right")
    cells: dict[tuple[str, str], list[TotalWindow]] = defaultdict(list)
    for window in found:
        for shop in (window.shop, "all"):
            cells[shop, window.level].append(window)
    for (shop, level), windows in sorted(cells.items()):
        ratio = np.mean([w.rmsse for w in windows]) / np.mean(
            [w.naive for w in windows]
        )
        shares = [
            " / ".join(
                f"{share:.3f}"
                for share in np.mean([w.covered[days] for w in windows], axis=0)
            )
            for days in HORIZONS
        ]
        table.add_row(
            shop,
            level,
            str(len(windows)),
            f"{ratio:.3f}",
            f"{TARGETS[level]:.2f}",
            *shares,
        )
    console.print(table)
