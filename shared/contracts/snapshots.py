"""Lines of snapshots: records as they are now, voided and archived ones too.

The service that has the records writes these lines, and whoever folds copies of them
again reads them. Fields are only ever added, with a default: the other side may be
older. No check is made where they are written.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated

from pydantic import Field

from shared.contracts.base import MAIN_LOCATION
from shared.contracts.products import MinStock
from shared.contracts.purchasing import (
    ClosedPeriod,
    ExchangeRate,
    ObservedDays,
    OrderStatus,
    PriceBreak,
)
from shared.contracts.sales import Condition
from shared.quantities import Units, exact
from shared.types import (
    Delta,
    Id,
    Instant,
    Kind,
    Money,
    Quantity,
    QuantityDecimals,
    QuantityOrZero,
    ShelfLifeDays,
    Stock,
    TaxRate,
    Unit,
    UnitCost,
)


@dataclass(frozen=True, slots=True)
class ProductLine:
    """The catalogue fields of a product as of ``version``, archived or not."""

    product_id: Id
    sku: str
    name: str
    price: Money
    category: str | None
    version: Annotated[int, Field(ge=1)]
    archived: bool
    created_at: Instant | None = None
    ts: Instant | None = None
    unit: Unit = "piece"
    quantity_decimals: QuantityDecimals = 0
    kind: Kind = "product"
    parent_id: Id | None = None
    tax_rate: TaxRate | None = None
    shelf_life_days: ShelfLifeDays | None = None
    min_stock: list[MinStock] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class LocationLine:
    """A shop or store as of ``version``, archived or not."""

    location_id: Id
    name: str
    archived: bool
    transfer_days: Annotated[int, Field(ge=0)]
    version: Annotated[int, Field(ge=1)]
    ts: Instant


@dataclass(frozen=True, slots=True)
class StockLine:
    """What a location holds of a product as of movement ``movement_id``.

    ``first_moved_at`` is when the product's first movement after its opening
    one was, at any location: its ledger says nothing about the days before.
    ``average_cost`` is that of an empty shelf too, null where none was ever known.
    """

    product_id: Id
    location_id: Id
    stock: Stock
    movement_id: Id
    ts: Instant
    first_moved_at: Instant | None = None
    average_cost: UnitCost | None = None


@dataclass(frozen=True, slots=True)
class StockoutChangeLine:
    """A movement after which a location's shelf was ``empty``, or no longer so."""

    movement_id: Id
    product_id: Id
    location_id: Id
    ts: Instant
    empty: bool


@dataclass(frozen=True, slots=True)
class StockMovementLine:
    """A line of the ledger: ``stock`` is what the location held right after."""

    movement_id: Id
    product_id: Id
    location_id: Id
    ts: Instant
    stock: Stock


@dataclass(frozen=True, slots=True)
class SupplierLine:
    """A supplier as of ``version``, archived or not; fields as in ``supplier.changed``."""

    supplier_id: Id
    name: str
    order_days: list[int]
    review_days: int
    closed: list[ClosedPeriod]
    minimum_order_value: Money | None
    carriage_free_from: Money | None
    currency: str
    rate: ExchangeRate
    lead_time_days: int | None
    archived: bool
    version: Annotated[int, Field(ge=1)]
    ts: Instant


@dataclass(frozen=True, slots=True)
class SupplyTermsLine:
    """Terms as of ``version``, removed or not; ``id`` is where the next page goes on."""

    id: Id
    product_id: Id
    supplier_id: Id
    unit_cost: UnitCost
    price_breaks: list[PriceBreak]
    order_multiple: Quantity
    minimum_quantity: QuantityOrZero
    lead_time_days: int | None
    preferred: bool
    removed: bool
    version: Annotated[int, Field(ge=1)]
    ts: Instant
    lead_time_p50: ObservedDays | None = None
    lead_time_p90: ObservedDays | None = None


@dataclass(frozen=True, slots=True)
class PurchaseLine:
    """A line of which something is still expected; ``line_id`` goes on to the next."""

    line_id: Id
    purchase_order_id: Id
    product_id: Id
    location_id: Id
    supplier_id: Id
    status: OrderStatus
    quantity: Quantity
    open: QuantityOrZero
    expected_on: date | None
    version: Annotated[int, Field(ge=1)]
    ts: Instant


@dataclass(frozen=True, slots=True)
class TransferLine:
    """A line of which something is on its way; ``line_id`` goes on to the next."""

    line_id: Id
    transfer_id: Id
    product_id: Id
    from_location_id: Id
    to_location_id: Id
    open: Stock
    expected_on: date | None
    version: Annotated[int, Field(ge=1)]
    ts: Instant


@dataclass(frozen=True, slots=True)
class LotLine:
    """What a location holds of a lot as of ``version``; of some of which something is
    left. ``lot_id`` goes on to the next."""

    lot_id: Id
    product_id: Id
    location_id: Id
    code: str | None
    on_hand: Stock
    expires_on: date | None
    version: Annotated[int, Field(ge=1)]
    ts: Instant


@dataclass(frozen=True, slots=True)
class SaleLine:
    """A sale, voided or not; ``price`` is for one unit, ``amount`` what all came to
    where that is not quantity times price."""

    id: Id
    product_id: Id
    quantity: Quantity
    price: Money
    sold_at: Instant
    voided: bool
    import_id: Id | None
    amount: Money | None = None
    price_unknown: bool = False
    location_id: Id = MAIN_LOCATION
    returned: QuantityOrZero = 0
    """Units that came back: lines of their own tell of them."""
    order_id: Id | None = None
    """The basket that it was a line of."""

    @property
    def sale_id(self) -> int:
        """Its name in events."""
        return self.id

    @property
    def left(self) -> Units:
        """Units that have not come back."""
        return exact(self.quantity - self.returned)


@dataclass(frozen=True, slots=True)
class SaleReturnLine:
    """Units of a sale that came back, also of one that was voided afterwards;
    ``price`` and ``sold_at`` are the sale's."""

    id: Id
    sale_id: Id
    product_id: Id
    location_id: Id
    quantity: Quantity
    price: Money
    sold_at: Instant
    condition: Condition
    import_id: Id | None
    ts: Instant
    amount: Money | None = None
    """What these units came to, of a sale that has an amount of its own."""

    @property
    def return_id(self) -> int:
        """Its name in events."""
        return self.id


@dataclass(frozen=True, slots=True)
class SaleConsumedLine:
    """What a sale of a bundle took of a component, or below zero what came back."""

    id: Id
    sale_id: Id
    product_id: Id
    location_id: Id
    quantity: Delta
    sold_at: Instant

    @property
    def consumption_id(self) -> int:
        """Its name in events."""
        return self.id


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """Between which days the rows of an import lie, ``withdrawn`` ones too."""

    import_id: Id
    source: str
    location_id: Id | None
    first_day: date
    last_day: date
    withdrawn: bool
    ts: Instant


@dataclass(frozen=True, slots=True)
class PageEnd:
    """The last line of a page: ``after`` of the next one, or null at the end. Without
    it the page was cut off on the way."""

    next: Annotated[int, Field(ge=0)] | None
