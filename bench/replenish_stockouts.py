"""A shop whose shelves are empty on a fifth of its days: what is taken for the demand.

Either by spells without deliveries, which come when they come; or since stock is filled up
each week to a level that does not last, so that what sells best is missed most. What is
sold, and when a shelf was emptied or filled, is all that the ledger tells.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from bench.windows import Floats, History
from forecast_svc.compute import past
from forecast_svc.engine.series import Series
from forecast_svc.engine.stockouts import (
    StockoutChange,
    StockoutImputer,
    stockout_days,
)
from forecast_svc.replenishment.simulation import (
    LevelRule,
    Opening,
    Schedule,
    cover,
    simulate,
)

SHARE = 0.2
"""Of days on which the ledger says that there was nothing."""
DAYS = 364
_HORIZON = 28
_WEEK = 7
_STEPS = 10
_LEAST_UNITS = 20
_SPELL_DAYS = (3, 11)
_SEED = 17


@dataclass(frozen=True, slots=True)
class Censored:
    """One product over a year: the share of days on which its shelf was empty at some
    moment; units of demand, of sales, and of what the engine takes for
    demand; what it expects for the next four weeks, from that and from the truth, and
    what the plain average of sales does."""

    shop: str
    cause: str
    stocked_out: float
    demand: float
    sold: float
    estimated: float
    expected: float
    expected_from_truth: float
    average: float
    average_of_truth: float


def censored(shop: str, histories: Sequence[History]) -> Iterator[Censored]:
    for history in histories:
        demand = history.units[-DAYS:]
        if len(demand) == DAYS and demand.sum() >= _LEAST_UNITS:
            spells = demand * _spells(len(demand), len(shop) + len(history.name))
            for cause, lost in (
                ("by late deliveries", spells),
                ("by too low a level", _with_low_level(demand)),
            ):
                yield _censored(shop, cause, history, demand, lost)


def _censored(
    shop: str, cause: str, history: History, demand: Floats, lost: Floats
) -> Censored:
    sold = demand - lost
    first = history.first + timedelta(days=len(history.units) - DAYS)
    days = _empty_days(first, demand, lost)
    truth = Series(first, tuple(demand.tolist()))
    seen = Series(first, tuple(sold.tolist()))
    estimated = StockoutImputer(days, frozenset()).fit_transform(seen)
    expected, of_truth = (
        past.product_forecasts([series], _HORIZON)[0].expected(_HORIZON)
        for series in (estimated, truth)
    )
    return Censored(
        shop,
        cause,
        len(days) / DAYS,
        float(demand.sum()),
        float(sold.sum()),
        sum(estimated.values),
        expected,
        of_truth,
        _HORIZON * float(sold[-91:].mean()),
        _HORIZON * float(demand[-91:].mean()),
    )


def _empty_days(first: date, demand: Floats, lost: Floats) -> frozenset[date]:
    """As the ledger tells them: days with a moment at which there was nothing."""
    changes, empty = [], False
    for n, missing in enumerate(lost):
        empty_now = bool(missing > 0) if demand[n] > 0 else empty
        if empty_now != empty:
            empty = empty_now
            changes.append(StockoutChange(first + timedelta(days=n), empty, 1))
    last = first + timedelta(days=len(lost) - 1)
    return frozenset(stockout_days(changes, last))


def _with_low_level(demand: Floats) -> Floats:
    """Units missing on each day, on about a fifth of the days: filled up each week, to
    ever less until so many are."""
    least, most = 0.0, 4.0
    lost = np.zeros(len(demand))
    for _ in range(_STEPS):
        weeks = (least + most) / 2
        rule = LevelRule(lambda day: demand[: max(day, _WEEK)], cover(round(7 * weeks)))
        filled = Schedule(tuple(range(0, len(demand), _WEEK)), lambda day: day)
        course = simulate(
            demand.tolist(), Opening(float(demand[:_WEEK].sum())), filled, rule
        )
        lost = course.lost
        if len(_empty_days(date.min, demand, lost)) > SHARE * len(demand):
            least = weeks
        else:
            most = weeks
    return lost


def _spells(days: int, number: int) -> Floats:
    """The part of each day's demand that finds nothing: all of it in spells of three to
    ten days, and of the day on which one begins, a part."""
    random = np.random.default_rng([_SEED, number])
    missing = np.zeros(days)
    while (missing > 0).mean() < SHARE:
        start = int(random.integers(_WEEK, days))
        missing[start : start + int(random.integers(*_SPELL_DAYS))] = 1.0
        missing[start] = max(missing[start], random.uniform(0.0, 1.0))
    return missing
