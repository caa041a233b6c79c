"""Overrides: a planner's numbers instead of the model's. Pure; no numpy."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt

from forecast_svc.engine.prediction import Prediction


@dataclass(frozen=True, slots=True)
class Override:
    """Either more or fewer by ``percentage``, or exactly ``units`` a day."""

    id: int
    first_day: date
    last_day: date
    percentage: float | None
    units: float | None

    def instead_of(self, expected: float) -> float:
        if self.percentage is None:
            return self.units or 0.0
        return expected * (1 + self.percentage / 100)


def in_force(
    overrides: Sequence[Override], days: Sequence[date]
) -> list[Override | None]:
    """Which override counts on each day; ``overrides`` has the newest last, and of
    several it alone counts."""
    return [
        next((o for o in reversed(overrides) if o.first_day <= day <= o.last_day), None)
        for day in days
    ]


def override(prediction: Prediction, by_day: Sequence[Override | None]) -> Prediction:
    """The prediction as planners have it.

    The spread grows and shrinks with the mean: a planner knows how many, not how
    surely. A day that the model has closed is as uncertain as a count of that size.
    """
    if not any(by_day):
        return prediction
    mean, std = list(prediction.mean), list(prediction.std)
    for n, chosen in enumerate(by_day):
        if chosen is None:
            continue
        expected = mean[n]
        mean[n] = chosen.instead_of(expected)
        grown = mean[n] / expected if expected else 0.0
        std[n] = std[n] * grown if expected else sqrt(mean[n])
    return prediction.with_days(mean, std)
