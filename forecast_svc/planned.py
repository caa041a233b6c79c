"""Days that the shop has planned: promotions and closures. Pure; no numpy.

A two-stage regression, as for the week and the year: a promotion's lift is
measured on past ones, taken out before any model sees the days, and put back
where one is planned. A model that saw the peaks would take them for demand, and
expect the next ones at random.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from forecast_svc.rules import Prediction, days_between
from forecast_svc.series import Series
from forecast_svc.simple import weekday_index

_NEAR_DAYS = 28
_PSEUDO_DAYS = 3
_FEWEST_OTHERS = 28
"""Days without a promotion below which there is nothing to compare with."""
_LEAST, _MOST = 0.5, 10.0
_YEAR = 365


@dataclass(frozen=True, slots=True)
class Planned:
    """Days, past and to come, on which a product is promoted or the shop closed."""

    promoted: frozenset[date]
    closed: frozenset[date]

    @classmethod
    def of(cls, events: Iterable[tuple[str, date, date]]) -> "Planned":
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


_NONE = Lift(1.0, 0)


def without_promotions(series: Series, planned: Planned) -> tuple[Series, Lift]:
    """The series as it would have been without promotions, and their lift.

    What promoted days sold, against what the days up to four weeks before and
    after and the weekday suggest; drawn to no lift by three days. Days that are
    estimates tell nothing and stay as they are.
    """
    if not planned.promoted:
        return series, _NONE
    estimated = set(series.censored)
    promoted: list[int] = []
    others: list[int] = []
    for n, day in enumerate(series.days()):
        if n not in estimated:
            (promoted if day in planned.promoted else others).append(n)
    if not promoted or len(others) < _FEWEST_OTHERS:
        return series, _NONE
    usual = sum(_usual(series, promoted, others))
    drawn = _PSEUDO_DAYS * usual / len(promoted)
    if drawn <= 0:
        return series, _NONE
    sold = sum(series.values[n] for n in promoted)
    factor = min(_MOST, max(_LEAST, (sold + drawn) / (usual + drawn)))
    values = list(series.values)
    for n in promoted:
        values[n] /= factor
    return replace(series, values=tuple(values)), Lift(factor, len(promoted))


def as_planned(
    prediction: Prediction, days: Sequence[date], planned: Planned, lift: Lift
) -> Prediction:
    """The prediction with the lift on promoted days, and nothing on closed ones."""
    factors = [
        0.0
        if day in planned.closed
        else lift.factor
        if day in planned.promoted
        else 1.0
        for day in days
    ]
    if all(factor == 1.0 for factor in factors):
        return prediction
    return prediction.changed(
        [mean * factor for mean, factor in zip(prediction.mean, factors, strict=True)],
        [
            spread * factor
            for spread, factor in zip(prediction.deviation, factors, strict=True)
        ],
    )


def _usual(
    series: Series, wanted: Sequence[int], others: Sequence[int]
) -> Iterator[float]:
    """Units that the level around each wanted day and its weekday suggest."""
    weekday = series.first_day.weekday()
    recent = others[-_YEAR:]
    index = weekday_index(
        [series.values[n] for n in recent], [(weekday + n) % 7 for n in recent]
    )
    for n in wanted:
        first = bisect_left(others, n - _NEAR_DAYS)
        near = others[first : bisect_right(others, n + _NEAR_DAYS)] or recent
        shares = sum(index[(weekday + m) % 7] for m in near)
        level = sum(series.values[m] for m in near) / shares if shares else 0.0
        yield level * index[(weekday + n) % 7]
