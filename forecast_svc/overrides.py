"""A planner's word over the model's. Pure; no numpy."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import sqrt

from forecast_svc.rules import Prediction


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


def override(
    prediction: Prediction, days: Sequence[date], said: Sequence[Override]
) -> tuple[Prediction, list[Override]]:
    """The prediction as planners have it, and which overrides made it so.

    ``said`` has the newest last; of several for a day it alone counts. The spread
    grows and shrinks with the mean: a planner knows how many, not how surely. A
    day that the model has closed is as uncertain as a count of that size.
    """
    mean, deviation = list(prediction.mean), list(prediction.deviation)
    used: set[int] = set()
    for n, day in enumerate(days):
        over = [o for o in said if o.first_day <= day <= o.last_day]
        if not over:
            continue
        used.add(over[-1].id)
        expected = mean[n]
        mean[n] = over[-1].instead_of(expected)
        grown = mean[n] / expected if expected else 0.0
        deviation[n] = deviation[n] * grown if expected else sqrt(mean[n])
    changed = prediction.changed(mean, deviation) if used else prediction
    return changed, [o for o in said if o.id in used]
