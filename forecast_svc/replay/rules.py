"""One product under each rule, and what came of it. Pure; runs in a worker process."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from forecast_svc.engine.prediction import Prediction
from forecast_svc.replay.ledger import Ledger
from forecast_svc.replay.savings import by_week, noise, savings
from forecast_svc.replenishment.calculation import (
    ServiceLevel,
    StockState,
    days_needed,
    seed_of,
)
from forecast_svc.replenishment.simulation import (
    AdviceRule,
    Course,
    LevelRule,
    Measures,
    Opening,
    Rule,
    Schedule,
    cover,
    min_max,
    simulate,
)

Floats = NDArray[np.float64]
RuleName = Literal["advice", "min_max", "cover_days"]
RULES: tuple[RuleName, ...] = ("advice", "min_max", "cover_days")
LEVELS = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98)
"""Service levels that the cost is told of."""
PATHS = 500
PATH_DAYS = 90
"""At the most, however late orders arrive."""
COVER_DAYS = 28
"""Beyond lead time and review, where nobody says more."""
BEFORE = 91
"""Days of demand before the first one, which rules go by."""
_UNITS, _MONEY = 3, 2


@dataclass(frozen=True)
class Case:
    """One product: ``demand`` of ``BEFORE`` days or fewer before ``first_day`` and of
    those from it on, in units; ``sold`` and ``stocked_out`` of the latter; what was
    forecast, by the last day that was known. ``ledger`` is what was really there,
    ``None`` where it does not reach back so far; ``stated`` is what somebody says to begin
    with instead."""

    product_id: int
    first_day: date
    before: tuple[float, ...]
    demand: tuple[float, ...]
    sold: tuple[float, ...]
    stocked_out: tuple[int, ...]
    state: StockState
    forecasts: tuple[tuple[date, Prediction], ...]
    ledger: Ledger | None
    stated: float | None = None
    cover_days: int = COVER_DAYS


def replayed(cases: Sequence[Case]) -> list[dict[str, Any]]:
    return [_Replayed(case).result() for case in cases]


class _Replayed:
    def __init__(self, case: Case) -> None:
        self._case = case
        self._schedule = _schedule(case)
        self._paths: dict[int, Floats] = {}
        self._opening = self._opened()

    def _opened(self) -> Opening:
        case, ledger = self._case, self._case.ledger
        incoming: tuple[tuple[int, float], ...] = ()
        if ledger is not None:
            # Before the first order comes, every rule has what was on its way.
            first = self._schedule.arrives(self._schedule.order_days[0])
            incoming = tuple(ledger.received(case.sold, min(first, len(case.sold))))
        if case.stated is not None:
            return Opening(case.stated, incoming)
        if ledger is not None:
            return Opening(ledger.opening, incoming)
        # What anybody would have who orders as late as possible.
        mean = float(np.mean(case.before)) if case.before else 0.0
        return Opening(round(mean * self._protected, 0))

    @property
    def _protected(self) -> int:
        """Days from an order to the arrival of the next one."""
        first, following = self._schedule.order_days[:2]
        return self._schedule.arrives(following) - first

    def result(self) -> dict[str, Any]:
        case = self._case
        courses = {name: self._run(self._rule(name)) for name in RULES}
        told = {
            "product_id": case.product_id,
            "opening": self._opening.on_hand,
            "ledger": case.ledger is not None,
            "rules": {name: self._told(course) for name, course in courses.items()},
            "stock": {
                name: [round(float(u), _UNITS) for u in course.stock]
                for name, course in courses.items()
            }
            | {"happened": case.ledger and [*case.ledger.closing]},
            "happened": self._happened(),
            "levels": self._levels(),
            "weeks": self._weeks(courses),
        }
        return told | {"savings": savings([told])}

    def _run(self, rule: Rule) -> Course:
        return simulate(self._case.demand, self._opening, self._schedule, rule)

    def _rule(self, name: RuleName) -> Rule:
        case = self._case
        if name == "advice":
            return AdviceRule(case.state, case.first_day, self._drawn)
        past = np.array(case.before + case.demand)

        def until(day: int) -> Floats:
            return past[: len(case.before) + day]

        unit = case.state.multiple
        if name == "min_max":
            return LevelRule(until, min_max(self._protected, 1.0), unit)
        return LevelRule(until, cover(self._protected + case.cover_days), unit)

    def _drawn(self, day: int) -> Floats | None:
        """From the newest forecast before the day."""
        if day not in self._paths:
            known = self._case.first_day + timedelta(days=day - 1)
            of = [(as_of, p) for as_of, p in self._case.forecasts if as_of <= known]
            if not of:
                return None
            as_of, prediction = of[-1]
            needed = days_needed(replace(self._case.state, as_of=known), PATH_DAYS)
            ahead = prediction.after((known - as_of).days).head(needed)
            seed = seed_of(self._case.product_id, 0, known)
            self._paths[day] = ahead.paths(PATHS, seed % 2**63)
        return self._paths[day]

    def _told(self, course: Course) -> dict[str, Any]:
        found = Measures.of(course)
        told = {
            name: round(getattr(found, name), _UNITS) for name in Measures.__slots__
        }
        return told | self._money(found.lost, found.stock_days)

    def _money(self, lost: float, stock_days: float | None) -> dict[str, float | None]:
        """Of units that were missing, held, and there on the mean; ``None`` where cost or
        price is unknown, or how many were held."""
        state = self._case.state
        held, margin, cost = state.holding_cost_per_day, state.margin, state.unit_cost
        return {
            "lost_margin": None if margin is None else round(lost * margin, _MONEY),
            "holding_cost": None
            if held is None or stock_days is None
            else round(stock_days * held, _MONEY),
            "stock_value": None
            if cost is None or stock_days is None
            else round(stock_days / len(self._case.demand) * cost, _MONEY),
        }

    def _happened(self) -> dict[str, Any]:
        """Sales, what was missing on days with an empty shelf, estimated, and what the
        ledger says was in stock."""
        case = self._case
        demand, sold = sum(case.demand), sum(case.sold)
        lost = max(0.0, demand - sold)
        held = None if case.ledger is None else sum(case.ledger.closing)
        return {
            "demand": round(demand, _UNITS),
            "lost": round(lost, _UNITS),
            "stock_out_days": len(case.stocked_out),
            "stock_days": None if held is None else round(held, _UNITS),
        } | self._money(lost, held)

    def _weeks(self, courses: Mapping[RuleName, Course]) -> dict[str, Any] | None:
        """The cost of each week under each rule, and as it was where the ledger tells;
        ``None`` where money is not known."""
        cost, ledger = self._cost_of_day(), self._case.ledger
        if cost is None:
            return None
        told: dict[str, Any] = {
            name: by_week(cost(course.lost, course.stock))
            for name, course in courses.items()
        }
        if ledger is not None:
            lost = np.subtract(self._case.demand, self._case.sold)
            told["happened"] = by_week(cost(lost, np.asarray(ledger.closing)))
        return told

    def _cost_of_day(self) -> Callable[[Floats, Floats], Floats] | None:
        """From units that were missing and units that were left; ``None`` where money is
        not known."""
        held, margin = self._case.state.holding_cost_per_day, self._case.state.margin
        if held is None or margin is None:
            return None
        return lambda lost, stock: lost * margin + stock * held

    def _levels(self) -> list[dict[str, Any]]:
        """By service level the cost of each week; none where money is not known."""
        state, cost = self._case.state, self._cost_of_day()
        if cost is None or state.margin is None or state.margin <= 0:
            return []
        found = []
        for level in LEVELS:
            terms = replace(state, target=ServiceLevel(level))
            course = self._run(AdviceRule(terms, self._case.first_day, self._drawn))
            weeks = by_week(cost(course.lost, course.stock))
            found.append({"level": level, "weeks": weeks})
        return found


def _schedule(case: Case) -> Schedule:
    """Order days and arrivals as the supplier has them, to the first one after the last
    day."""
    state, first = case.state, case.first_day
    calendar = state.calendar
    days = [calendar.first_order_day(first)]
    while len(days) < 2 or (days[-1] - first).days < len(case.demand):
        days.append(calendar.next_order_day(days[-1], state.review_days))
    offsets = [(day - first).days for day in days]

    def arrives(day: int) -> int:
        placed = first + timedelta(days=day)
        return (calendar.arrival(placed, state.lead_time.days) - first).days

    return Schedule(tuple(offsets), arrives)


def totalled(products: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """Of a shop: sums of what products came to, as far as it is known of each."""
    return {
        "products": len(products),
        "ledger": sum(1 for p in products if p["ledger"]),
        "rules": {name: _sum([p["rules"][name] for p in products]) for name in RULES},
        "happened": _sum([p["happened"] for p in products]),
        "stock": {
            name: _by_day([p["stock"][name] for p in products])
            for name in (*RULES, "happened")
        },
        "levels": _levels(products),
        "savings": savings(products),
    }


def _by_day(products: Sequence[list[float] | None]) -> list[float] | None:
    """Of those of which it is known; ``None`` where it is of none."""
    known = [days for days in products if days is not None]
    return np.round(np.sum(known, axis=0), _UNITS).tolist() if known else None


def _sum(of: Sequence[dict[str, Any]]) -> dict[str, Any]:
    if not of:
        return {}
    summed: dict[str, Any] = {}
    for name in of[0]:
        values = [each[name] for each in of if each[name] is not None]
        summed[name] = round(sum(values), _UNITS) if values else None
    if "days" in summed:
        summed["days"] = max(each["days"] for each in of)
    return summed


def _levels(products: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """By service level: the cost of the products whose money is known, and how much more
    it is than the least, with the standard error of that over weeks."""
    told = [p["levels"] for p in products if p["levels"]]
    if not told:
        return []
    weeks = np.sum([[of["weeks"] for of in levels] for levels in told], axis=0)
    cost = weeks.sum(axis=1)
    best = int(cost.argmin())
    error = noise(weeks - weeks[best])
    return [
        {
            "level": level,
            "cost": round(float(cost[n]), _MONEY),
            "more_than_least": round(float(cost[n] - cost[best]), _MONEY),
            "error": round(float(error[n]), _MONEY),
        }
        for n, level in enumerate(LEVELS)
    ]
