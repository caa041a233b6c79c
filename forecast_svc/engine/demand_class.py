"""Classes of demand after Syntetos, Boylan and Croston (2005). Pure; no numpy."""

from collections.abc import Sequence
from statistics import fmean, pvariance
from typing import Literal, get_args

DemandClass = Literal["smooth", "erratic", "intermittent", "lumpy", "few"]
"""``few`` is what sells less than ten units in the time that is asked for."""

LONGEST_INTERVAL = 1.32
"""Mean days from one selling day to the next (ADI), beyond which demand is
intermittent, or lumpy."""
LARGEST_CV2 = 0.49
"""Squared coefficient of variation of the units of a selling day, beyond which demand
is erratic, or lumpy."""
NAMES: tuple[DemandClass, ...] = get_args(DemandClass)
FEW = 10.0
"""Units."""


def demand_class(sold: Sequence[float], days: int) -> DemandClass:
    """Of ``days`` together, from the units of past days."""
    if not sold or fmean(sold) * days < FEW:
        return "few"
    return interval_and_variation(sold)


def interval_and_variation(sold: Sequence[float]) -> DemandClass:
    """By ADI and CV² alone, however little is sold."""
    units = [value for value in sold if value > 0]
    if not units:
        return "lumpy"
    rare = len(sold) / len(units) >= LONGEST_INTERVAL
    varied = pvariance(units) / fmean(units) ** 2 >= LARGEST_CV2
    if rare:
        return "lumpy" if varied else "intermittent"
    return "erratic" if varied else "smooth"
