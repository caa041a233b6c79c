"""What is said of a stock beside what to order of it. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from forecast_svc.engine.prediction import Prediction
from forecast_svc.replenishment.calculation import Advice, StockState

DEAD_AFTER = 90
"""Days without a sale."""
OVERSTOCK_DAYS = 90
"""Demand of so many days is stock enough."""
SOON = 14
"""Days."""
_YEAR = 365

Urgency = Literal["none", "soon", "now", "late"]
URGENCIES: tuple[Urgency, ...] = ("none", "soon", "now", "late")
"""From least to most, as they are stored."""


@dataclass(frozen=True, slots=True)
class Sold:
    """At a location: the last day with a sale, and units of a year; when its stock was
    last moved."""

    last_sold_on: date | None = None
    of_year: float = 0.0
    moved_on: date | None = None


@dataclass(frozen=True, slots=True)
class StockFacts:
    """``turnover``: how often what is in stock now was sold within a year; ``None`` of
    an empty shelf. ``overstock``: units beyond the demand of ``OVERSTOCK_DAYS``. ``lost``:
    units that were not sold in 90 days since there were none, an estimate; ``lost_money``
    at the margin, or where cost is unknown ``None``."""

    last_sold_on: date | None
    dead: bool
    overstock: float
    overstock_value: float | None
    turnover: float | None
    lost: float
    lost_money: float | None


def stock_facts(
    state: StockState, sold: Sold, demand: Prediction, lost: float
) -> StockFacts:
    on_hand = max(state.on_hand or 0.0, 0.0)
    coming = sum(arrival.quantity for arrival in state.arrivals)
    enough = demand.extended(OVERSTOCK_DAYS).expected(OVERSTOCK_DAYS)
    over = max(0.0, on_hand + coming - enough) if on_hand else 0.0
    cost, margin = state.unit_cost, state.margin
    return StockFacts(
        last_sold_on=sold.last_sold_on,
        dead=on_hand > 0 and _still(sold, state.today),
        overstock=round(over, 3),
        overstock_value=None if cost is None else round(over * cost, 2),
        turnover=round(sold.of_year / on_hand, 2) if on_hand else None,
        lost=round(lost, 3),
        lost_money=None if margin is None else round(lost * max(margin, 0.0), 2),
    )


def _still(sold: Sold, today: date) -> bool:
    """What has never been sold is dead once it has not been moved for as long."""
    since = sold.last_sold_on or sold.moved_on
    return since is not None and since < today - timedelta(days=DEAD_AFTER)


def urgency_of(advice: Advice, today: date) -> Urgency:
    if advice.quantity > 0:
        return "late" if advice.late else "now"
    waits = advice.why_not in {"covered_until", "on_order", "waiting_costs_less"}
    soon = today + timedelta(days=SOON)
    if waits and advice.order_by is not None and advice.order_by < soon:
        return "soon"
    return "none"
