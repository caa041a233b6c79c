"""Decisions about baskets that need no computer."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from sales_svc.rules import ShortStock
from shared.money import CENT, line_total
from shared.quantities import Units

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Discount:
    """A share of what a line comes to, or an amount off it."""

    percent: Decimal | None = None
    amount: Decimal | None = None

    def of(self, total: Decimal) -> Decimal:
        """What it takes off, to the cent; half a cent is rounded up."""
        if self.percent is None:
            return self.amount or Decimal()
        return (total * self.percent / HUNDRED).quantize(CENT, ROUND_HALF_UP)


NO_DISCOUNT = Discount()


@dataclass(frozen=True, slots=True)
class OrderLine:
    """What was sold of one product. Without a ``price`` the product's own holds."""

    product_id: int
    quantity: Units
    price: Decimal | None
    discount: Discount = NO_DISCOUNT


@dataclass(frozen=True, slots=True)
class Basket:
    """Several lines that are sold together or not at all."""

    lines: Sequence[OrderLine]
    sold_at: datetime
    location_id: int | None
    short_stock: ShortStock | None

    def fingerprint(self) -> bytes:
        """Equal for requests that mean the same; never equal to a single sale's."""
        lines = [
            f"{line.product_id} {line.quantity} {_plain(line.price)}"
            f" {_plain(line.discount.percent)} {_plain(line.discount.amount)}"
            for line in self.lines
        ]
        head = f"order {self.sold_at.isoformat()} {self.location_id} {self.short_stock}"
        return hashlib.sha256("\n".join([head, *lines]).encode()).digest()


def _plain(number: Decimal | None) -> Decimal | None:
    return None if number is None else number.quantize(CENT)


def line_amount(price: Decimal, units: Units, discount: Discount) -> Decimal:
    """What a line comes to after its discount, to the cent: below 0 when the discount is
    larger than the line."""
    total = line_total(price, units)
    return total - discount.of(total)
