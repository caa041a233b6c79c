"""Sample paths of a forecast: days drawn jointly, so that their sums vary as stated.

On numpy; imported when the first paths are drawn.
"""

from collections.abc import Sequence

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from forecast_svc.engine.calibration import HORIZONS, LEVELS, SumCalibration
from forecast_svc.engine.intervals import SLOW_MOVER

Floats = NDArray[np.float64]

_DRAWN_TOGETHER = 1_000
"""Paths at the least, however few are asked for: how sums vary is read from them."""
_DRAWN_FROM = 5
"""Times as many paths, from which those with the right sums are drawn."""
_ROUNDS = 5
"""Of raking: enough for three horizons to agree."""
_MOST_DISPERSION = 1e6
_ROUNDING = 1e-9
"""Of a sum: what varies less does not vary."""


def sample_paths(
    mean: Sequence[float],
    std: Sequence[float],
    cumulative_std: Sequence[float],
    n: int,
    seed: int,
    calibration: SumCalibration | None = None,
    *,
    measured: bool = False,
) -> Floats:
    """``n`` paths, (n, days), units.

    Day by day, each given the sum so far, on which its mean depends linearly: the
    slope is the covariance by which ``cumulative_std`` exceeds independent days,

        cov(S, X) = (cumulative_std[t]² - cumulative_std[t - 1]² - std[t]²) / 2.

    What is left of its variance is drawn from a gamma distribution, or for a slow
    mover, whose units are whole unless they are ``measured``, from a negative binomial
    one: neither is ever negative, both are skewed as sales are.
    """
    random = np.random.default_rng(seed)
    count = max(n if calibration is None else _DRAWN_FROM * n, _DRAWN_TOGETHER)
    paths, sums = np.zeros((count, len(mean))), np.zeros(count)
    stated = 0.0
    for t, (expected, spread, total) in enumerate(
        zip(mean, std, cumulative_std, strict=True)
    ):
        if expected > 0 and spread > 0:
            # The level may be unsure beyond what a day alone shows of it.
            spread = max(spread, total - stated)
            given, dispersion = _given_sums(sums, expected, spread, total)
            whole = expected < SLOW_MOVER and not measured
            paths[:, t] = _draw(random, given, dispersion, whole=whole)
            stated = total
        else:
            paths[:, t] = max(0.0, expected)
        sums += paths[:, t]
    if calibration is None:
        return paths[:n]
    weights = _weights(random, paths, calibration)
    # Systematic: each path as often as its weight says, to less than one.
    drawn = np.searchsorted(weights.cumsum(), (np.arange(n) + random.random()) / n)
    chosen: Floats = paths[random.permutation(np.minimum(drawn, count - 1))]
    return chosen


def _weights(random: Generator, paths: Floats, calibration: SumCalibration) -> Floats:
    """Of each path, so that the sums over all horizons together have the shares that
    backtests had between any two levels (raking)."""
    shares = np.diff([0.0, *LEVELS, 1.0])
    cells = []
    for days, nominal in zip(HORIZONS, calibration.nominal, strict=True):
        if days <= paths.shape[1]:
            sums = paths[:, :days].sum(axis=1)
            # Equal sums have no order: any will do.
            order = np.lexsort((random.random(len(sums)), sums))
            rank = np.empty(len(sums))
            rank[order] = (np.arange(len(sums)) + 0.5) / len(sums)
            cells.append(np.searchsorted(nominal, rank))
    weights = np.full(len(paths), 1 / len(paths))
    for _ in range(_ROUNDS):
        for cell in cells:
            held = np.bincount(cell, weights, len(shares))
            weights *= np.divide(
                shares, held, out=np.ones(len(shares)), where=held > 0
            )[cell]
    found: Floats = weights / weights.sum()
    return found


def _given_sums(
    sums: Floats, mean: float, std: float, total: float
) -> tuple[Floats, float]:
    """The mean of a day given the sum before it, and its variance over that mean.

    The sums themselves say how they vary so far, so that what chance or the floor
    at zero took from them comes back.
    """
    away = sums - sums.mean()
    so_far = float(np.sqrt(np.mean(away**2)))
    slope, most = 0.0, std * so_far
    if most > 0 and so_far > _ROUNDING * sums.mean():
        covariance = (total**2 - so_far**2 - std**2) / 2
        slope = std / so_far * min(1.0, max(-1.0, covariance / most))
    given = np.maximum(mean + slope * away, 0)
    given *= mean / given.mean()
    left = max(0.0, std**2 - float(given.var()))
    return given, min(left / mean, _MOST_DISPERSION)


def _draw(random: Generator, mean: Floats, dispersion: float, *, whole: bool) -> Floats:
    """Units with these means, whose variances are ``dispersion`` times as large."""
    if dispersion <= 0:
        return mean
    if whole and dispersion > 1:
        excess = dispersion - 1
        counts: Floats = random.poisson(random.gamma(mean / excess, excess)).astype(
            np.float64
        )
        return counts
    units: Floats = random.gamma(mean / dispersion, dispersion)
    return units
