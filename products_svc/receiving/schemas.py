"""Request and response bodies of receipts."""

from decimal import Decimal
from typing import Annotated, Literal, cast

from pydantic import BaseModel, Field, StrictBool, model_validator
from pydantic_core import PydanticCustomError

from products_svc.purchasing.schemas import Line, Reason
from products_svc.receiving.queries import Receipt
from products_svc.receiving.rules import (
    Discrepancy,
    ReceiptDraft,
    ReceiptLineDraft,
    Spread,
)
from products_svc.tables import PurchaseReceiptLine
from shared.contracts.purchasing import OrderStatus
from shared.http.bodies import Body
from shared.types import (
    Day,
    Id,
    Instant,
    Money,
    Quantity,
    QuantityOrZero,
    Total,
    UnitCost,
    text_of,
)

DiscrepancyReason = Literal["missing", "damaged", "wrong_product", "quality", "other"]


class DiscrepancyIn(Body):
    """Units that did not come in as ordered: they are in no stock, and stay open."""

    quantity: Quantity
    reason: DiscrepancyReason
    note: Reason | None = None


class ReceiptLineIn(Body):
    """Good units that came in; several lines may be lots of one line of the order."""

    line_id: Id
    quantity: QuantityOrZero = 0
    """Units; absent, when ``cases`` are said."""
    cases: Quantity | None = None
    """Of what was ordered by the case."""
    unit_cost: UnitCost | None = None
    """In the order's currency; absent: as ordered."""
    lot: Annotated[str, text_of(100)] | None = None
    expires_on: Day | None = None
    discrepancy: DiscrepancyIn | None = None

    @model_validator(mode="after")
    def _says_something(self) -> "ReceiptLineIn":
        if not (self.quantity or self.cases or self.discrepancy):
            raise PydanticCustomError(
                "nothing_received", "nothing came in of this line: leave it out"
            )
        return self

    def draft(self) -> ReceiptLineDraft:
        said = self.discrepancy
        return ReceiptLineDraft(
            line_id=self.line_id,
            quantity=self.quantity,
            cases=self.cases,
            unit_cost=self.unit_cost,
            lot=self.lot,
            expires_on=self.expires_on,
            discrepancy=None
            if said is None
            else Discrepancy(said.quantity, said.reason, said.note),
        )


class ReceiptIn(Body):
    """A delivery. ``freight`` and ``duty`` are in the shop's currency, and are spread over
    what came in: by its value, or by its quantity."""

    lines: Annotated[list[ReceiptLineIn], Field(min_length=1, max_length=1000)]
    received_at: Instant | None = None
    """Absent: now."""
    delivery_note: Line | None = None
    freight: Money = Decimal(0)
    duty: Money = Decimal(0)
    spread: Spread = "value"
    confirm_over_receipt: StrictBool = False
    """More came in than is open, and it is kept."""
    confirm_expired: StrictBool = False
    """Something that has expired came in, and it is kept."""

    def draft(self) -> ReceiptDraft:
        return ReceiptDraft(
            lines=[line.draft() for line in self.lines],
            received_at=self.received_at,
            delivery_note=self.delivery_note,
            freight=self.freight,
            duty=self.duty,
            spread=self.spread,
            confirm_over_receipt=self.confirm_over_receipt,
            confirm_expired=self.confirm_expired,
        )


class DiscrepancyOut(BaseModel):
    quantity: Quantity
    reason: str
    note: str | None


class ReceiptLineOut(BaseModel):
    id: Id
    line_id: Id
    quantity: QuantityOrZero
    unit_cost: UnitCost
    landed_unit_cost: UnitCost
    """With its share of freight and duty, in the shop's currency."""
    value: Total
    """Of all of them, in the shop's currency."""
    lot: str | None
    expires_on: Day | None
    discrepancy: DiscrepancyOut | None
    movement_id: Id | None

    @classmethod
    def of(cls, line: PurchaseReceiptLine) -> "ReceiptLineOut":
        return cls(
            id=line.id,
            line_id=line.line_id,
            quantity=line.quantity,
            unit_cost=line.unit_cost,
            landed_unit_cost=line.landed_unit_cost,
            value=line.value,
            lot=line.lot,
            expires_on=line.expires_on,
            discrepancy=None
            if line.discrepancy_quantity is None or line.discrepancy_reason is None
            else DiscrepancyOut(
                quantity=line.discrepancy_quantity,
                reason=line.discrepancy_reason,
                note=line.discrepancy_note,
            ),
            movement_id=line.movement_id,
        )


class ReceiptOut(BaseModel):
    id: Id
    order_id: Id
    received_at: Instant
    received_by: int
    delivery_note: str | None
    freight: Money
    duty: Money
    spread: Spread
    lines: list[ReceiptLineOut]
    created_at: Instant

    @classmethod
    def of(cls, found: Receipt) -> "ReceiptOut":
        receipt = found.receipt
        return cls(
            id=receipt.id,
            order_id=receipt.order_id,
            received_at=receipt.received_at,
            received_by=receipt.received_by,
            delivery_note=receipt.delivery_note,
            freight=receipt.freight,
            duty=receipt.duty,
            spread=cast(Spread, receipt.spread),
            lines=[ReceiptLineOut.of(line) for line in found.lines],
            created_at=receipt.created_at,
        )


class ReceivedOut(ReceiptOut):
    """A receipt, and how its order stands after it."""

    order_status: OrderStatus
    order_version: int
