"""Promotions: what they sold more, taken out and put back. Pure; no numpy.

A two-stage regression, as for the week and the year: a promotion's lift is
measured on past ones, taken out before any model sees the days, and put back
where one is planned. A model that saw the peaks would take them for demand, and
expect the next ones at random.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence, Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date

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


@dataclass(frozen=True, slots=True)
class CalendarDays:
    """Days, past and to come, on which a product is promoted or the shop closed."""

    promoted: frozenset[date]
    closed: frozenset[date]

    @classmethod
    def of(cls, events: Iterable[tuple[str, date, date]]) -> "CalendarDays":
        """From the kind, first and last day of each event."""
        days: dict[str, set[date]] = {"promotion": set(), "closure": set()}
        for kind, first, last in events:
            days[kind].update(days_between(first, last))
        return cls(frozenset(days["promotion"]), frozenset(days["closure"]))


@dataclass(frozen=True, slots=True)
class Lift:
    """``factor`` on the units of a promoted day, from ``days`` past ones."""

    factor: float
    days: int


NO_LIFT = Lift(1.0, 0)


@dataclass(slots=True)
class PromotionLift:
    """Takes the ``lift``, which it measures, out of promoted days and puts it back."""

    promoted: AbstractSet[date]
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
        if self.lift.factor == 1.0 or self.promoted.isdisjoint(days):
            return prediction
        return prediction.scaled(
            [self.lift.factor if day in self.promoted else 1.0 for day in days]
        )

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
