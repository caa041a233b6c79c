"""Request and response bodies."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
)

from products_svc.rules import ProductDraft, StockTarget
from shared.types import Category, Id, Instant, Money, text_of

MAX_UNITS = 1_000_000_000
"""Units of one product; far from what PostgreSQL's integer holds."""

Sku = Annotated[str, text_of(64)]
Name = Annotated[str, text_of(200)]
Note = Annotated[str, text_of(500)]
Units = Annotated[int, Field(strict=True, ge=0, le=MAX_UNITS)]
Difference = Annotated[int, Field(strict=True, ge=-MAX_UNITS, le=MAX_UNITS)]

AdjustmentReason = Literal[
    "adjustment", "count", "damage", "loss", "found", "receipt", "other"
]
Archived = Literal["false", "true", "any"]
ProductSort = Literal[
    "name", "-name", "sku", "-sku", "price", "-price",
    "stock", "-stock", "created_at", "-created_at",
]  # fmt: skip


class ProductIn(BaseModel):
    """A new product; ``stock`` becomes its first movement."""

    sku: Sku
    name: Name
    price: Money
    stock: Units = 0
    category: Category | None = None

    def draft(self) -> ProductDraft:
        return ProductDraft(**self.model_dump())


class ProductPut(BaseModel):
    """The catalogue fields, and stock when it is present.

    Without ``stock`` it stays as it is; with it, it is adjusted to that value;
    with ``expected_stock`` too, by the difference of the two. ``category``
    stays when absent and is cleared by null.
    """

    sku: Sku
    name: Name
    price: Money
    category: Category | None = None
    stock: Units | None = None
    expected_stock: Units | None = None

    @field_validator("expected_stock")
    @classmethod
    def _needs_stock(cls, value: int | None, info: ValidationInfo) -> int | None:
        if value is not None and info.data.get("stock", 0) is None:
            raise ValueError("expected_stock means something only beside stock")
        return value

    def catalogue(self) -> dict[str, str | Decimal | None]:
        """The catalogue fields that the caller named."""
        return self.model_dump(
            include={"sku", "name", "price", "category"}, exclude_unset=True
        )

    def stock_target(self) -> StockTarget | None:
        if self.stock is None:
            return None
        return StockTarget(wanted=self.stock, expected=self.expected_stock)


class ProductOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: Id
    sku: str
    name: str
    price: Money
    stock: int
    """Units on hand, all locations together."""
    category: str | None
    version: int
    """Counts changes of the catalogue fields; the ETag."""
    archived: bool
    created_at: Instant
    updated_at: Instant


class ProductsIn(BaseModel):
    """Products to have: those whose sku is in the catalogue are kept as they are."""

    items: Annotated[list[ProductIn], Field(min_length=1, max_length=500)]
    on_existing: Literal["keep"] = "keep"


class EnsuredProductOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: Id
    sku: str
    created: bool


class AdjustmentIn(BaseModel):
    """A change of stock, as a difference or as the number that was counted."""

    product_id: Id
    delta: Difference | None = None
    counted: Annotated[Units | None, Field(validate_default=True)] = None
    reason: AdjustmentReason
    note: Note | None = None
    location_id: Id = 1

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


class ProductSnapshotOut(BaseModel):
    """The catalogue fields of a product as of ``version``, archived or not."""

    model_config = ConfigDict(from_attributes=True)

    product_id: Id
    sku: str
    name: str
    price: Money
    category: str | None
    version: int
    archived: bool
    created_at: Instant
    ts: Instant


class StockTurnOut(BaseModel):
    """A movement after which a location's shelf was ``empty``, or no longer so."""

    model_config = ConfigDict(from_attributes=True)

    movement_id: Id
    product_id: Id
    location_id: Id
    ts: Instant
    empty: bool


class StockSnapshotOut(BaseModel):
    """What a location holds of a product as of movement ``movement_id``.

    ``first_moved_at`` is when the product's first movement after its opening
    one was, at any location: its ledger says nothing about the days before.
    """

    model_config = ConfigDict(from_attributes=True)

    product_id: Id
    location_id: Id
    stock: int
    movement_id: Id
    ts: Instant
    first_moved_at: Instant | None


class SnapshotEnd(BaseModel):
    """The last line of a page: ``after`` of the next one, or null at the end."""

    next: int | None
