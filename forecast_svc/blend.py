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
    products: int
    made_at: datetime


def blend(own: Prediction, shop: ShopShare | None) -> Prediction:
    """Days on which the product's own model knows it closed stay at zero."""
    if shop is None or not shop.weight:
        return own
    mean = [
        shop.weight * theirs + (1 - shop.weight) * ours if ours or spread else 0.0
        for ours, spread, theirs in zip(
            own.mean, own.deviation, shop.mean, strict=False
        )
    ]
    deviation = [spread * shop.width for spread in own.deviation]
    together = [spread * shop.width for spread in own.together]
    return replace(own, mean=mean, deviation=deviation, together=together)
