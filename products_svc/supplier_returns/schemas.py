"""Request and response bodies of supplier returns."""

from decimal import Decimal
from typing import Annotated, cast

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

from products_svc.supplier_returns.queries import GoodsBack
from products_svc.supplier_returns.rules import (
    ReturnReason,
    SupplierReturnDraft,
    SupplierReturnLineDraft,
    number_of,
)
from shared.contracts.base import MAIN_LOCATION
from shared.http.bodies import Body
from shared.types import Id, Instant, Quantity, UnitCost, text_of

Value = Annotated[Decimal, PlainSerializer(float, return_type=float, when_used="json")]


class SupplierReturnLineIn(Body):
    """Units that go back."""

    product_id: Id
    quantity: Quantity
    receipt_line_id: Id | None = None
    """By which line of which receipt they came in; no more go back than came."""
    lot_id: Id | None = None
    """Absent: what expires first."""
    unit_credit: UnitCost | None = None
    """What the supplier gives for a unit, in the shop's currency; absent: they leave at
    what they stand there with."""

    def draft(self) -> SupplierReturnLineDraft:
        return SupplierReturnLineDraft(**self.model_dump())


class SupplierReturnIn(Body):
    """Goods that go back to their supplier."""

    supplier_id: Id
    location_id: Id = MAIN_LOCATION
    reason: ReturnReason
    reference: Annotated[str, text_of(200)] | None = None
    """The supplier's own number for it."""
    note: Annotated[str, text_of(2000)] | None = None
    lines: Annotated[list[SupplierReturnLineIn], Field(min_length=1, max_length=1000)]

    def draft(self) -> SupplierReturnDraft:
        return SupplierReturnDraft(
            supplier_id=self.supplier_id,
            location_id=self.location_id,
            reason=self.reason,
            reference=self.reference,
            note=self.note,
            lines=[line.draft() for line in self.lines],
        )


class SupplierReturnLineOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: Id
    product_id: Id
    quantity: Quantity
    receipt_line_id: Id | None
    unit_credit: UnitCost | None
    value: Value | None
    """What left the stock, at cost; null where nobody knows."""
    movement_id: Id | None


class SupplierReturnOut(BaseModel):
    id: Id
    number: str
    supplier_id: Id
    location_id: Id
    reason: ReturnReason
    reference: str | None
    note: str | None
    lines: list[SupplierReturnLineOut]
    returned_by: int
    created_at: Instant

    @classmethod
    def of(cls, found: GoodsBack) -> "SupplierReturnOut":
        back = found.back
        return cls(
            id=back.id,
            number=number_of(back.id),
            supplier_id=back.supplier_id,
            location_id=back.location_id,
            reason=cast(ReturnReason, back.reason),
            reference=back.reference,
            note=back.note,
            lines=[SupplierReturnLineOut.model_validate(line) for line in found.lines],
            returned_by=back.returned_by,
            created_at=back.created_at,
        )
