"""Stock from day to day: what arrives before opening, what is sold, what is missing."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Opening:
    """Before the first day: units on hand, and those on their way by the day on which
    they can be sold."""

    on_hand: float
    incoming: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Schedule:
    """Days are counted from the first one, 0. ``arrives`` tells from when on an order of
    a day can be sold; the same day where nothing takes time."""

    order_days: Sequence[int]
    arrives: Callable[[int], int]

    def cycles(self) -> list[tuple[int, int, int]]:
        """Of each order but the last one: its day, and from when until when it is what
        there is to sell."""
        arrivals = [self.arrives(day) for day in self.order_days]
        return list(zip(self.order_days, arrivals, arrivals[1:], strict=False))


@dataclass(frozen=True, slots=True)
class Situation:
    """What is there before opening on ``day``, when an order may be placed: units on
    hand, and those on their way by the day on which they can be sold."""

    day: int
    on_hand: float
    incoming: tuple[tuple[int, float], ...]

    @property
    def position(self) -> float:
        return self.on_hand + sum(units for _, units in self.incoming)


class Rule(Protocol):
    def order(self, now: Situation) -> float:
        """Units, 0 for none."""


@dataclass(frozen=True)
class Course:
    """Units of each day: ``stock`` is what is left at its end, ``incoming`` what was on
    its way then."""

    demand: Floats
    stock: Floats
    lost: Floats
    ordered: Floats
    incoming: Floats
    schedule: Schedule


def simulate(
    demand: Sequence[float], opening: Opening, schedule: Schedule, rule: Rule
) -> Course:
    """Order, receive, sell: an order that takes no time is there on its day."""
    days = len(demand)
    stock, lost, ordered, incoming = (np.zeros(days) for _ in range(4))
    coming: dict[int, float] = defaultdict(float)
    for day, units in opening.incoming:
        coming[day] += units
    on_hand, order_days = opening.on_hand, frozenset(schedule.order_days)
    for day in range(days):
        if day in order_days:
            on_the_way = tuple(sorted((d, u) for d, u in coming.items() if u > 0))
            units = rule.order(Situation(day, on_hand, on_the_way))
            if units > 0:
                ordered[day] = units
                coming[max(day, schedule.arrives(day))] += units
        on_hand += coming.pop(day, 0.0)
        lost[day] = max(0.0, demand[day] - on_hand)
        on_hand = max(0.0, on_hand - demand[day])
        stock[day] = on_hand
        incoming[day] = sum(coming.values())
    return Course(np.asarray(demand, float), stock, lost, ordered, incoming, schedule)
