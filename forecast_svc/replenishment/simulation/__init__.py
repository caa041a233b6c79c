"""A product's stock, day by day, under a rule of ordering: numbers only, no input or output.

``simulate(demand, opening, schedule, rule)`` is all of it. A rule is asked on order days
and sees what is on hand and on its way; what it knows of demand it was given before, as of
each of those days. Whatever it orders arrives by the schedule, and demand that finds no
stock is lost.
"""

from forecast_svc.replenishment.simulation.advised import AdviceRule
from forecast_svc.replenishment.simulation.course import (
    Course,
    Opening,
    Rule,
    Schedule,
    Situation,
    simulate,
)
from forecast_svc.replenishment.simulation.levels import (
    LevelRule,
    cover,
    min_max,
    reorder_point,
)
from forecast_svc.replenishment.simulation.measures import Measures

__all__ = [
    "AdviceRule",
    "Course",
    "LevelRule",
    "Measures",
    "Opening",
    "Rule",
    "Schedule",
    "Situation",
    "cover",
    "min_max",
    "reorder_point",
    "simulate",
]
