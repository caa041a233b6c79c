"""Promotions: what they sold more, taken out and put back. Pure; no numpy.

A two-stage regression, as for the week and the year: a promotion's lift is
measured on past ones, taken out before any model sees the days, and put back
where one is planned. A model that saw the peaks would take them for demand, and
expect the next ones at random.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date
from statistics import fmean
from typing import Literal

from forecast_svc.engine.prediction import Prediction
from forecast_svc.engine.series import Series, days_between
from forecast_svc.engine.weekdays import PSEUDO_DAYS, weekday_index

_NEAR_DAYS = 28
_FEWEST_OTHERS = 28
"""Days without a promotion below which there is nothing to compare with."""
_LEAST = 0.5
"""Smallest factor of a lift."""
_MOST = 10.0
"""Largest factor of a lift."""
_YEAR = 365


PromotedDays = tuple[int, int, float | None]
"""First and last day of a promotion, ordinals, and the price relative to the usual one
where it is known."""


@dataclass(frozen=True, slots=True)
class CalendarDays:
    """Days, past and to come, on which a product is promoted or the shop closed."""

    promoted: frozenset[date]
    closed: frozenset[date]
    planned_lifts: Mapping[date, float] = field(default_factory=dict)
    """What planners expect of promoted days, where they have said it."""
    promotions: tuple[PromotedDays, ...] = ()
    """The newest last."""

    @classmethod
    def of(
        cls,
        events: Iterable[tuple[str, date, date, float | None, float | None]],
    ) -> "CalendarDays":
        """From the kind, first and last day of each event, and the lift and the discount, per
        cent, that were planned; the newest are last, and count where several are of a
        day."""
        days: dict[str, set[date]] = {"promotion": set(), "closure": set()}
        lifts: dict[date, float] = {}
        promotions: list[PromotedDays] = []
        for kind, first, last, lift, discount in events:
            period = days_between(first, last)
            days[kind].update(period)
            if lift is not None:
                lifts.update(dict.fromkeys(period, lift))
            if kind == "promotion":
                price = None if discount is None else 1 - discount / 100
                promotions.append((first.toordinal(), last.toordinal(), price))
        return cls(
            frozenset(days["promotion"]),
            frozenset(days["closure"]),
            lifts,
            tuple(promotions),
        )


LiftBasis = Literal["past", "planned", "unknown"]


@dataclass(frozen=True, slots=True)
class Lift:
    """``factor`` on the units of a promoted day, from ``days`` past ones; without any, what
    a planner expects, or none."""

    factor: float
    days: int
    basis: LiftBasis = "past"


NO_LIFT = Lift(1.0, 0, "unknown")


@dataclass(slots=True)
class PromotionLift:
    """Takes the ``lift``, which it measures, out of promoted days and puts it back.

    Where no past promotion tells of it, the ``planned`` one of a day is put on.
    """

    promoted: AbstractSet[date]
    planned: Mapping[date, float] = field(default_factory=dict)
    lift: Lift = NO_LIFT

    def fit_transform(self, series: Series) -> Series:
        """The series as it would have been without promotions.

        What promoted days sold, against what the days up to four weeks before and
        after and the weekday suggest; drawn to no lift by three days. Days that are
        estimates tell nothing and stay as they are.
        """
        if not self.promoted:
            return series
        promoted, others = self._split(series)
        self.lift = _lift(series, promoted, others)
        if not self.lift.days:
            return series
        values = list(series.values)
        for n in promoted:
            values[n] /= self.lift.factor
        return replace(series, values=tuple(values))

    def inverse_transform(
        self, prediction: Prediction, days: Sequence[date]
    ) -> Prediction:
        factors = [self._factor(day) for day in days]
        if all(factor == 1.0 for factor in factors):
            return prediction
        return prediction.scaled(factors)

    def of_days(self, days: Iterable[date]) -> Lift | None:
        """What is put on the promoted ones of some days to come, on their mean; ``None``
        where nothing is promoted, neither among them nor ever before."""
        if self.lift.days:
            return self.lift
        promoted = self.promoted & set(days)
        if not promoted:
            return None
        known = self.planned.keys() & promoted
        factor = fmean(self._factor(day) for day in promoted)
        return Lift(factor, 0, "planned" if known else "unknown")

    def _factor(self, day: date) -> float:
        if day not in self.promoted:
            return 1.0
        return self.lift.factor if self.lift.days else self.planned.get(day, 1.0)

    def _split(self, series: Series) -> tuple[list[int], list[int]]:
        """Positions of promoted days and of the others, without estimates."""
        estimated = set(series.censored)
        promoted: list[int] = []
        others: list[int] = []
        for n, day in enumerate(series.days()):
            if n not in estimated:
                (promoted if day in self.promoted else others).append(n)
        return promoted, others


def _lift(series: Series, promoted: Sequence[int], others: Sequence[int]) -> Lift:
    if not promoted or len(others) < _FEWEST_OTHERS:
        return NO_LIFT
    usual = sum(_usual(series, promoted, others))
    drawn = PSEUDO_DAYS * usual / len(promoted)
    if drawn <= 0:
        return NO_LIFT
    sold = sum(series.values[n] for n in promoted)
    factor = min(_MOST, max(_LEAST, (sold + drawn) / (usual + drawn)))
    return Lift(factor, len(promoted))


def _usual(
    series: Series, promoted: Sequence[int], others: Sequence[int]
) -> Iterator[float]:
    """Units that the level around each promoted day and its weekday suggest."""
    weekday = series.first_day.weekday()
    recent = others[-_YEAR:]
    index = weekday_index(
        [series.values[n] for n in recent], [(weekday + n) % 7 for n in recent]
    )
    for n in promoted:
        first = bisect_left(others, n - _NEAR_DAYS)
        near = others[first : bisect_right(others, n + _NEAR_DAYS)] or recent
        shares = sum(index[(weekday + m) % 7] for m in near)
        level = sum(series.values[m] for m in near) / shares if shares else 0.0
        yield level * index[(weekday + n) % 7]
