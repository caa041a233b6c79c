"""Decisions about sales that need no computer."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Literal

from shared.money import CENT
from shared.quantities import Units

MAX_AHEAD = timedelta(hours=24)
"""Clocks of tills and zones of files may be wrong, but not by more than a day."""

OWN_SALES_FOR = timedelta(days=1)


ShortStock = Literal["refuse", "correct"]
"""What becomes of a sale of more than the ledger has: it is refused, or the ledger is
corrected, since what stands on the counter is there."""


@dataclass(frozen=True, slots=True)
class SaleLine:
    """What was sold. Without a ``price`` the product's own holds."""

    product_id: int
    quantity: Units
    sold_at: datetime
    price: Decimal | None
    location_id: int | None = None
    short_stock: ShortStock | None = None

    def fingerprint(self) -> bytes:
        """Equal for requests that mean the same: 4.2 and 4.20, 10:00Z and 12:00+02:00."""
        price = "" if self.price is None else self.price.quantize(CENT)
        content = (
            f"{self.product_id} {self.quantity} {self.sold_at.isoformat()} {price}"
        )
        if self.location_id is not None or self.short_stock is not None:
            content += f" {self.location_id} {self.short_stock}"
        return hashlib.sha256(content.encode()).digest()


@dataclass(frozen=True, slots=True)
class ReturnLine:
    """What comes back of a sale."""

    quantity: Units
    condition: str
    reason: str

    def fingerprint(self, sale_id: int) -> bytes:
        """Equal for requests that mean the same."""
        content = f"{sale_id} {self.quantity} {self.condition} {self.reason}"
        return hashlib.sha256(content.encode()).digest()


Outcome = Literal["new", "same", "changed", "withdrawn", "unmatched"]
"""What becomes of a row: nothing is recorded under its key; it is as it was; it
replaces what is recorded; it takes that back; it would, but nothing is there."""


@dataclass(frozen=True, slots=True)
class ToldRow:
    """What a row of a file says. ``price`` is None when the file tells none; so many
    units of it ``came_back`` by other rows of the same file."""

    quantity: Units
    price: Decimal | None
    amount: Decimal | None
    came_back: Units
    decided_at: datetime | None


@dataclass(frozen=True, slots=True)
class RecordedRow:
    """The sale that is recorded under a row's key, and when its import was decided on."""

    sale_id: int
    quantity: Units
    price: Decimal
    amount: Decimal | None
    returned: Units
    voided: bool
    decided_at: datetime | None


def outcome_of(told: ToldRow, recorded: RecordedRow | None) -> Outcome:
    """The later decision counts, and what a person voided stays so. When within its
    day something was sold is no difference."""
    if recorded is None:
        return "new" if told.quantity else "unmatched"
    if recorded.voided or _is_older(told.decided_at, recorded.decided_at):
        return "same" if told.quantity else "unmatched"
    if not told.quantity:
        return "withdrawn"
    if _costs_otherwise(told, recorded):
        return "changed"
    alike = told.quantity == recorded.quantity or recorded_less_returns(told, recorded)
    return "same" if alike else "changed"


def _costs_otherwise(told: ToldRow, recorded: RecordedRow) -> bool:
    """Versions before kept no amounts of whole lines."""
    if told.price is None:
        return False
    amounts = {told.amount, recorded.amount} - {None}
    return told.price != recorded.price or len(amounts) > 1


def recorded_less_returns(told: ToldRow, recorded: RecordedRow) -> bool:
    """Versions before took what came back off the sale itself."""
    left = told.quantity - told.came_back
    return bool(told.came_back) and not recorded.returned and left == recorded.quantity


def _is_older(ours: datetime | None, theirs: datetime | None) -> bool:
    return theirs is not None and (ours is None or ours < theirs)


def may_take_back(
    *, sold_at: datetime, sold_by: int, user_id: int, now: datetime
) -> bool:
    """Whether somebody who is no manager may take a sale or a basket back: an own one of
    the last day."""
    return sold_by == user_id and sold_at >= now - OWN_SALES_FOR


def is_too_far_ahead(sold_at: datetime, now: datetime) -> bool:
    return sold_at > now + MAX_AHEAD
