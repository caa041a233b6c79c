"""Decisions about suppliers and terms that need no computer."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from products_svc.suppliers.errors import RateNeeded, RateOfOwnCurrency
from shared.quantities import Units, fits

DEFAULT_REVIEW_DAYS = 7


@dataclass(frozen=True, slots=True)
class SupplierDraft:
    """What people say of a supplier; costs and amounts are in its ``currency``."""

    name: str
    email: str | None
    phone: str | None
    address: str
    country: str | None
    account_number: str | None
    electronic_address: str | None
    language: str
    currency: str
    rate: Decimal
    minimum_order_value: Decimal | None
    carriage_free_from: Decimal | None
    order_days: list[int]
    review_days: int
    lead_time_days: int | None
    closed: list[dict[str, str]]
    note: str | None

    def fields(self) -> dict[str, Any]:
        return asdict(self)


SUPPLIER_FIELDS = tuple(SupplierDraft.__slots__)


def rate_of(currency: str, rate: Decimal | None, shop_currency: str) -> Decimal:
    """Raises ``RateNeeded`` for another currency than the shop's, whose own is 1."""
    if currency == shop_currency:
        if rate not in (None, 1):
            raise RateOfOwnCurrency(currency)
        return Decimal(1)
    if rate is None:
        raise RateNeeded(currency)
    return rate


@dataclass(frozen=True, slots=True)
class TermsDraft:
    """What people say of a product at a supplier. ``preferred`` None: as it was, or as
    nobody else is. ``version``: the one that was seen."""

    product_id: int
    sku: str | None
    unit_cost: Decimal
    break_quantities: list[Units]
    break_costs: list[Decimal]
    order_multiple: Units
    minimum_quantity: Units
    units_per_case: Units | None
    lead_time_days: int | None
    preferred: bool | None
    removed: bool = False
    version: int | None = None

    def fields(self) -> dict[str, Any]:
        """What is stored as it was said."""
        values = asdict(self)
        return {name: values[name] for name in TERMS_FIELDS}

    def too_precise(self, decimals: int) -> str | None:
        """The field, if any, whose quantity has more decimals than its product."""
        values = {
            "order_multiple": [self.order_multiple],
            "minimum_quantity": [self.minimum_quantity],
            "units_per_case": [self.units_per_case or 0],
            "price_breaks": self.break_quantities,
        }
        for field, quantities in values.items():
            if not all(fits(quantity, decimals) for quantity in quantities):
                return field
        return None


TERMS_FIELDS = (
    "sku", "unit_cost", "break_quantities", "break_costs", "order_multiple",
    "minimum_quantity", "units_per_case", "lead_time_days", "removed",
)  # fmt: skip
_MICRO = Decimal("0.000001")
_CASE_PLACES = Decimal("0.0001")


def unit_cost_of(case_cost: Decimal, units_per_case: Units) -> Decimal:
    """What one unit of a case costs, to six decimals."""
    return (case_cost / units_per_case).quantize(_MICRO, ROUND_HALF_UP)


def case_cost_of(unit_cost: Decimal, units_per_case: Units | None) -> Decimal | None:
    """What a case costs: to four decimals, which undo the rounding of one unit."""
    if units_per_case is None:
        return None
    return (unit_cost * units_per_case).quantize(_CASE_PLACES, ROUND_HALF_UP)


def cost_at(
    quantity: Units,
    unit_cost: Decimal,
    break_quantities: Sequence[Units],
    break_costs: Sequence[Decimal],
) -> Decimal:
    """What one unit costs when so many are ordered: the last price break reached."""
    reached = [
        cost
        for least, cost in zip(break_quantities, break_costs, strict=True)
        if quantity >= least
    ]
    return reached[-1] if reached else unit_cost
