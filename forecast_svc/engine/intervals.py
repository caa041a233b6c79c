"""From a mean and a standard deviation to intervals and quantiles. Pure; no numpy."""

from functools import lru_cache
from math import exp, log, sqrt
from statistics import NormalDist

SLOW_MOVER = 10.0
"""Units a day below which counts are too few for a bell curve."""
_WIDER_FROM = 0.80
"""Level up to which the bell curve holds."""
_WIDER_AT = 0.95
"""Level from which on the widening is whole."""
_WIDENING = 1.3
"""Factor on the std."""
_LEAST_MEAN = 0.001
_GRAINS = 100.0
"""Of a mean day of what is measured."""
_MOST_EXCESS = 1_000.0
_MOST_STEPS = 20_000


def interval(
    mean: float, std: float, level: float, *, measured: bool = False
) -> tuple[float, float]:
    """Lower and upper bound that hold units with probability ``level``.

    Never below zero, nor on the wrong side of the mean. Slow movers get
    negative-binomial quantiles, which are whole units unless they are ``measured``.
    """
    if mean == 0 and std == 0:
        return 0.0, 0.0
    tail = (1 - level) / 2
    if grain := _grain(mean, std, measured=measured):
        # The lower bound leaves its tail below it, not at or below it.
        low = grain * (_count_quantile(mean / grain, std / grain, tail) + 1)
        high = grain * max(0, _count_quantile(mean / grain, std / grain, 1 - tail))
    else:
        reach = NormalDist().inv_cdf(1 - tail) * std * widening(level)
        low, high = mean - reach, mean + reach
    return max(0.0, min(low, mean)), max(high, mean)


def quantile(mean: float, std: float, q: float, *, measured: bool = False) -> float:
    """What units stay at or below with probability ``q``, and never below zero.

    From the same distributions as the intervals: above one half it is the upper
    bound of the level ``2 q - 1``, wherever that is not below the mean.
    """
    if mean == 0 and std == 0:
        return 0.0
    if grain := _grain(mean, std, measured=measured):
        return grain * max(0, _count_quantile(mean / grain, std / grain, q))
    reach = NormalDist().inv_cdf(q) * std * widening(abs(2 * q - 1))
    return max(0.0, mean + reach)


def sum_quantile(mean: float, std: float, q: float, *, measured: bool = False) -> float:
    """What a sum of days stays at or below with probability ``q``, by distributions that
    are skewed as sales are: negative binomial for few whole units, gamma for many and
    for what is ``measured`` (by Wilson and Hilferty: its cube root is nearly normal)."""
    if mean <= 0 or std <= 0:
        return max(0.0, mean)
    if _LEAST_MEAN <= mean < SLOW_MOVER and not measured:
        return float(max(0, _count_quantile(mean, std, q)))
    spread = std / mean / 3
    root = 1 - spread**2 + NormalDist().inv_cdf(q) * spread
    return mean * max(0.0, root) ** 3


def _grain(mean: float, std: float, *, measured: bool) -> float:
    """What is counted, in units: one of them, or so small a part that the count is as
    good as a weight; 0 where the bell curve holds.

    A weight is the same in kilos and in grams: whether it is a slow mover goes by how
    wild it is, as a count of ``SLOW_MOVER`` would be.
    """
    if not measured:
        return 1.0 if _LEAST_MEAN <= mean < SLOW_MOVER else 0.0
    return mean / _GRAINS if 0 < mean < std * sqrt(SLOW_MOVER) else 0.0


def widening(level: float) -> float:
    """Sales have heavier tails than the bell curve: 1 up to a level of 0.80, 1.3
    from 0.95 on, which made 95 % intervals cover 95 % of days kept apart."""
    share = (level - _WIDER_FROM) / (_WIDER_AT - _WIDER_FROM)
    return 1 + (_WIDENING - 1) * min(1.0, max(0.0, share))


def _count_quantile(mean: float, std: float, q: float) -> int:
    # Rounded, so that the days of a flat forecast are worked out once.
    return _nearest_count(round(mean, 4), round(std**2, 4), q)


@lru_cache(maxsize=8192)
def _nearest_count(mean: float, variance: float, q: float) -> int:
    """The count at or below which units stay with a probability nearest to ``q``;
    -1, below which there is nothing, where none comes nearer than that.

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
    below, count = 0.0, 0
    while below + probability < q and count < _MOST_STEPS:
        below += probability
        probability *= (count + size) / (count + 1) * ratio
        count += 1
    return count if below + probability - q <= q - below else count - 1
