"""Last year's course: how products and their shop went on from here a year ago. Pure,
on numpy.

Trees learn what a season does from seasons that they have seen twice. In a shop's
second year they have not, though its books tell how the first went on from the same
day. How far that is to be believed, the shop's own backtests tell.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from forecast_svc.engine.features import TRAIN_HORIZON, WINDOW
from forecast_svc.engine.panel import Panel
from forecast_svc.engine.seasonality import Floats

REACH = 91
"""Days ahead at which it ends."""
_YEAR = 364
"""52 weeks."""
_MONTH = 28
_AROUND = 7
"""Days to both sides of a week that its level last year is taken from."""
_FEWEST = 3
"""Products that a shop's course is read from."""
_SHOP_DAYS = 0.5
"""Mean days that the shop's course counts for against the product's own."""
_DOUBT = 4
"""Backtests that disbelieve it."""
_LARGEST_ERROR = 3.0
"""In root mean squared changes from day to day: beyond, it is the tail's."""
_FACTORS = (0.4, 2.5)
"""Least and largest on a week's forecast."""


@dataclass(frozen=True)
class Backtested:
    """A forecast from column ``end`` on of the products of ``rows``, four weeks of days:
    what was known then, and nothing else, was used for it."""

    end: int
    rows: NDArray[np.int64]
    mean: Floats


@dataclass(frozen=True)
class LastYear:
    """Units a day in each week to come (products, weeks), as last year went on from the
    four weeks before it; of products that were ``known`` then."""

    known: NDArray[np.bool_]
    expected: Floats

    @classmethod
    def of(
        cls, panel: Panel, end: int, rows: NDArray[np.int64], weeks: int
    ) -> Self | None:
        """After column ``end``; ``None`` where hardly any product is old enough."""
        known = panel.age(end)[rows] >= _YEAR + _MONTH
        if known.sum() < _FEWEST:
            return None
        start = end - _YEAR + 7 * np.arange(weeks) - _AROUND
        after = panel.between(start, start + 7 + 2 * _AROUND)[rows] / (7 + 2 * _AROUND)
        month, before = (
            panel.mean(column, _MONTH)[rows][:, None] for column in (end, end - _YEAR)
        )
        sold_before = max(float(before[known].sum()), 1e-9)
        shop = after[known].sum(axis=0) / sold_before
        # A product that hardly sold then goes by the shop.
        doubt = _SHOP_DAYS * panel.mean(end, WINDOW)[rows][:, None]
        course = (after + doubt * shop) / np.maximum(before + doubt, 1e-9)
        return cls(known, month * course)


def believed(panel: Panel, backtests: Iterable[Backtested]) -> float:
    """The share of last year's course that would have made those forecasts best,
    between 0 and 1; drawn to nothing, the more the fewer there are."""
    gain = change = 0.0
    count = 0
    for tested in backtests:
        end, rows = tested.end, tested.rows
        course = LastYear.of(panel, end, rows, TRAIN_HORIZON // 7)
        if course is None:
            continue
        expected = _weekly(tested.mean)
        sold = _weekly(panel.units[rows, end : end + TRAIN_HORIZON])
        rough = np.sqrt(np.maximum(panel.naive_mse(end, WINDOW)[rows], 1e-9))
        away, missed = (
            np.clip((of - expected) / rough[:, None], -_LARGEST_ERROR, _LARGEST_ERROR)[
                course.known
            ]
            for of in (course.expected, sold)
        )
        gain += float((away * missed).sum())
        change += float((away**2).sum())
        count += 1
    if change <= 0:
        return 0.0
    return float(np.clip(gain / change, 0, 1)) * count / (count + _DOUBT)


def factors(
    panel: Panel, rows: NDArray[np.int64], mean: Floats, share: float
) -> Floats:
    """On each day of ``mean`` (products, days), which is expected after the panel's
    last day: ``share`` of the way to last year's course."""
    of_days = np.ones(mean.shape)
    weeks = min(mean.shape[1], REACH) // 7
    course = LastYear.of(panel, panel.width, rows, weeks) if share and weeks else None
    if course is None:
        return of_days
    expected = _weekly(mean[:, : 7 * weeks])
    wanted = expected + share * (course.expected - expected)
    of_weeks = np.divide(
        wanted, expected, out=np.ones(wanted.shape), where=expected > 0
    )
    of_weeks = np.where(course.known[:, None], np.clip(of_weeks, *_FACTORS), 1.0)
    middles, days = 7 * np.arange(weeks) + 3, np.arange(7 * weeks)
    # Measured over four weeks; from there on it is believed less and less.
    left = np.clip((REACH - days) / (REACH - TRAIN_HORIZON), 0, 1)
    for row, of_week in enumerate(of_weeks):
        of_days[row, days] += left * (np.interp(days, middles, of_week) - 1)
    return of_days


def _weekly(days: Floats) -> Floats:
    """Means of whole weeks."""
    weekly: Floats = days.reshape(len(days), -1, 7).mean(axis=2)
    return weekly
