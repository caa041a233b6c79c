"""Bodies of orders made of advice."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from forecast_svc.ordering.operations.order_advised import OrderedLine
from forecast_svc.ordering.queries import Batch, State
from shared.contracts.base import MAIN_LOCATION
from shared.http.bodies import Body
from shared.types import Id, Instant, Quantity

MOST_LINES = 1000


class AdviceLineIn(Body):
    """``quantity``: what the draft of the supplier and location shall have of the product,
    in all. What it has already is not ordered again."""

    product_id: Id
    quantity: Quantity
    location_id: Id = MAIN_LOCATION
    supplier_id: Id | None = None
    """The usual one when absent."""

    def line(self) -> OrderedLine:
        return OrderedLine(
            self.product_id, self.location_id, self.supplier_id, self.quantity
        )


class AdviceOrderIn(Body):
    lines: Annotated[list[AdviceLineIn], Field(min_length=1, max_length=MOST_LINES)]


class ProblemOut(BaseModel):
    """Why products_svc has not taken it, in its words."""

    code: str
    detail: str


class AdviceOrderOut(BaseModel):
    """A row: units of a product that go into a draft, or went there."""

    model_config = ConfigDict(from_attributes=True)

    id: Id
    batch: Id
    product_id: Id
    location_id: Id
    supplier_id: Id
    quantity: Quantity
    """What was added."""
    state: State
    """``unsent`` until products_svc has it, ``confirmed`` once its order is heard of,
    ``refused``: it will never take it."""
    purchase_order_id: Id | None
    error: ProblemOut | None
    tries: int
    acting_user: int
    created_at: Instant
    sent_at: Instant | None


class DraftOut(BaseModel):
    """What went into the draft of a supplier and location."""

    batch: Id
    supplier_id: Id
    location_id: Id
    state: State
    purchase_order_id: Id | None
    error: ProblemOut | None
    lines: list[AdviceOrderOut]

    @classmethod
    def of(cls, batch: Batch) -> "DraftOut":
        return cls(
            batch=batch.id,
            supplier_id=batch.supplier_id,
            location_id=batch.location_id,
            state=batch.state,
            purchase_order_id=batch.purchase_order_id,
            error=ProblemOut(**batch.error) if batch.error else None,
            lines=[AdviceOrderOut.model_validate(line) for line in batch.lines],
        )


class AdviceOrdersOut(BaseModel):
    """``drafts`` is empty where all of it was in drafts already."""

    state: Literal["done", "waiting"]
    """``waiting``: products_svc does not answer; what is unsent is sent by itself."""
    drafts: list[DraftOut]

    @classmethod
    def of(cls, batches: Sequence[Batch]) -> "AdviceOrdersOut":
        waiting = any(batch.state == "unsent" for batch in batches)
        return cls(
            state="waiting" if waiting else "done",
            drafts=[DraftOut.of(batch) for batch in batches],
        )
