"""Metrics of a forecast once its days are over. Pure; no numpy.

RMSSE and the scaled pinball loss as in the M5 guide, MASE after Hyndman and
Koehler (2006) with a season of a week. Days on which the shelf was empty are
left out: what was sold then is not what was wanted.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt
from statistics import fmean
from typing import TypedDict

from forecast_svc.engine.demand_class import DemandClass, demand_class

SCORE_HORIZON = 28
SCALE_DAYS = 365
WEEK = 7
ORDER_QUANTILES = (0.8, 0.9, 0.95)
"""Of sums, as orders are reckoned from them."""
_QUANTILES = (0.025, 0.1, 0.5, 0.9, 0.975)


@dataclass(frozen=True, slots=True)
class Issued:
    """What was said, for each of the days ahead."""

    mean: Sequence[float]
    lower_80: Sequence[float]
    upper_80: Sequence[float]
    lower_95: Sequence[float]
    upper_95: Sequence[float]
    sum_quantiles: Sequence[float] | None = None
    """Of all days together, at ``ORDER_QUANTILES``."""


@dataclass(frozen=True, slots=True)
class Score:
    """Sums over ``days``; the scaled measures are null where nothing ever moved.

    ``error`` is forecast less sold: above zero it was too much.
    """

    days: int
    sold: float
    error: float
    absolute_error: float
    naive_absolute_error: float
    rmsse: float | None
    naive_rmsse: float | None
    mase: float | None
    pinball: float | None
    covered_80: int
    covered_95: int
    naive_error: float | None = None
    """Of repeating the last week."""
    demand_class: DemandClass | None = None
    sum_pinball: list[float] | None = None
    """Loss of the quantiles of the sum, units; null where a day does not count."""
    sum_below: list[int] | None = None
    """1 where the sum stayed at or below the quantile, else 0."""


class _SumScore(TypedDict):
    sum_pinball: list[float] | None
    sum_below: list[int] | None


def score(
    before: Sequence[float], after: Sequence[float | None], issued: Issued
) -> Score | None:
    """``before`` ends with the last day that was known and has at least a week;
    ``after`` are the days of the forecast, ``None`` where the shelf was empty.
    ``None`` when no day counts.
    """
    days = [n for n, units in enumerate(after) if units is not None]
    if not days:
        return None
    sold = [float(after[n] or 0) for n in days]
    means = [issued.mean[n] for n in days]
    naive = [before[-WEEK:][n % WEEK] for n in days]
    recent = before[-SCALE_DAYS:]
    steps = [b - a for a, b in pairwise(recent)]
    weekly = [b - a for a, b in zip(recent, recent[WEEK:], strict=False)]
    square = fmean(step**2 for step in steps) if steps else 0.0
    absolute = fmean(map(abs, steps)) if steps else 0.0
    seasonal = fmean(map(abs, weekly)) if weekly else 0.0

    def squared(expected: Sequence[float]) -> float:
        return fmean((e - s) ** 2 for e, s in zip(expected, sold, strict=True))

    errors = [e - s for e, s in zip(means, sold, strict=True)]
    off = sum(map(abs, errors))
    return Score(
        days=len(days),
        sold=sum(sold),
        error=sum(errors),
        absolute_error=off,
        naive_absolute_error=sum(abs(e - s) for e, s in zip(naive, sold, strict=True)),
        rmsse=sqrt(squared(means) / square) if square else None,
        naive_rmsse=sqrt(squared(naive) / square) if square else None,
        mase=off / len(days) / seasonal if seasonal else None,
        pinball=_pinball(days, sold, issued) / absolute if absolute else None,
        covered_80=_covered(days, sold, issued.lower_80, issued.upper_80),
        covered_95=_covered(days, sold, issued.lower_95, issued.upper_95),
        naive_error=sum(naive) - sum(sold),
        demand_class=demand_class(recent, SCORE_HORIZON),
        **_of_sum(sum(sold), issued.sum_quantiles if len(days) == len(after) else None),
    )


def _of_sum(sold: float, quantiles: Sequence[float] | None) -> _SumScore:
    if quantiles is None:
        return {"sum_pinball": None, "sum_below": None}
    asked = list(zip(ORDER_QUANTILES, quantiles, strict=True))
    return {
        "sum_pinball": [
            max(share * (sold - units), (share - 1) * (sold - units))
            for share, units in asked
        ],
        "sum_below": [int(sold <= units) for _, units in asked],
    }


def _pinball(days: Sequence[int], sold: Sequence[float], issued: Issued) -> float:
    """Mean loss of the five quantiles that an answer tells, the mean for the middle."""
    answered = (
        issued.lower_95, issued.lower_80, issued.mean, issued.upper_80, issued.upper_95,
    )  # fmt: skip
    return fmean(
        max(share * (units - line[n]), (share - 1) * (units - line[n]))
        for share, line in zip(_QUANTILES, answered, strict=True)
        for n, units in zip(days, sold, strict=True)
    )


def _covered(
    days: Sequence[int],
    sold: Sequence[float],
    lower: Sequence[float],
    upper: Sequence[float],
) -> int:
    return sum(
        lower[n] <= units <= upper[n] for n, units in zip(days, sold, strict=True)
    )
