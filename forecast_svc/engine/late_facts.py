"""Late facts: days that have changed since the shop's model was trained. Pure; no numpy.

A sale that comes late, a void, a correction, a stock-out heard of afterwards: a
product's own model sees them with the next question, while the shop's is trained once a
day. Until then its forecast follows the level from which it started.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from math import sqrt
from statistics import fmean

from forecast_svc.engine.ensemble import GlobalForecast
from forecast_svc.engine.reach import padded
from forecast_svc.engine.series import Series

_RATE = 0.1
_LEVEL_DAYS = 28
_SAME = 1e-4
"""What 32-bit floats make of the same level."""
_FOLLOWED = 0.65
"""Of a change of the level, on a logarithmic scale: what the shop's model would follow if
it were trained again, on the mean of real shops."""


def smoothed_level(values: Sequence[float]) -> float:
    """Units a day at the end of a series, as the shop's model sees it: between an
    exponentially smoothed level and the mean of four weeks."""
    if not values:
        return 0.0
    # A level starts as the mean of what there is, not as the first sale.
    young = int(1 / _RATE)
    level = fmean(values[:young])
    for value in islice(values, young, None):
        level += _RATE * (value - level)
    return fmean([level, fmean(values[-_LEVEL_DAYS:])])


def follow(shop: GlobalForecast, series: Series) -> GlobalForecast:
    """The shop's forecast of a product, moved with its level since then. The farther it
    has moved, the less it says: its weight falls by the root of as many times as the
    level has changed, in favour of the product's own model, which has seen it all."""
    if shop.level is None or shop.data_end is None:
        return shop
    now = padded(series, shop.data_end)
    if now is None:
        return shop
    level = smoothed_level(now.values)
    if abs(level - shop.level) <= _SAME * shop.level:
        return shop
    if not level or not shop.level:
        return replace(shop, weight=0.0)
    change = level / shop.level
    factor = change**_FOLLOWED
    return replace(
        shop,
        mean=[units * factor for units in shop.mean],
        weight=shop.weight / sqrt(max(change, 1 / change)),
    )
