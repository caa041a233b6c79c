"""Sample paths of locations: each path of a product shared out among the shops that sell
it, so that those of all locations together are the product's.

On numpy; imported when the first paths are drawn.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final, overload

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from forecast_svc.engine.locations import LocationPart
from forecast_svc.engine.prediction import Interval, Prediction

Floats = NDArray[np.float64]

_WEEK = 7
_WHOLE: Final = "inverted_cdf"
"""One of the values, so that quantiles of whole units are whole."""
_LEAST_SIZE = 0.05
"""Of a distribution of shares: below, one location has it all anyway."""


def share_out(
    paths: Floats, parts: Mapping[int, LocationPart], seed: int, *, measured: bool
) -> dict[int, Floats]:
    """The paths of each location, (paths, days) as ``paths`` are, which they add up to.

    For each week of a path shares are drawn from a Dirichlet distribution around those
    of ``parts``, so unsure that weeks vary as ``dispersion`` says; then each unit of a
    day chooses its location by chance. Days of whole units stay whole, unless they are
    ``measured``.
    """
    if not parts:  # Nobody has ever sold it, anywhere.
        return {}
    random = np.random.default_rng([seed, len(parts)])
    days = paths.shape[1]
    shares = np.array([part.share[:days] for part in parts.values()])
    dispersion = max((part.dispersion for part in parts.values()), default=1.0)
    found = np.zeros((len(parts), *paths.shape))
    for start in range(0, days, _WEEK):
        week = slice(start, start + _WEEK)
        sold = paths[:, week]
        drawn = _shares_of_week(random, sold, shares[:, week], dispersion)
        for n in range(sold.shape[1]):
            whole = not measured and np.array_equal(sold[:, n], sold[:, n].round())
            choose = _whole_units if whole else _parts_of_units
            found[:, :, start + n] = choose(random, sold[:, n], drawn[:, :, n]).T
    return dict(zip(parts, found, strict=True))


def _shares_of_week(
    random: Generator, sold: Floats, shares: Floats, dispersion: float
) -> Floats:
    """(paths, locations, days). Each day's shares are Dirichlet distributed around those
    stated; those of a week rise and fall together, since the gamma processes that they
    are read from do."""
    if dispersion <= 1:
        return np.broadcast_to(shares, (len(sold), *shares.shape))
    # So that N units of a week vary as dispersion times those that choose by chance:
    # (N + size) / (1 + size) = dispersion.
    units = sold.sum(axis=1)
    size = np.maximum((units - dispersion) / (dispersion - 1), _LEAST_SIZE)
    order = np.argsort(shares, axis=1)
    steps = np.diff(np.take_along_axis(shares, order, axis=1), axis=1, prepend=0)
    grown = random.gamma(size[:, None, None] * steps).cumsum(axis=2)
    back = np.broadcast_to(np.argsort(order, axis=1), grown.shape)
    of_days = np.take_along_axis(grown, back, axis=2)
    return _normalised(of_days, shares[None])


def _whole_units(random: Generator, sold: Floats, shares: Floats) -> Floats:
    """(paths, locations)."""
    return random.multinomial(sold.astype(np.int64), shares).astype(np.float64)


def _parts_of_units(random: Generator, sold: Floats, shares: Floats) -> Floats:
    """(paths, locations): as much apart as whole units that choose by chance."""
    size = np.maximum(sold - 1, _LEAST_SIZE)[:, None]
    parts: Floats = sold[:, None] * _normalised(random.gamma(size * shares), shares)
    return parts


def _normalised(weights: Floats, otherwise: Floats) -> Floats:
    """Shares of all locations, which are on axis 1; ``otherwise`` where there is nothing."""
    together = weights.sum(axis=1, keepdims=True)
    shares: Floats = np.divide(
        weights,
        together,
        out=np.broadcast_to(otherwise, weights.shape).copy(),
        where=together > 0,
    )
    return shares


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnPrediction(Prediction):
    """A location's forecast, whose bounds and quantiles are those of its paths."""

    drawn: Floats
    """(paths, days)."""

    @classmethod
    def of(cls, stated: Prediction, drawn: Floats) -> "DrawnPrediction":
        known = {
            field.name: getattr(stated, field.name) for field in fields(Prediction)
        }
        return cls(**known, drawn=drawn)

    @overload
    def interval(self, level: float) -> Interval: ...

    @overload
    def interval(self, level: float, days: int) -> tuple[float, float]: ...

    def interval(
        self, level: float, days: int | None = None
    ) -> Interval | tuple[float, float]:
        tail = (1 - level) / 2
        if days is not None:
            expected = self.expected(days)
            low, high = (self.quantile(q, days) for q in (tail, 1 - tail))
            return min(low, expected), max(high, expected)
        lower, upper = (self.quantile(q) for q in (tail, 1 - tail))
        return Interval([*map(min, lower, self.mean)], [*map(max, upper, self.mean)])

    @overload
    def quantile(self, q: float) -> list[float]: ...

    @overload
    def quantile(self, q: float, days: int) -> float: ...

    def quantile(self, q: float, days: int | None = None) -> list[float] | float:
        if days is not None:
            sums = self.drawn[:, :days].sum(axis=1)
            return float(np.quantile(sums, q, method=_WHOLE))
        of_days = self.drawn[:, : len(self.mean)]
        found: list[float] = np.quantile(of_days, q, axis=0, method=_WHOLE).tolist()
        return found
