"""Decisions about sales that need no computer."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

MAX_AHEAD = timedelta(hours=24)
"""Clocks of tills and zones of files may be wrong, but not by more than a day."""

OWN_RETURNS_FOR = timedelta(days=1)

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class SaleLine:
    """What was sold. Without a ``price`` the product's own holds."""

    product_id: int
    quantity: int
    sold_at: datetime
    price: Decimal | None

    def fingerprint(self) -> bytes:
        """Equal for requests that mean the same: 4.2 and 4.20, 10:00Z and 12:00+02:00."""
        price = "" if self.price is None else self.price.quantize(CENT)
        content = (
            f"{self.product_id} {self.quantity} {self.sold_at.isoformat()} {price}"
        )
        return hashlib.sha256(content.encode()).digest()


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """What comes back of a sale."""

    quantity: int
    condition: str
    reason: str

    def fingerprint(self, sale_id: int) -> bytes:
        """Equal for requests that mean the same."""
        content = f"{sale_id} {self.quantity} {self.condition} {self.reason}"
        return hashlib.sha256(content.encode()).digest()


def may_return(*, sold_at: datetime, sold_by: int, user_id: int, now: datetime) -> bool:
    """Whether somebody who is no manager may take a sale back: an own one of the last
    day."""
    return sold_by == user_id and sold_at >= now - OWN_RETURNS_FOR


def is_too_far_ahead(sold_at: datetime, now: datetime) -> bool:
    return sold_at > now + MAX_AHEAD


def formula_safe(text: str) -> str:
    """Spreadsheets run cells that start like a formula; an apostrophe makes them text."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
