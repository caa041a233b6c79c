"""Request and response bodies."""

from datetime import date
from math import prod
from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import PydanticCustomError

from products_svc.catalogue.rules import Component, ProductDraft, gtin_of
from products_svc.stock.rules import StockTarget
from products_svc.stock.schemas import UnitsOnHand
from shared.codes import normal_code
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
MAX_VARIANTS = 200
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


OptionName = Annotated[str, text_of(40)]
OptionValue = Annotated[str, text_of(60)]
Options = Annotated[dict[OptionName, OptionValue], Field(max_length=5)]
"""By which a variant differs from others of its parent, as size and colour."""


class ComponentIn(Body):
    """How much of a product is in one bundle."""

    product_id: Id
    quantity: Annotated[Quantity, Field(le=1000)]

    def component(self) -> Component:
        return Component(self.product_id, self.quantity)


def _each_component_once(components: list[ComponentIn]) -> list[ComponentIn]:
    if len({each.product_id for each in components}) != len(components):
        raise PydanticCustomError("repeated", "each component is named once")
    return sorted(components, key=lambda each: each.product_id)


Components = Annotated[
    list[ComponentIn], Field(max_length=50), AfterValidator(_each_component_once)
]


class MinStockIn(Body):
    """What a location shall never hold less of, whatever is forecast."""

    location_id: Id
    quantity: Quantity


def _each_location_once(floors: list[MinStockIn]) -> list[MinStockIn]:
    if len({floor.location_id for floor in floors}) != len(floors):
        raise PydanticCustomError("repeated", "each location is named once")
    return sorted(floors, key=lambda floor: floor.location_id)


MinStocks = Annotated[
    list[MinStockIn], Field(max_length=200), AfterValidator(_each_location_once)
]


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
    with ``expected_stock`` too, by the difference of the two. ``category``,
    ``tax_rate``, ``shelf_life_days`` and ``parent_id`` stay when absent and are cleared by
    null. ``unit``, ``quantity_decimals``, ``barcodes``, ``min_stock``, ``options`` and
    ``components`` stay when absent;
    fewer decimals are refused while the ledger, or a bundle, has quantities of more.
    ``kind`` changes only while nothing was sold, moved or ordered; a new bundle says its
    ``components`` with it.
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
    kind: Kind | None = None
    parent_id: Id | None = None
    options: _Kept[Options] = Field(default_factory=dict)
    components: _Kept[Components] = Field(default_factory=list)
    tax_rate: TaxRate | None = None
    shelf_life_days: ShelfLifeDays | None = None
    min_stock: _Kept[MinStocks] = Field(default_factory=list)
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


class EnsuredProductOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: Id
    sku: str
    created: bool
    unit: Unit
    quantity_decimals: QuantityDecimals


def _few_enough(options: dict[str, list[str]]) -> dict[str, list[str]]:
    if prod(map(len, options.values())) > MAX_VARIANTS:
        raise PydanticCustomError(
            "too_many_variants",
            "at most {most} combinations at once",
            {"most": MAX_VARIANTS},
        )
    if any(len(set(values)) != len(values) for values in options.values()):
        raise PydanticCustomError("repeated", "each value is named once")
    return options


class VariantsIn(Body):
    """The values of each option, as ``{"size": ["S", "M"], "colour": ["red"]}``: every
    combination is a variant. Those that are there already stay as they are."""

    options: Annotated[
        dict[
            OptionName,
            Annotated[list[OptionValue], Field(min_length=1, max_length=100)],
        ],
        Field(min_length=1, max_length=5),
        AfterValidator(_few_enough),
    ]
    dry_run: bool = False


class VariantOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    id: Id | None
    """Null in a dry run, of one that would be made."""
    sku: str
    name: str
    price: Money
    options: dict[str, str]
    created: bool


class VariantsOut(BaseModel):
    dry_run: bool
    variants: list[VariantOut]
