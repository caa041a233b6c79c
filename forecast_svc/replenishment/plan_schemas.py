"""What to buy in all, as it is answered."""

from typing import Self

from pydantic import BaseModel

from forecast_svc.projection.schemas import UnitsOut
from forecast_svc.replenishment.calculation.buying import BuyingLine, Decision
from forecast_svc.replenishment.plan import Plan, PlannedOrder, Suggested
from shared.types import Id

_CENTS = 2


class PlannedLineOut(BaseModel):
    """``quantity`` to buy, where ``suggested`` is what was advised without looking at
    other products; money is null where the cost is unknown."""

    product_id: Id
    sku: str | None
    name: str | None
    quantity: UnitsOut
    suggested: UnitsOut
    unit_cost: float | None
    cost: float | None

    @classmethod
    def of(cls, line: BuyingLine, suggested: Suggested) -> Self:
        known = suggested.unit_cost is not None
        return cls(
            product_id=line.product_id,
            sku=suggested.sku,
            name=suggested.name,
            quantity=line.quantity,
            suggested=suggested.quantity,
            unit_cost=suggested.unit_cost,
            cost=round(line.cost, _CENTS) if known else None,
        )


class PlannedOrderOut(BaseModel):
    """An order of one supplier for one location, in the shop's money.

    ``decision``: ``order`` as it is; ``topped_up`` with the packs that cost least to hold,
    to reach what the supplier asks for; or ``wait``, since that costs less.
    ``decision_cost`` is what the one that was chosen is expected to cost.
    ``missing_for_free_carriage``: null where nothing is missing, or carriage never free.
    """

    supplier_id: Id
    supplier_name: str
    location_id: Id
    decision: Decision
    decision_cost: float
    value: float
    minimum_order_value: float | None
    carriage_free_from: float | None
    missing_for_free_carriage: float | None
    lines: list[PlannedLineOut]

    @classmethod
    def of(cls, planned: PlannedOrder) -> Self:
        supplier, order = planned.supplier, planned.order
        free = supplier.carriage_free_from
        missing = 0.0 if free is None else max(0.0, float(free) - order.value)
        least = supplier.minimum_order_value
        return cls(
            supplier_id=supplier.supplier_id,
            supplier_name=supplier.name,
            location_id=planned.location_id,
            decision=order.decision,
            decision_cost=round(order.decision_cost, _CENTS),
            value=round(order.value, _CENTS),
            minimum_order_value=None if least is None else round(float(least), _CENTS),
            carriage_free_from=None if free is None else round(float(free), _CENTS),
            missing_for_free_carriage=round(missing, _CENTS) or None,
            lines=[
                PlannedLineOut.of(line, suggested)
                for line, suggested in zip(order.lines, planned.suggested, strict=True)
            ],
        )


class PlanOut(BaseModel):
    """``spent``: the value of all orders that do not wait, expected to return ``worth``
    more than it costs; ``worth_of_all``: the same of all that is suggested. ``unpriced``:
    suggestions whose cost nobody knows, which a budget leaves out."""

    budget: float | None
    spent: float
    worth: float
    worth_of_all: float
    unpriced: int
    orders: list[PlannedOrderOut]

    @classmethod
    def of(cls, plan: Plan, budget: float | None) -> Self:
        return cls(
            budget=budget,
            spent=round(plan.spent, _CENTS),
            worth=round(plan.worth, _CENTS),
            worth_of_all=round(plan.worth_of_all, _CENTS),
            unpriced=plan.unpriced,
            orders=[PlannedOrderOut.of(each) for each in plan.orders],
        )
