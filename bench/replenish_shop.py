"""A shop that orders every week from one that delivers in the third week after, made up
around real sales: what is in stock at first and what things cost, by a seeded rule.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import numpy as np

from bench.replenish_forecasts import Forecasts
from bench.windows import Floats, History
from forecast_svc.replenishment.calculation import (
    Costs,
    LeadTime,
    StockState,
    seed_of,
)
from forecast_svc.replenishment.calculation.state import Target
from forecast_svc.replenishment.simulation import (
    AdviceRule,
    Course,
    LevelRule,
    Opening,
    Rule,
    Schedule,
    Situation,
    simulate,
)
from forecast_svc.replenishment.simulation.levels import WINDOW, Levels

WEEK = 7
WINDOW_WEEKS = 8
LEAD_DAYS = 14
"""Ordered at a week's end, sellable from the start of the third week after."""
PROTECTED_DAYS = LEAD_DAYS + WEEK
FIRST_CONTROLLED = LEAD_DAYS
"""The first day that an order of the window reaches."""
SHORTAGE, HOLDING = 1.0, 0.2
"""Of a unit that is missing, and of one held over the end of a week."""
PATHS = 1_000
PATH_DAYS = 42
_SEASON_WEEKS = 13
_YEAR_WEEKS = 52
_RULE = (
    "On hand at first 0.5 to 2.5 weeks of the mean demand of the 91 days before, on their"
    " way 0.5 to 1.5 weeks for each of the first two weeks (uniform); unit costs log-normal,"
    " median 5.00, sigma 0.8. Drawn by product and window from seed {seed}."
)


def rule_in_words(seed: int) -> str:
    return _RULE.format(seed=seed)


@dataclass(frozen=True)
class ShopWindow:
    """Eight weeks of a shop after the last day ``as_of``."""

    shop: str
    histories: Sequence[History]
    as_of: date
    forecasts: Forecasts
    seed: int

    @property
    def first_day(self) -> date:
        return self.as_of + timedelta(days=1)

    @cached_property
    def products(self) -> "list[Product]":
        days = WINDOW_WEEKS * WEEK
        return [
            Product(self, n, history)
            for n, history in enumerate(self.histories)
            if (history.name, self.as_of) in self.forecasts
            and len(history.after(self.as_of, days)) == days
        ]

    def run(self, rule: "Callable[[Product], Rule]") -> "list[tuple[Product, Course]]":
        return [
            (p, simulate(p.demand, p.opening, SCHEDULE, rule(p))) for p in self.products
        ]


SCHEDULE = Schedule(
    tuple(range(0, WINDOW_WEEKS * WEEK, WEEK)), lambda day: day + LEAD_DAYS
)


@dataclass(frozen=True)
class Product:
    window: ShopWindow
    number: int
    history: History

    @cached_property
    def demand(self) -> Sequence[float]:
        units: Sequence[float] = self.history.after(
            self.window.as_of, WINDOW_WEEKS * WEEK
        ).tolist()
        return units

    def past(self, day: int) -> Floats:
        """What was sold on each day before a day of the window."""
        return self.history.until(self.window.as_of + timedelta(days=day))

    @cached_property
    def _drawn(self) -> tuple[Opening, float]:
        window = self.window
        random = np.random.default_rng(
            [window.seed, window.as_of.toordinal(), self.number]
        )
        week = WEEK * float(self.past(0)[-WINDOW:].mean())
        on_hand = round(week * random.uniform(0.5, 2.5))
        coming = [round(week * random.uniform(0.5, 1.5)) for _ in range(2)]
        cost = float(np.round(random.lognormal(np.log(5), 0.8), 2))
        return Opening(on_hand, ((0, coming[0]), (WEEK, coming[1]))), cost

    @property
    def opening(self) -> Opening:
        return self._drawn[0]

    @property
    def unit_cost(self) -> float:
        return self._drawn[1]

    def paths(self, day: int) -> Floats | None:
        """As forecast when nothing later was known; ``None`` at the end of the window,
        after which no order arrives."""
        as_of = self.window.as_of + timedelta(days=day)
        prediction = self.window.forecasts.get((self.history.name, as_of))
        if prediction is None:
            return None
        return prediction.head(PATH_DAYS).paths(
            PATHS, seed_of(self.number, 1, as_of) % 2**63
        )


TARGET = Costs(SHORTAGE, HOLDING / WEEK)


def advised(target: Target) -> Callable[[Product], AdviceRule]:
    def rule(product: Product) -> AdviceRule:
        terms = StockState(
            as_of=product.window.as_of,
            on_hand=0.0,
            lead_time=LeadTime(LEAD_DAYS),
            review_days=WEEK,
            target=target,
        )
        return AdviceRule(terms, product.window.first_day, product.paths)

    return rule


def by_levels(levels: Callable[[Floats], Levels]) -> Callable[[Product], Rule]:
    return lambda product: LevelRule(product.past, levels)


@dataclass(frozen=True)
class _SeasonalRule:
    """Order up to some weeks of the seasonal average."""

    product: Product
    index: Callable[[date], Floats]
    weeks: int

    def order(self, now: Situation) -> float:
        past = self.product.past(now.day)
        whole = past[len(past) % WEEK :].reshape(-1, WEEK).sum(axis=1)[-_SEASON_WEEKS:]
        as_of = self.product.window.as_of + timedelta(days=now.day)
        index = self.index(as_of)
        weekly = float(np.mean(whole / index[-len(whole) - _AHEAD : -_AHEAD]))
        level = weekly * float(index[-_AHEAD:][: self.weeks].sum())
        return float(max(0, round(level - now.position)))


_AHEAD = 8
"""Weeks ahead that an index is told of."""


def seasonal_index(histories: Sequence[History]) -> Callable[[date], Floats]:
    """Of the shop's weeks: the last 13 up to a day and the next eight. Each is last
    year's share of a mean week, with those beside it; 1 where there is no such year."""
    found: dict[date, Floats] = {}

    def index(as_of: date) -> Floats:
        if as_of not in found:
            found[as_of] = _index(histories, as_of)
        return found[as_of]

    return index


def _index(histories: Sequence[History], as_of: date) -> Floats:
    weeks = _YEAR_WEEKS + 2
    sums = np.zeros(weeks)
    old = 0
    for history in histories:
        past = history.until(as_of)
        if len(past) >= weeks * WEEK:
            old += 1
            of = past[-weeks * WEEK :].reshape(-1, WEEK).sum(axis=1)
            # Each product as much as any other.
            sums += of / max(float(of.mean()), 1e-9)
    if not old:
        return np.ones(_SEASON_WEEKS + _AHEAD)
    year = np.convolve(sums / old, np.ones(3) / 3, "same")[1:-1]
    year = np.maximum(year / year.mean(), 0.1)
    # The year ends with the week that ends on ``as_of``; the weeks ahead are its first.
    return np.concatenate([year[-_SEASON_WEEKS:], year[:_AHEAD]])


def cover_weeks(
    weeks: int, index: Callable[[date], Floats]
) -> Callable[[Product], Rule]:
    return lambda product: _SeasonalRule(product, index, weeks)


def cost(course: Course, first: int = FIRST_CONTROLLED) -> float:
    """Missing units, and those held over the ends of weeks, from day ``first`` on."""
    weeks_end = course.stock[WEEK - 1 :: WEEK][first // WEEK :]
    return float(SHORTAGE * course.lost[first:].sum() + HOLDING * weeks_end.sum())
