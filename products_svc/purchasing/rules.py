"""Decisions about purchase orders that need no computer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any, Literal, Protocol, Self

from products_svc.purchasing.errors import CasesDiffer, NoCase
from shared.contracts.purchasing import OrderStatus
from shared.quantities import Units, as_json, exact


@dataclass(frozen=True, slots=True)
class OrderLineDraft:
    """Units of a product, 0 while only ``cases`` were said; without a cost that of the
    supplier's terms. ``id``: the line of the order that it changes, None for a new one."""

    product_id: int
    quantity: Units
    unit_cost: Decimal | None
    expected_on: date | None
    id: int | None = None
    cases: Units | None = None

    def in_units(self, units_per_case: Units | None, field: str) -> Self:
        """With the units of its cases; raises ``NoCase`` and ``CasesDiffer``."""
        quantity = units_of_cases(self.cases, self.quantity, units_per_case, field)
        return replace(self, quantity=quantity)


def units_of_cases(
    cases: Units | None, quantity: Units, units_per_case: Units | None, field: str
) -> Units:
    """What was said in cases, or in units, or in both: then they mean the same."""
    if cases is None:
        return quantity
    if units_per_case is None:
        raise NoCase(field)
    units = exact(cases * units_per_case)
    if quantity not in (0, units):
        raise CasesDiffer(field, units)
    return units


def cases_of(quantity: Units, units_per_case: Units | None) -> Units | None:
    """Whole cases, or None where it is none."""
    if units_per_case is None or quantity % units_per_case:
        return None
    return exact(quantity / Decimal(units_per_case))


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """What people say of an order."""

    location_id: int
    expected_on: date | None
    reference: str | None
    note: str | None
    lines: Sequence[OrderLineDraft]

    def fields(self) -> dict[str, int | str | date | None]:
        return {name: getattr(self, name) for name in ORDER_FIELDS}


ORDER_FIELDS = ("location_id", "expected_on", "reference", "note")


class LineState(Protocol):
    @property
    def received(self) -> Units: ...
    @property
    def closed(self) -> Units: ...
    @property
    def quantity(self) -> Units: ...


def open_units(line: LineState) -> Units:
    """What is still expected of a line."""
    return max(line.quantity - line.received - line.closed, 0)


def status_of(lines: Sequence[LineState]) -> OrderStatus:
    """Of an order that was placed, by its lines."""
    if any(open_units(line) for line in lines):
        received = any(line.received for line in lines)
        return "partially_received" if received else "placed"
    return "closed_short" if any(line.closed for line in lines) else "received"


class Terms(Protocol):
    @property
    def order_multiple(self) -> Units: ...
    @property
    def minimum_quantity(self) -> Units: ...


@dataclass(frozen=True, slots=True)
class Warned:
    """What a supplier may not accept; without a line it is of the whole order."""

    code: Literal[
        "no_terms",
        "below_minimum_quantity",
        "not_a_multiple",
        "below_minimum_order_value",
    ]
    line_id: int | None
    params: dict[str, Any]


def warnings_of_line(
    line_id: int, quantity: Units, terms: Terms | None
) -> list[Warned]:
    """People may have agreed otherwise: nothing is refused."""
    if terms is None:
        return [Warned("no_terms", line_id, {})]
    found = []
    if quantity < terms.minimum_quantity:
        least = as_json(terms.minimum_quantity)
        found.append(Warned("below_minimum_quantity", line_id, {"minimum": least}))
    if quantity % terms.order_multiple:
        multiple = as_json(terms.order_multiple)
        found.append(Warned("not_a_multiple", line_id, {"order_multiple": multiple}))
    return found


def warnings_of_total(total: Decimal, minimum: Decimal | None) -> list[Warned]:
    if minimum is None or total >= minimum:
        return []
    params = {"minimum": float(minimum), "total": float(total)}
    return [Warned("below_minimum_order_value", None, params)]
