"""Request and response bodies of lots."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict

from shared.http.bodies import Body
from shared.types import Id, Instant, Quantity, Stock, text_of

WriteOffReason = Literal["expiry", "write_off", "damaged", "loss"]


class LotOut(BaseModel):
    """Units of a product at a location that came in under one code or with one date."""

    model_config = ConfigDict(from_attributes=True)

    id: Id
    product_id: Id
    sku: str
    name: str
    unit: str
    location_id: Id
    code: str | None
    expires_on: date | None
    on_hand: Stock
    version: int
    created_at: Instant
    updated_at: Instant


class WriteOffIn(Body):
    """Units of a lot that nobody will sell."""

    quantity: Quantity | None = None
    """Absent: all that is left of it."""
    reason: WriteOffReason = "expiry"
    note: Annotated[str, text_of(500)] | None = None
