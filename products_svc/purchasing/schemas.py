"""Request and response bodies of purchase orders."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Self, cast

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    model_validator,
)
from pydantic_core import PydanticCustomError

from products_svc.purchasing.facts import number_of
from products_svc.purchasing.queries import ShownLine, ShownOrder
from products_svc.purchasing.rules import (
    OrderDraft,
    OrderLineDraft,
    Warned,
    cases_of,
    open_units,
)
from products_svc.tables import AWAITED
from shared.contracts.base import MAIN_LOCATION
from shared.contracts.purchasing import ExchangeRate, OrderStatus
from shared.http.bodies import Body, PutBody
from shared.mail.outbox import MailState
from shared.money import line_total
from shared.types import (
    Day,
    Id,
    Instant,
    Quantity,
    QuantityOrZero,
    Stock,
    Total,
    UnitCost,
    text_of,
)

Line = Annotated[str, text_of(200)]
Note = Annotated[str, text_of(2000)]
Reason = Annotated[str, text_of(500)]


class PurchaseOrderLineIn(Body):
    product_id: Id
    quantity: Quantity | None = None
    """Units; absent, when ``cases`` are said."""
    cases: Quantity | None = None
    """Of what the supplier sells by the case, as its terms say."""
    unit_cost: UnitCost | None = None
    """In the supplier's currency; absent: what its terms say for so many."""
    expected_on: Day | None = None

    @model_validator(mode="after")
    def _says_how_many(self) -> Self:
        if self.quantity is None and self.cases is None:
            raise PydanticCustomError("missing", "quantity or cases")
        return self


class PurchaseOrderIn(Body):
    """A draft. Nothing is binding before it is placed."""

    supplier_id: Id
    location_id: Id = MAIN_LOCATION
    expected_on: Day | None = None
    reference: Line | None = None
    """The supplier's own number of it, or the shop's."""
    note: Note | None = None
    """Stands on the document."""
    into_draft: StrictBool = False
    """Add the lines to the newest draft of this supplier and location, where there is
    one, instead of beginning another."""
    lines: Annotated[list[PurchaseOrderLineIn], Field(min_length=1, max_length=1000)]

    @model_validator(mode="after")
    def _lines_alone_are_added(self) -> Self:
        if self.into_draft and (self.expected_on or self.reference or self.note):
            raise ValueError("a draft takes further lines alone")
        return self

    def draft(self) -> OrderDraft:
        return _draft(self, [(line, None) for line in self.lines])


class CancelIn(Body):
    reason: Reason


class CloseIn(Body):
    """``lines``: only what is open of these is closed short; absent: of all."""

    reason: Reason
    lines: Annotated[list[Id], Field(min_length=1, max_length=1000)] | None = None


class PurchaseOrderLineOut(BaseModel):
    id: Id
    product_id: Id
    product_sku: str
    product_name: str
    supplier_sku: str | None
    quantity: Quantity
    unit: str
    units_per_case: Quantity | None
    cases: Quantity | None
    """Where it is a whole number of the supplier's cases."""
    unit_cost: UnitCost
    amount: Total
    received: Stock
    closed: QuantityOrZero
    open: QuantityOrZero
    """What is still expected."""
    expected_on: Day | None

    @classmethod
    def of(cls, shown: ShownLine) -> "PurchaseOrderLineOut":
        line = shown.line
        return cls(
            id=line.id,
            product_id=line.product_id,
            product_sku=shown.product_sku,
            product_name=shown.product_name,
            supplier_sku=line.supplier_sku,
            quantity=line.quantity,
            unit=shown.unit,
            units_per_case=line.units_per_case,
            cases=cases_of(line.quantity, line.units_per_case),
            unit_cost=line.unit_cost,
            amount=line_total(line.unit_cost, line.quantity),
            received=line.received,
            closed=line.closed,
            open=open_units(line),
            expected_on=line.expected_on,
        )


class WarningOut(BaseModel):
    """What a supplier may not accept; ``line_id`` null: of the whole order."""

    model_config = ConfigDict(from_attributes=True)

    code: Literal[
        "no_terms",
        "below_minimum_quantity",
        "not_a_multiple",
        "below_minimum_order_value",
    ]
    line_id: Id | None
    params: dict[str, Any]


class MailOut(BaseModel):
    """A mail with the order, and what became of it."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    to: str
    state: MailState
    """``queued`` until a server has taken it; ``failed``: it never will."""
    tries: int
    error: str | None
    """What the server said last, when it did not take it."""
    attachments: list[str]
    user_id: int
    queued_at: Instant
    next_try_at: Instant | None
    sent_at: Instant | None


class PurchaseOrderOut(BaseModel):
    id: Id
    number: str
    """What it is called on its documents."""
    supplier_id: Id
    supplier_name: str
    location_id: Id
    status: OrderStatus
    overdue: bool
    """Something of it should have come in before today."""
    currency: str
    rate: ExchangeRate
    expected_on: Day | None
    reference: str | None
    note: str | None
    reason: str | None
    """Why it was cancelled or closed short."""
    lines: list[PurchaseOrderLineOut]
    total: Total
    warnings: list[WarningOut]
    """Of a draft."""
    mails: list[MailOut]
    """With which it was sent, the latest first; at most twenty."""
    version: int
    """Counts its changes; the ETag."""
    created_by: int
    placed_by: int | None
    placed_at: Instant | None
    ended_at: Instant | None
    created_at: Instant
    updated_at: Instant

    @classmethod
    def of(
        cls, shown: ShownOrder, warnings: Sequence[Warned], *, today: date
    ) -> "PurchaseOrderOut":
        order = shown.order
        lines = [PurchaseOrderLineOut.of(line) for line in shown.lines]
        return cls(
            id=order.id,
            number=number_of(order.id),
            supplier_id=order.supplier_id,
            supplier_name=shown.supplier.name,
            location_id=order.location_id,
            status=cast(OrderStatus, order.status),
            overdue=order.status in AWAITED
            and any(_is_late(line, order.expected_on, today) for line in lines),
            currency=order.currency,
            rate=order.rate,
            expected_on=order.expected_on,
            reference=order.reference,
            note=order.note,
            reason=order.reason,
            lines=lines,
            total=sum((line.amount for line in lines), Decimal(0)),
            warnings=[WarningOut.model_validate(each) for each in warnings],
            mails=[MailOut.model_validate(mail) for mail in shown.mails],
            version=order.version,
            created_by=order.created_by,
            placed_by=order.placed_by,
            placed_at=order.placed_at,
            ended_at=order.ended_at,
            created_at=order.created_at,
            updated_at=order.updated_at,
        )


class PurchaseOrderLinePut(PurchaseOrderLineIn, PutBody):
    """``id``: the line that it changes; without one it is a further line."""

    answer = PurchaseOrderLineOut

    id: Id | None = None


class PurchaseOrderPut(PutBody):
    """The whole order as it shall be; lines that are not named are taken out. What an
    answer has besides is ignored: the supplier stays."""

    answer = PurchaseOrderOut

    location_id: Id = MAIN_LOCATION
    expected_on: Day | None = None
    reference: Line | None = None
    note: Note | None = None
    lines: Annotated[list[PurchaseOrderLinePut], Field(min_length=1, max_length=1000)]

    def draft(self) -> OrderDraft:
        return _draft(self, [(line, line.id) for line in self.lines])


def _draft(
    body: PurchaseOrderIn | PurchaseOrderPut,
    lines: Sequence[tuple[PurchaseOrderLineIn, int | None]],
) -> OrderDraft:
    return OrderDraft(
        location_id=body.location_id,
        expected_on=body.expected_on,
        reference=body.reference,
        note=body.note,
        lines=[
            OrderLineDraft(
                line.product_id,
                line.quantity or 0,
                line.unit_cost,
                line.expected_on,
                id_,
                line.cases,
            )
            for line, id_ in lines
        ],
    )


def _is_late(line: PurchaseOrderLineOut, of_order: date | None, today: date) -> bool:
    expected = line.expected_on or of_order
    return bool(line.open) and expected is not None and expected < today


class ListedPurchaseOrderOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: Id
    supplier_id: Id
    supplier_name: str
    location_id: Id
    status: OrderStatus
    overdue: bool
    currency: str
    total: Total
    line_count: int
    expected_on: Day | None
    """When the next of what is open should come in."""
    reference: str | None
    version: int
    placed_at: Instant | None
    created_at: Instant
