"""Decisions about sales that need no computer."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

MAX_AHEAD = timedelta(hours=24)
"""Clocks of tills and zones of files may be wrong, but not by more than a day."""

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


def is_too_far_ahead(sold_at: datetime, now: datetime) -> bool:
    return sold_at > now + MAX_AHEAD


def formula_safe(text: str) -> str:
    """Spreadsheets run cells that start like a formula; an apostrophe makes them text."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
