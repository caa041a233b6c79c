"""Request and response bodies."""

from datetime import date
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
)
from pydantic_core import PydanticCustomError

from products_svc.catalogue.rules import ProductDraft, gtin_of
from products_svc.stock.rules import StockTarget
from products_svc.stock.schemas import UnitsOnHand
from shared.codes import normal_code
from shared.http.bodies import Body, PutBody
from shared.quantities import Units
from shared.types import (
    Category,
    Id,
    Instant,
    Money,
    QuantityDecimals,
    Stock,
    TaxRate,
    Unit,
    UnitCost,
    number_in_text,
    text_of,
)


def _normal_sku(value: str) -> str:
    if not (code := normal_code(value)):
        raise ValueError("nothing of this code can be seen")
    return code


Sku = Annotated[str, text_of(64), AfterValidator(_normal_sku)]
"""In its normal form: NFC, plain instead of full-width letters, one space at a time,
and without what nobody sees."""
Name = Annotated[str, text_of(200)]


def _gtin(code: str) -> str:
    if gtin_of(code) is None:
        raise PydanticCustomError(
            "not_a_gtin",
            "a barcode is a GTIN of 8, 12, 13 or 14 digits with its check digit",
        )
    return code


def _each_once(codes: list[str]) -> list[str]:
    if len({gtin_of(code) for code in codes}) != len(codes):
        raise PydanticCustomError("repeated", "each barcode is named once")
    return sorted(codes)


Gtin = Annotated[str, text_of(14), AfterValidator(_gtin)]
Barcodes = Annotated[list[Gtin], Field(max_length=50), AfterValidator(_each_once)]
"""In ascending order, whatever the order in which they were said."""
UnitsLeft = Annotated[UnitsOnHand, BeforeValidator(number_in_text)]

Archived = Literal["false", "true", "any"]
ProductSort = Literal[
    "name", "-name", "sku", "-sku", "price", "-price",
    "stock", "-stock", "created_at", "-created_at",
]  # fmt: skip


def _without_default(schema: dict[str, Any]) -> None:
    schema.pop("default", None)


T = TypeVar("T")
_Kept = Annotated[T, Field(json_schema_extra=_without_default)]
"""What stays as it is when it is absent, and so has no default to be told of."""


class ProductIn(Body):
    """A new product; ``stock`` becomes its first movement."""

    sku: Sku
    name: Name
    price: Money
    stock: UnitsOnHand = 0
    category: Category | None = None
    unit: Unit = "piece"
    quantity_decimals: QuantityDecimals = 0
    """How many decimals its quantities may have; more are refused."""
    barcodes: Barcodes = Field(default_factory=list)
    """GTINs; no two live products share one. ``012345678905`` is ``0012345678905``."""
    tax_rate: TaxRate | None = None
    """In per cent, as 5.5; without it margins without tax cannot be told."""

    def draft(self) -> ProductDraft:
        return ProductDraft(**self.model_dump())


class ProductOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: Id
    sku: str
    name: str
    price: Money
    stock: Stock
    """Units on hand, all locations together."""
    category: str | None
    unit: Unit
    quantity_decimals: QuantityDecimals
    barcodes: list[str]
    tax_rate: TaxRate | None
    """In per cent."""
    cost: UnitCost | None
    """What one unit costs on average, all locations together, for managers; null where
    nobody knows."""
    version: int
    """Counts changes of the catalogue fields; the ETag."""
    archived: bool
    created_at: Instant
    updated_at: Instant


class ProductPut(PutBody):
    """The catalogue fields, and stock when it is present.

    Without ``stock`` it stays as it is; with it, it is adjusted to that value;
    with ``expected_stock`` too, by the difference of the two. ``category``
    and ``tax_rate`` stay when absent and are cleared by null. ``unit``, ``quantity_decimals`` and
    ``barcodes`` stay when absent; fewer decimals are refused while the ledger has quantities of more.
    What the answer says besides may come back, and is ignored.
    """

    answer = ProductOut

    sku: Sku
    name: Name
    price: Money
    category: Category | None = None
    unit: _Kept[Unit] = "piece"
    quantity_decimals: _Kept[QuantityDecimals] = 0
    barcodes: _Kept[Barcodes] = Field(default_factory=list)
    tax_rate: TaxRate | None = None
    stock: UnitsOnHand | None = None
    expected_stock: UnitsOnHand | None = None

    @field_validator("expected_stock")
    @classmethod
    def _needs_stock(cls, value: Units | None, info: ValidationInfo) -> Units | None:
        if value is not None and info.data.get("stock", 0) is None:
            raise ValueError("expected_stock means something only beside stock")
        return value

    def catalogue(self) -> dict[str, Any]:
        """The catalogue fields that the caller named."""
        return self.model_dump(exclude={"stock", "expected_stock"}, exclude_unset=True)

    def stock_target(self) -> StockTarget | None:
        if self.stock is None:
            return None
        return StockTarget(units=self.stock, expected=self.expected_stock)


class DayPriceOut(BaseModel):
    """What a product cost buyers at the end of a day on which that changed."""

    model_config = ConfigDict(from_attributes=True)

    day: date
    """Of the shop."""
    price: Money
    since: Instant


class ProductsIn(Body):
    """Products to have: those whose sku is in the catalogue are kept as they are."""

    items: Annotated[list[ProductIn], Field(min_length=1, max_length=500)]
    on_existing: Literal["keep"] = "keep"


class EnsuredProductOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: Id
    sku: str
    created: bool
    unit: Unit
    quantity_decimals: QuantityDecimals
