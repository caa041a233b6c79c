"""The computation of what to order: numbers only, no input or output.

``advise(state, paths)`` is all of it. ``state`` (``StockState``) is what is known of one
product at one location as of a day; ``paths`` are joint sample paths of daily demand,
(n, days), whose first day is the day after ``as_of``, as ``Prediction.paths`` draws them.
``order_quantity`` is the quantity alone; ``days_needed(state)`` says how many days a
whole answer needs, and ``seed_of`` the seed that makes it the same each time it is asked.
"""

from forecast_svc.replenishment.calculation.advice import Advice
from forecast_svc.replenishment.calculation.advising import advise
from forecast_svc.replenishment.calculation.calendar import Closure, SupplierCalendar
from forecast_svc.replenishment.calculation.cycle import cycle_dates, days_needed
from forecast_svc.replenishment.calculation.deciding import order_quantity
from forecast_svc.replenishment.calculation.state import (
    Arrival,
    Costs,
    LeadTime,
    Margin,
    PriceBreak,
    ServiceLevel,
    StockState,
    seed_of,
)
from forecast_svc.replenishment.calculation.terms import recomputed

__all__ = [
    "Advice",
    "Arrival",
    "Closure",
    "Costs",
    "LeadTime",
    "Margin",
    "PriceBreak",
    "ServiceLevel",
    "StockState",
    "SupplierCalendar",
    "advise",
    "cycle_dates",
    "days_needed",
    "order_quantity",
    "recomputed",
    "seed_of",
]
