"""Request and response bodies."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from products_svc.catalogue.fields import (
    Barcodes,
    Components,
    MinStocks,
    Name,
    Options,
    Sku,
)
from products_svc.catalogue.rules import ProductDraft
from products_svc.stock.rules import StockTarget
from products_svc.stock.schemas import UnitsOnHand
from shared.http.bodies import Body, PutBody
from shared.quantities import Units
from shared.types import (
    Category,
    Id,
    Instant,
    Kind,
    Money,
    Quantity,
    QuantityDecimals,
    ShelfLifeDays,
    Stock,
    TaxRate,
    Unit,
    UnitCost,
    number_in_text,
)

UnitsLeft = Annotated[UnitsOnHand, BeforeValidator(number_in_text)]

Archived = Literal["false", "true", "any"]
ProductSort = Literal[
    "name", "-name", "sku", "-sku", "price", "-price",
    "stock", "-stock", "created_at", "-created_at", "match",
]  # fmt: skip


def _without_default(schema: dict[str, Any]) -> None:
    schema.pop("default", None)


T = TypeVar("T")
_NoDefault = Annotated[T, Field(json_schema_extra=_without_default)]
"""What stays as it is when it is absent, and so has no default to be told of."""


class PlainProductIn(Body):
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


def _needs_supplier(value: Decimal | None, info: ValidationInfo) -> Decimal | None:
    # A supplier that cannot be read is said at its own field.
    if value is not None and info.data.get("supplier_id", 0) is None:
        raise PydanticCustomError(
            "supplier_needed", "a unit cost is one at a supplier, and none is named"
        )
    return value


class ProductIn(PlainProductIn):
    """A new product; ``stock`` becomes its first movement. One with ``components`` is a
    bundle: it has no stock of its own, and selling it takes them. A ``parent`` has
    variants, and is neither sold nor stocked."""

    kind: Kind | None = None
    """When absent: a bundle with components, else a product."""
    parent_id: Id | None = None
    options: Options = Field(default_factory=dict)
    components: Components = Field(default_factory=list)
    shelf_life_days: ShelfLifeDays | None = None
    """How long it keeps once it was received; null keeps for good."""
    min_stock: MinStocks = Field(default_factory=list)
    supplier_id: Id | None = None
    """The usual supplier: it gets terms, and so ``unit_cost`` is needed with it."""
    unit_cost: UnitCost | None = None
    """What a unit costs there, in that supplier's currency."""

    _of_a_supplier = field_validator("unit_cost")(_needs_supplier)

    @model_validator(mode="after")
    def _is_one_of_them(self) -> Self:
        kind = self.kind or ("bundle" if self.components else "product")
        if (kind == "bundle") != bool(self.components):
            raise PydanticCustomError(
                "components", "a bundle has components, and nothing else has"
            )
        if kind != "product" and (self.stock or self.quantity_decimals):
            raise PydanticCustomError(
                "no_stock", "only a product has stock, or parts of a unit"
            )
        if kind == "parent" and self.parent_id is not None:
            raise PydanticCustomError("parent", "a parent is no variant itself")
        return self

    def draft(self) -> ProductDraft:
        said = self.model_dump(exclude={"components", "kind"})
        return ProductDraft(
            **said,
            kind=self.kind or ("bundle" if self.components else "product"),
            components=[each.component() for each in self.components],
        )


class ComponentOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    product_id: Id
    quantity: Quantity


class MinStockOut(BaseModel):
    location_id: Id
    quantity: Quantity


class ProductOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: Id
    sku: str
    name: str
    price: Money
    stock: Stock
    """Units on hand, all locations together; of a bundle, how many could be sold."""
    category: str | None
    unit: Unit
    quantity_decimals: QuantityDecimals
    barcodes: list[str]
    kind: Kind
    parent_id: Id | None
    options: dict[str, str]
    components: list[ComponentOut]
    tax_rate: TaxRate | None
    """In per cent."""
    shelf_life_days: ShelfLifeDays | None
    min_stock: list[MinStockOut]
    supplier_id: Id | None
    """The usual supplier, as its terms say (``preferred``); null where there is none, or
    it is archived."""
    cost: UnitCost | None
    """What one unit costs on average, all locations together, for managers; null where
    nobody knows."""
    picture: str | None
    """The version of its picture; null where it has none."""
    version: int
    """Counts changes of the catalogue fields; the ETag."""
    archived: bool
    created_at: Instant
    updated_at: Instant


class ProductPut(PutBody):
    """The catalogue fields, and stock when it is present.

    Without ``stock`` it stays as it is; with it, it is adjusted to that value;
    with ``expected_stock`` too, by the difference of the two. ``category``,
    ``tax_rate``, ``shelf_life_days``, ``parent_id`` and ``supplier_id`` stay when absent
    and are cleared by null. ``unit``, ``quantity_decimals``, ``barcodes``, ``min_stock``, ``options`` and
    ``components`` stay when absent;
    fewer decimals are refused while the ledger, or a bundle, has quantities of more.
    ``kind`` changes only while nothing was sold, moved or ordered; a new bundle says its
    ``components`` with it. A supplier that has no terms for it yet needs ``unit_cost``;
    one that is the usual one no more keeps its terms.
    What the answer says besides may come back, and is ignored.
    """

    answer = ProductOut

    sku: Sku
    name: Name
    price: Money
    category: Category | None = None
    unit: _NoDefault[Unit] = "piece"
    quantity_decimals: _NoDefault[QuantityDecimals] = 0
    barcodes: _NoDefault[Barcodes] = Field(default_factory=list)
    kind: Kind | None = None
    parent_id: Id | None = None
    options: _NoDefault[Options] = Field(default_factory=dict)
    components: _NoDefault[Components] = Field(default_factory=list)
    tax_rate: TaxRate | None = None
    shelf_life_days: ShelfLifeDays | None = None
    min_stock: _NoDefault[MinStocks] = Field(default_factory=list)
    supplier_id: Id | None = None
    unit_cost: UnitCost | None = None
    stock: UnitsOnHand | None = None
    expected_stock: UnitsOnHand | None = None

    _of_a_supplier = field_validator("unit_cost")(_needs_supplier)

    @field_validator("expected_stock")
    @classmethod
    def _needs_stock(cls, value: Units | None, info: ValidationInfo) -> Units | None:
        if value is not None and info.data.get("stock", 0) is None:
            raise ValueError("expected_stock means something only beside stock")
        return value

    def catalogue(self) -> dict[str, Any]:
        """The catalogue fields that the caller named."""
        said = self.model_dump(exclude={"stock", "expected_stock"}, exclude_unset=True)
        if "components" in said:
            said["components"] = [each.component() for each in self.components]
        if said.get("kind") is None:
            said.pop("kind", None)
        return said

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

    items: Annotated[list[PlainProductIn], Field(min_length=1, max_length=500)]
    on_existing: Literal["keep"] = "keep"
    import_id: Id | None = None
    """Of which import new ones are, so that undoing it takes them away again."""


class ImportedProductsOut(BaseModel):
    """Products that an import made."""

    product_ids: list[Id]


class TakeAwayIn(Body):
    """Products that imports made, to be taken away with them."""

    product_ids: Annotated[list[Id], Field(min_length=1, max_length=1000)]


class EnsuredProductOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: Id
    sku: str
    created: bool
    unit: Unit
    quantity_decimals: QuantityDecimals
