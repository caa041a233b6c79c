"""The advice as a rule: on each order day with the forecast of that day."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from forecast_svc.replenishment.calculation import (
    Arrival,
    StockState,
    order_quantity,
)
from forecast_svc.replenishment.simulation.course import Situation

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class AdviceRule:
    """``paths`` tells sample paths of the days from an order day on, as forecast before
    it opened; ``None`` where there is no forecast. ``terms`` is the state whose terms
    count; its day and its stock are the simulation's, whose first day is ``first_day``.
    """

    terms: StockState
    first_day: date
    paths: Callable[[int], Floats | None]

    def order(self, now: Situation) -> float:
        paths = self.paths(now.day)
        if paths is None:
            return 0.0
        return order_quantity(self.state(now), paths)

    def state(self, now: Situation) -> StockState:
        return replace(
            self.terms,
            as_of=self.first_day + timedelta(days=now.day - 1),
            on_hand=now.on_hand,
            arrivals=tuple(
                Arrival(units, self.first_day + timedelta(days=day))
                for day, units in now.incoming
            ),
        )
