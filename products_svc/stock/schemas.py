"""Request and response bodies of stock."""

from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
)

from shared.contracts.base import MAIN_LOCATION
from shared.http.bodies import Body
from shared.types import Id, Instant, text_of

MAX_UNITS = 1_000_000_000
"""Units of one product; far from what PostgreSQL's integer holds."""
Note = Annotated[str, text_of(500)]
Units = Annotated[int, Field(strict=True, ge=0, le=MAX_UNITS)]
Difference = Annotated[int, Field(strict=True, ge=-MAX_UNITS, le=MAX_UNITS)]
AdjustmentReason = Literal[
    "adjustment", "count", "damage", "loss", "found", "receipt", "other"
]


class AdjustmentIn(Body):
    """A change of stock, as a difference or as the number that was counted."""

    product_id: Id
    delta: Difference | None = None
    counted: Annotated[Units | None, Field(validate_default=True)] = None
    reason: AdjustmentReason
    note: Note | None = None
    location_id: Id = MAIN_LOCATION

    @field_validator("delta")
    @classmethod
    def _changes_something(cls, value: int | None) -> int | None:
        if value == 0:
            raise ValueError("a difference of 0 changes nothing")
        return value

    @field_validator("counted")
    @classmethod
    def _one_of_both(cls, value: int | None, info: ValidationInfo) -> int | None:
        if "delta" in info.data and (info.data["delta"] is None) == (value is None):
            raise ValueError("either delta or counted is needed, not both")
        return value


class MovementOut(BaseModel):
    """A line of the ledger. ``stock`` is what the location held right after."""

    model_config = ConfigDict(from_attributes=True)

    id: Id
    product_id: Id
    location_id: Id
    delta: int
    stock: int
    reason: str
    note: str | None
    reference: str | None
    user_id: int
    """Who; 0 is the system."""
    ts: Instant
