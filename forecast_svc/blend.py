"""A product's own forecast and the shop's, as one. Pure; no numpy."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from forecast_svc.rules import Prediction


@dataclass(frozen=True, slots=True)
class ShopShare:
    """What the shop's model adds to a product's answer.

    ``weight`` between 0 and 1 is its share of the mean; ``width`` the factor on
    the deviation that the blend's own errors have shown.
    """

    mean: Sequence[float]
    weight: float
    width: float
    shut: frozenset[int]
    """Days ahead, from 0, on which the whole shop will be closed."""
    products: int
    made_at: datetime


def blend(own: Prediction, shop: ShopShare | None) -> Prediction:
    """Days on which the product or the whole shop is closed are zero."""
    if shop is None:
        return own
    days = zip(own.mean, own.deviation, shop.mean, strict=False)
    mean, deviation = [], []
    for n, (ours, spread, theirs) in enumerate(days):
        is_open = (ours or spread) and n not in shop.shut
        mixed = shop.weight * theirs + (1 - shop.weight) * ours
        mean.append(mixed if is_open else 0.0)
        deviation.append(spread * shop.width if is_open else 0.0)
    together = [spread * shop.width for spread in own.together]
    return replace(own, mean=mean, deviation=deviation, together=together)
