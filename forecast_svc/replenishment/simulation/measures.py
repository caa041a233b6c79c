"""What a course came to: additive, so that products add up to a shop."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import Self

import numpy as np

from forecast_svc.replenishment.simulation.course import Course

_NOTHING = 1e-9


@dataclass(frozen=True, slots=True)
class Measures:
    """Units, and counts. ``stock_days`` are units times days at the end of each day.
    ``stock_outs`` are spells of days with unmet demand, ``cycles`` the times from the
    arrival of one order day to that of the next, ``served`` those without."""

    days: int = 0
    demand: float = 0.0
    lost: float = 0.0
    stock_days: float = 0.0
    orders: int = 0
    ordered: float = 0.0
    stock_outs: int = 0
    stock_out_days: int = 0
    cycles: int = 0
    served: int = 0

    @classmethod
    def of(cls, course: Course, first: int = 0) -> Self:
        """From day ``first`` on; cycles that lie within these days."""
        missing = course.lost > _NOTHING
        began = missing & ~np.concatenate([[False], missing[:-1]])
        cycles = [
            not missing[start:end].any()
            for _, start, end in course.schedule.cycles()
            if first <= start and end <= len(missing)
        ]
        return cls(
            days=len(missing) - first,
            demand=float(course.demand[first:].sum()),
            lost=float(course.lost[first:].sum()),
            stock_days=float(course.stock[first:].sum()),
            orders=int((course.ordered[first:] > 0).sum()),
            ordered=float(course.ordered[first:].sum()),
            stock_outs=int(began[first:].sum()),
            stock_out_days=int(missing[first:].sum()),
            cycles=len(cycles),
            served=sum(cycles),
        )

    @classmethod
    def total(cls, of: Iterable[Self]) -> Self:
        """Of all of them; ``days`` are those of the longest."""
        parts = list(of)
        sums = {
            each.name: sum(getattr(part, each.name) for part in parts)
            for each in fields(cls)
        }
        return cls(**sums | {"days": max((part.days for part in parts), default=0)})

    @property
    def fill_rate(self) -> float | None:
        """Share of the demand that was sold; ``None`` without any."""
        return 1 - self.lost / self.demand if self.demand > 0 else None

    @property
    def cycle_service(self) -> float | None:
        return self.served / self.cycles if self.cycles else None
