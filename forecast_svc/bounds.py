"""From a mean and a deviation to bounds. Pure; no numpy, so the service has it."""

from collections.abc import Sequence
from functools import lru_cache
from math import exp, log
from statistics import NormalDist

SLOW_MOVER = 10.0
"""Units a day below which counts are too few for a bell curve."""
_WIDER_FROM, _WIDER_AT, _WIDENING = 0.80, 0.95, 1.3
_LEAST_MEAN = 0.001
_MOST_EXCESS = 1_000.0
_MOST_STEPS = 20_000


def bounds(
    mean: Sequence[float], deviation: Sequence[float], level: float
) -> tuple[list[float], list[float]]:
    """Lower and upper bounds that hold a day's units with probability ``level``.

    Never below zero, nor on the wrong side of the mean. Slow movers get
    negative-binomial quantiles, which are whole units.
    """
    pairs = [_bound(m, s, level) for m, s in zip(mean, deviation, strict=True)]
    return [low for low, _ in pairs], [high for _, high in pairs]


def widening(level: float) -> float:
    """Sales have heavier tails than the bell curve: 1 up to a level of 0.80, 1.3
    from 0.95 on, which made 95 % bounds cover 95 % of days kept apart."""
    share = (level - _WIDER_FROM) / (_WIDER_AT - _WIDER_FROM)
    return 1 + (_WIDENING - 1) * min(1.0, max(0.0, share))


def _bound(mean: float, deviation: float, level: float) -> tuple[float, float]:
    if mean == 0 and deviation == 0:
        return 0.0, 0.0
    tail = (1 - level) / 2
    if _LEAST_MEAN <= mean < SLOW_MOVER:
        # Rounded, so that the days of a flat forecast are worked out once.
        low, high = _count_quantiles(round(mean, 4), round(deviation**2, 4), tail)
    else:
        reach = NormalDist().inv_cdf(1 - tail) * deviation * widening(level)
        low, high = mean - reach, mean + reach
    return max(0.0, min(low, mean)), max(high, mean)


@lru_cache(maxsize=4096)
def _count_quantiles(mean: float, variance: float, tail: float) -> tuple[float, float]:
    """The counts that come nearest to leaving ``tail`` on either side.

    Nearest, not the first beyond: with few units a day the steps between counts
    are wide, and bounds that always err outwards would cover far too much.

    Of the negative binomial with this mean and variance, whose tails are heavy
    by themselves. Its variance is above its mean; at the mean it is the Poisson
    distribution, the least that counts can vary.
    """
    excess = min(max(variance - mean, 1e-6 * mean), _MOST_EXCESS * mean)
    size = mean**2 / excess
    ratio = excess / (mean + excess)
    # P(0) = (size / (size + mean)) ** size; each next one follows by its ratio.
    probability = exp(size * log(size / (size + mean)))
    below, low, count = 0.0, 0, 0
    while below + probability < 1 - tail and count < _MOST_STEPS:
        below += probability
        if below <= tail or below - tail < tail - (below - probability):
            low = count + 1
        probability *= (count + size) / (count + 1) * ratio
        count += 1
    over, under = below + probability - (1 - tail), 1 - tail - below
    return float(low), float(count if over <= under or count == 0 else count - 1)
