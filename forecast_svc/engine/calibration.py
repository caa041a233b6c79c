"""How sums of days vary, as backtests have shown. Pure; no numpy.

An order is a quantile of a sum, and how far sums go astray is not to be read from
single days: a level that is wrong is wrong for weeks, and shops differ in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log, sqrt

HORIZONS = (7, 14, 28)
"""Days whose sums are backtested; others go by those next to them."""
LEVELS = (
    0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 0.975, 0.99,
)  # fmt: skip
"""Probabilities at which sums are calibrated."""
_FARTHEST = 1e-6
"""Least probability left in a tail. Where sums went beyond every quantile of the
distribution, backtests tell 0 or 1, of which there is no quantile."""


@dataclass(frozen=True, slots=True)
class SumCalibration:
    """Of one product, by ``HORIZONS``.

    ``dispersion`` is the variance of a sum over its mean, units. ``nominal[h][k]`` is
    the probability to ask of a distribution with that variance, so that sums stay at
    or below the answer with probability ``LEVELS[k]``: where backtests went beyond
    the 0.95 quantile more often than that, it is above 0.95.
    """

    dispersion: Sequence[float]
    nominal: Sequence[Sequence[float]]

    def cumulative_std(
        self, sums: Sequence[float], stated: Sequence[float]
    ) -> list[float]:
        """Of the sum up to each day, from its mean and the std ``stated`` without
        backtests, which tells how it grows between the horizons."""
        known = [
            (log(days), sqrt(of * sums[days - 1]) / stated[days - 1])
            for days, of in zip(HORIZONS, self.dispersion, strict=True)
            if days <= len(sums) and stated[days - 1]
        ]
        # Of the first day nothing else is known.
        knots = [(0.0, 1.0), *known]
        return [
            std * _interpolated(knots, log(days)) for days, std in enumerate(stated, 1)
        ]

    def asked(self, q: float, days: int) -> list[float]:
        """The probability to ask for, so that the sum of the days up to each of the
        first ``days`` stays at or below the answer with probability ``q``."""
        by_horizon = [
            _interpolated(list(zip(LEVELS, nominal, strict=True)), q)
            if LEVELS[0] <= q <= LEVELS[-1]
            else self._beyond(nominal, q)
            for nominal in self.nominal
        ]
        knots = [(log(h), p) for h, p in zip(HORIZONS, by_horizon, strict=True)]
        asked = (_interpolated(knots, log(n)) for n in range(1, days + 1))
        return [min(max(p, _FARTHEST), 1 - _FARTHEST) for p in asked]

    @staticmethod
    def _beyond(nominal: Sequence[float], q: float) -> float:
        """Outside the levels there is nothing to learn from: in proportion."""
        if q > LEVELS[-1]:
            return 1 - (1 - q) * (1 - nominal[-1]) / (1 - LEVELS[-1])
        return q * nominal[0] / LEVELS[0]


def _interpolated(knots: Sequence[tuple[float, float]], x: float) -> float:
    """Between knots in a straight line, outside them level."""
    if x <= knots[0][0]:
        return knots[0][1]
    for (left, low), (right, high) in pairwise(knots):
        if x <= right:
            return low + (high - low) * (x - left) / (right - left)
    return knots[-1][1]
