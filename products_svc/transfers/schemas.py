"""Request and response bodies of transfers."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal, cast

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    model_validator,
)
from pydantic_core import PydanticCustomError

from products_svc.transfers.queries import Arrived, ShownLine, ShownTransfer
from products_svc.transfers.rules import (
    ArrivalDraft,
    LossReason,
    Lost,
    TransferLineDraft,
    units_open,
)
from shared.http.bodies import Body
from shared.types import Day, Id, Instant, Quantity, QuantityOrZero, Stock, text_of

TransferStatus = Literal[
    "draft", "in_transit", "partially_received", "received", "cancelled"
]
Note = Annotated[str, text_of(2000)]
Reason = Annotated[str, text_of(500)]
Value = Annotated[Decimal, PlainSerializer(float, return_type=float, when_used="json")]


class TransferLineIn(Body):
    product_id: Id
    quantity: Quantity

    def draft(self) -> TransferLineDraft:
        return TransferLineDraft(self.product_id, self.quantity)


class TransferIn(Body):
    """What is to go from one location to another."""

    from_location_id: Id
    to_location_id: Id
    lines: Annotated[list[TransferLineIn], Field(min_length=1, max_length=1000)]
    note: Note | None = None


class ShipIn(Body):
    expected_on: Day | None = None
    """Absent: after the days that a transfer to there takes."""


class LostIn(Body):
    """Units that did not come in to be used. They come in and leave again at once, so
    that the ledger says what became of them."""

    quantity: Quantity
    reason: LossReason
    note: Reason | None = None


class ArrivalIn(Body):
    """What came in of a line: good units, and what was lost on the way. What is neither
    stays in transit."""

    line_id: Id
    quantity: QuantityOrZero
    lost: LostIn | None = None

    @model_validator(mode="after")
    def _says_something(self) -> "ArrivalIn":
        if not self.quantity and self.lost is None:
            raise PydanticCustomError(
                "nothing_received", "nothing came in of this line: leave it out"
            )
        return self

    def draft(self) -> ArrivalDraft:
        said = self.lost
        lost = None if said is None else Lost(said.quantity, said.reason, said.note)
        return ArrivalDraft(self.line_id, self.quantity, lost)


class ArrivalsIn(Body):
    """What came in; without lines all that is on its way, good."""

    lines: Annotated[list[ArrivalIn], Field(min_length=1, max_length=1000)] | None = (
        None
    )
    note: Note | None = None

    def drafts(self) -> list[ArrivalDraft] | None:
        return None if self.lines is None else [line.draft() for line in self.lines]


class CancelTransferIn(Body):
    reason: Reason


class TransferLineOut(BaseModel):
    id: Id
    product_id: Id
    sku: str
    name: str
    unit: str
    quantity: Quantity
    shipped: QuantityOrZero
    received: QuantityOrZero
    lost: QuantityOrZero
    in_transit: QuantityOrZero
    value: Value | None
    """What left with the units, at cost, for managers; null where nobody knows."""

    @classmethod
    def of(cls, shown: ShownLine, *, manager: bool) -> "TransferLineOut":
        line = shown.line
        return cls(
            id=line.id,
            product_id=line.product_id,
            sku=shown.sku,
            name=shown.name,
            unit=shown.unit,
            quantity=line.quantity,
            shipped=line.shipped,
            received=line.received,
            lost=line.lost,
            in_transit=units_open(line),
            value=line.value if manager else None,
        )


class ArrivalOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: Id
    line_id: Id
    quantity: QuantityOrZero
    lost: QuantityOrZero
    reason: str | None
    note: str | None
    movement_id: int | None


class TransferReceiptOut(BaseModel):
    id: Id
    note: str | None
    received_by: int
    created_at: Instant
    lines: list[ArrivalOut]

    @classmethod
    def of(cls, arrived: Arrived) -> "TransferReceiptOut":
        receipt = arrived.receipt
        return cls(
            id=receipt.id,
            note=receipt.note,
            received_by=receipt.received_by,
            created_at=receipt.created_at,
            lines=[ArrivalOut.model_validate(line) for line in arrived.lines],
        )


class TransferOut(BaseModel):
    id: Id
    from_location_id: Id
    to_location_id: Id
    status: TransferStatus
    expected_on: date | None
    note: str | None
    reason: str | None
    """Why it was cancelled."""
    lines: list[TransferLineOut]
    receipts: list[TransferReceiptOut]
    version: int
    created_by: int
    created_at: Instant
    shipped_by: int | None
    shipped_at: Instant | None
    ended_at: Instant | None

    @classmethod
    def of(cls, shown: ShownTransfer, *, manager: bool) -> "TransferOut":
        transfer = shown.transfer
        return cls(
            id=transfer.id,
            from_location_id=transfer.from_location_id,
            to_location_id=transfer.to_location_id,
            status=cast(TransferStatus, transfer.status),
            expected_on=transfer.expected_on,
            note=transfer.note,
            reason=transfer.reason,
            lines=[TransferLineOut.of(line, manager=manager) for line in shown.lines],
            receipts=[TransferReceiptOut.of(each) for each in shown.receipts],
            version=transfer.version,
            created_by=transfer.created_by,
            created_at=transfer.created_at,
            shipped_by=transfer.shipped_by,
            shipped_at=transfer.shipped_at,
            ended_at=transfer.ended_at,
        )


class ListedTransferOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: Id
    from_location_id: Id
    to_location_id: Id
    status: TransferStatus
    expected_on: date | None
    line_count: int
    version: int
    created_at: Instant
    shipped_at: Instant | None
    ended_at: Instant | None


class InTransitOut(BaseModel):
    """Units that have left one location and not come to the other."""

    model_config = ConfigDict(from_attributes=True)

    line_id: Id
    transfer_id: Id
    product_id: Id
    from_location_id: Id
    to_location_id: Id
    units: Stock
    value: Value | None
    """At cost, for managers; null where nobody knows."""
    shipped_at: Instant
    expected_on: date | None
