"""What a missing unit and one too many cost, and what quantities are worth. Pure."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from forecast_svc.replenishment.calculation.roll import NOTHING, Rolled
from forecast_svc.replenishment.calculation.state import (
    LEAST_LEVEL,
    MOST_LEVEL,
    Costs,
    ServiceLevel,
    StockState,
)

Floats = NDArray[np.float64]


def quantile(units: Floats, level: float) -> float:
    """The least of them that a share ``level`` of all stays at or below."""
    rank = enough(len(units), level) - 1
    return float(np.partition(units, rank)[rank])


def enough(count: int, level: float) -> int:
    """How many of ``count`` paths a share ``level`` is."""
    return min(count, max(1, int(np.ceil(level * count - 1e-9))))


@dataclass(frozen=True, slots=True)
class Aim:
    """``alpha``: the probability asked for that no demand is unmet from A to B.
    ``shortage_cost`` of a missing unit and ``holding_cost`` of one from A to B, money;
    ``None`` where nobody knows. ``by_money``: alpha follows from them."""

    alpha: float
    shortage_cost: float | None
    holding_cost: float | None
    by_money: bool
    cost_unknown: bool = False


def clipped(level: float) -> float:
    return min(MOST_LEVEL, max(LEAST_LEVEL, level))


def aim_of(state: StockState, rolled: Rolled) -> Aim | None:
    """``None`` where the target is the margin and there is none to lose."""
    target, days = state.target, rolled.dates.protected_days
    held = state.holding_cost_per_day
    holding = None if held is None else held * days
    if isinstance(target, ServiceLevel):
        return _by_service(state, clipped(target.level), holding)
    if isinstance(target, Costs):
        shortage = target.shortage_cost
        if shortage <= 0:
            return None
        return _by_costs(shortage, target.holding_cost_per_day * days)
    if state.margin is None or holding is None:
        return Aim(clipped(target.fallback), None, holding, False, cost_unknown=True)
    if state.margin <= 0:
        return None
    shortage = state.margin * target.factor
    aim = _by_costs(shortage, holding)
    lost = _write_off(state, rolled, aim.alpha)
    return _by_costs(shortage, holding + lost) if lost else aim


def _by_service(state: StockState, level: float, holding: float | None) -> Aim:
    """A missing unit costs its margin, or where that is not known, as much as makes the
    service level asked for the best one."""
    margin = state.margin
    if margin is None or margin <= 0:
        implied = None if holding is None else holding * level / (1 - level)
        return Aim(level, implied, holding, by_money=False)
    return Aim(level, margin, holding, by_money=False)


def _by_costs(shortage: float, holding: float) -> Aim:
    alpha = shortage / (shortage + holding) if holding > 0 else 1.0
    return Aim(clipped(alpha), shortage, holding, by_money=True)


def _write_off(state: StockState, rolled: Rolled, alpha: float) -> float:
    """Expected, of a unit that is left over at B: its cost, if it has not been sold when
    it expires."""
    if state.shelf_life_days is None or state.unit_cost is None:
        return 0.0
    needs = rolled.shortfall(rolled.next_arrives)
    ordered = quantile(needs, alpha)
    left = needs < ordered - NOTHING
    if not left.any():
        return 0.0
    kept = rolled.shortfall(rolled.arrives + state.shelf_life_days)
    return state.unit_cost * float((kept[left] < ordered - NOTHING).mean())


class Shortfall:
    """Units that would be missing on each path, below zero what is left over: sorted
    once, with sums, so that a quantity asks a bisection and not every path."""

    def __init__(self, units: Floats) -> None:
        self._units = np.sort(units)
        self._sums = np.concatenate([[0.0], np.maximum(self._units, 0.0).cumsum()])

    def quantile(self, level: float) -> float:
        """As the function of this name."""
        return float(self._units[enough(len(self._units), level) - 1])

    @cached_property
    def mean(self) -> float:
        return float(self._units.mean())

    @property
    def missing(self) -> float:
        """Units, expected, where nothing is ordered."""
        return float(self._sums[-1]) / len(self._units)

    def chance(self, quantity: float) -> float:
        """Of more being missing than a quantity."""
        return 1 - self._up_to(quantity + NOTHING) / len(self._units)

    def met(self, quantity: float) -> float:
        """Units of a quantity that are needed, expected."""
        count, met = len(self._units), self._up_to(quantity)
        return float(self._sums[met] + (count - met) * quantity) / count

    def left(self, quantity: float) -> float:
        """Units of it that are not."""
        met = self._up_to(quantity)
        return float(met * quantity - self._sums[met]) / len(self._units)

    def _up_to(self, quantity: float) -> int:
        """Paths on which no more is missing."""
        return int(self._units.searchsorted(quantity, side="right"))


@dataclass
class Worth:
    """Of quantities, against ordering nothing: money that is not lost, less what is held
    longer than it had to be.

    A unit that the next cycle needs anyway is held from A to B too early; one of a large
    multiple, until a later order would have brought it: cycles are counted until the
    order is used up.
    """

    aim: Aim
    needs: Shortfall
    """From A until B."""
    following: Callable[[], Iterable[Floats]]
    """Shortfall of each path from A until each of the arrivals after B: not looked at
    where B decides alone."""

    @cached_property
    def cycles(self) -> list[Shortfall]:
        return [self.needs, *map(Shortfall, self.following())]

    @cached_property
    def levels(self) -> list[float]:
        """Up to where an order of each cycle would fill up."""
        return [max(0.0, units.quantile(self.aim.alpha)) for units in self.cycles]

    def of(self, quantity: float) -> float:
        short, held = self.aim.shortage_cost or 0.0, self.aim.holding_cost or 0.0
        total = short * self.needs.met(quantity)
        total -= held * self.needs.left(quantity)
        for n in range(1, len(self.cycles)):
            level = self.levels[n]
            if quantity <= level + NOTHING:
                return total
            now, before = self.cycles[n], self.cycles[n - 1]
            met = now.met(quantity) - now.met(level)
            met -= before.met(quantity) - before.met(level)
            total += short * max(0.0, met)
            total -= held * (now.left(quantity) - now.left(level))
        return total - held * self._beyond(quantity)

    def _beyond(self, quantity: float) -> float:
        """Units times cycles that are held after the last one: they go as the last went."""
        left = quantity - max(self.levels)
        if left <= NOTHING:
            return 0.0
        first, last = self.cycles[0].mean, self.cycles[-1].mean
        a_cycle = (last - first) / max(1, len(self.cycles) - 1)
        most = 365.0  # Cycles: what never sells is held for ever.
        return left * min(most, left / (2 * a_cycle) if a_cycle > NOTHING else most)
