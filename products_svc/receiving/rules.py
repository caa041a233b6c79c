"""Decisions about receipts that need no computer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Literal

from products_svc.purchasing.errors import ChargesWithoutGoods, CostTooLarge
from shared.money import CENT
from shared.quantities import Units

MICRO = Decimal("0.000001")
LARGEST_COST = Decimal(10**9)
Spread = Literal["value", "quantity"]


@dataclass(frozen=True, slots=True)
class Discrepancy:
    """Units of a line that did not come in as ordered, and why."""

    quantity: Units
    reason: str
    note: str | None


@dataclass(frozen=True, slots=True)
class ReceiptLineDraft:
    """What came in of a line of an order, in units or in ``cases``; without a cost that
    of the order."""

    line_id: int
    quantity: Units
    unit_cost: Decimal | None
    lot: str | None
    expires_on: date | None
    discrepancy: Discrepancy | None
    cases: Units | None = None


@dataclass(frozen=True, slots=True)
class ReceiptDraft:
    """A delivery. ``freight`` and ``duty`` are in the shop's currency."""

    lines: Sequence[ReceiptLineDraft]
    received_at: datetime | None
    delivery_note: str | None
    freight: Decimal
    duty: Decimal
    spread: Spread
    confirm_over_receipt: bool
    confirm_expired: bool


@dataclass(frozen=True, slots=True)
class Landed:
    """What goods cost once they are here, in the shop's currency: all units of a line to
    the cent, and one of them."""

    value: Decimal
    unit_cost: Decimal


def landed_costs(
    goods: Sequence[tuple[Units, Decimal]],
    *,
    rate: Decimal,
    charges: Decimal,
    spread: Spread,
) -> list[Landed]:
    """Of each (quantity, the supplier's unit cost), with its share of the charges.

    Goods that cost nothing share by quantity. Raises ``ChargesWithoutGoods`` and
    ``CostTooLarge``.
    """
    values = [
        (quantity * cost * rate).quantize(CENT, ROUND_HALF_UP)
        for quantity, cost in goods
    ]
    quantities = [Decimal(quantity) for quantity, _cost in goods]
    by_value = spread == "value" and any(values)
    shares = spread_to_the_cent(charges, values if by_value else quantities)
    landed = []
    for value, charge, quantity in zip(values, shares, quantities, strict=True):
        whole = value + charge
        each = whole / quantity if quantity else Decimal(0)
        if each >= LARGEST_COST:
            raise CostTooLarge
        landed.append(Landed(whole, each.quantize(MICRO, ROUND_HALF_UP)))
    return landed


def spread_to_the_cent(amount: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """Shares that add up to the amount; the cents left over go where the largest parts
    of a cent were cut off."""
    total = sum(weights)
    if not total:
        if amount:
            raise ChargesWithoutGoods
        return [Decimal(0)] * len(weights)
    exact = [amount * weight / total for weight in weights]
    shares = [share.quantize(CENT, ROUND_FLOOR) for share in exact]
    left = int((amount - sum(shares)) / CENT)
    cut = sorted(range(len(exact)), key=lambda n: (shares[n] - exact[n], n))
    for n in cut[:left]:
        shares[n] += CENT
    return shares
