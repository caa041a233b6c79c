"""Decisions about supplier returns that need no computer."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from shared.money import CENT
from shared.quantities import Units

ReturnReason = Literal[
    "damaged", "wrong_product", "quality", "expired", "too_much", "other"
]


@dataclass(frozen=True, slots=True)
class SupplierReturnLineDraft:
    """Units that go back; of a line of a receipt, of a lot, where that is known."""

    product_id: int
    quantity: Units
    receipt_line_id: int | None
    lot_id: int | None
    unit_credit: Decimal | None


@dataclass(frozen=True, slots=True)
class SupplierReturnDraft:
    supplier_id: int
    location_id: int
    reason: ReturnReason
    reference: str | None
    note: str | None
    lines: Sequence[SupplierReturnLineDraft]


def worth_of(line: SupplierReturnLineDraft) -> Decimal | None:
    """What leaves the stock with them: as much as is credited. While nobody knows, what
    they stand there with."""
    if line.unit_credit is None:
        return None
    return (line.quantity * line.unit_credit).quantize(CENT, ROUND_HALF_UP)


def number_of(return_id: int) -> str:
    """What a return is called on its papers."""
    return f"SR{return_id:06d}"
