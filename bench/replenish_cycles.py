"""How often a cycle goes by without unmet demand, and how often it was meant to."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from bench.replenish_shop import SCHEDULE, Product, ShopWindow, advised
from forecast_svc.replenishment.calculation import ServiceLevel, advise
from forecast_svc.replenishment.simulation import (
    AdviceRule,
    Course,
    Situation,
    simulate,
)

LEVELS = (0.8, 0.9, 0.95)
_NOTHING = 1e-9


@dataclass(frozen=True, slots=True)
class Cycle:
    """From the arrival of an order to that of the next one. ``served`` is 1 when nothing
    was missing; ``stated`` the probability of that. ``exact`` counts a quantity that had
    to be rounded up to a whole unit for the share of it, and of one unit less, that makes
    the level exact (randomised PIT)."""

    shop: str
    as_of: date
    ordered: bool
    served: float
    stated: float
    exact: float


@dataclass
class _Noting:
    """The advice, and what is said of its quantity and of one unit less, by day."""

    rule: AdviceRule
    said: dict[int, tuple[float, float, float]] = field(default_factory=dict)

    def order(self, now: Situation) -> float:
        quantity = self.rule.order(now)
        paths, state = self.rule.paths(now.day), self.rule.state(now)
        if paths is None:
            return quantity
        advice = advise(state, paths, quantity=max(0.0, quantity - 1))
        if advice.chances is not None and advice.consequences is not None:
            stated = 1 - advice.chances.with_order
            self.said[now.day] = quantity, stated, 1 - advice.consequences.chance
        return quantity


def cycles(window: ShopWindow, level: float) -> Iterator[Cycle]:
    """Each with the stock that this level has led to, those that end in the window."""
    target = advised(ServiceLevel(level))
    for product in window.products:
        rule = _Noting(target(product))
        course = simulate(product.demand, product.opening, SCHEDULE, rule)
        yield from _cycles(product, rule, course, level)


def _cycles(
    product: Product, rule: _Noting, course: Course, level: float
) -> Iterator[Cycle]:
    window = product.window
    for day, first, last in SCHEDULE.cycles():
        if day not in rule.said or last > len(course.demand):
            continue
        quantity, stated, less = rule.said[day]
        served = float(course.lost[first:last].max() <= _NOTHING)
        with_less = served * float(course.stock[first:last].min() >= 1)
        share = 1.0
        if quantity > 0 and stated - less > _NOTHING:
            share = float(np.clip((level - less) / (stated - less), 0, 1))
        yield Cycle(
            window.shop,
            window.as_of + timedelta(days=day),
            quantity > 0,
            served,
            stated,
            share * served + (1 - share) * with_less,
        )


def reached(found: Sequence[Cycle], of: str) -> tuple[float, float]:
    """The mean, and its standard error when all of one shop and origin count as one."""
    values = np.array([getattr(cycle, of) for cycle in found])
    away: dict[tuple[str, date], float] = defaultdict(float)
    for cycle, value in zip(found, values, strict=True):
        away[cycle.shop, cycle.as_of] += float(value - values.mean())
    error = float(np.sqrt(sum(a**2 for a in away.values()))) / len(values)
    return float(values.mean()), error
