"""Request and response bodies."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
)

from sales_svc.rules import (
    ReturnLine,
    SaleLine,
    ShortStock,
    is_too_far_ahead,
)
from shared.clock import utc_now
from shared.contracts.sales import Condition
from shared.http.bodies import Body
from shared.types import (
    Id,
    Instant,
    Money,
    Quantity,
    QuantityOrZero,
    Stock,
    TaxRate,
    Total,
    Unit,
    UnitCost,
)


def _not_far_ahead(sold_at: datetime) -> datetime:
    if is_too_far_ahead(sold_at, utc_now()):
        raise ValueError("a sale is at most 24 hours ahead")
    return sold_at


MAX_COMPARED = 1_000
"""Rows, or products, of one request."""
SoldAt = Annotated[Instant, AfterValidator(_not_far_ahead)]
Reason = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        min_length=1,
        max_length=500,
        # PostgreSQL has no text with NUL in it.
        pattern=r"^[^\x00-\x1f\x7f]*$",
    ),
]
Amount = Annotated[Decimal, PlainSerializer(float, return_type=float, when_used="json")]
"""A sum of money: may have more digits than a single price."""


class SaleIn(Body):
    """A sale to record. ``price`` is for one unit; the product's own when absent.

    Of more than the stock says it is refused, or the stock is corrected: as the shop
    has it, or as a manager says in ``short_stock``.
    """

    product_id: Id
    quantity: Quantity
    sold_at: SoldAt
    price: Money | None = None
    location_id: Id | None = None
    short_stock: ShortStock | None = None

    def line(self) -> SaleLine:
        return SaleLine(
            self.product_id,
            self.quantity,
            self.sold_at,
            self.price,
            self.location_id,
            self.short_stock,
        )


class VoidIn(Body):
    reason: Reason


class ReturnIn(Body):
    """Units of a sale that come back. ``damaged`` ones leave the stock again."""

    quantity: Quantity
    condition: Condition
    reason: Reason

    def line(self) -> ReturnLine:
        return ReturnLine(self.quantity, self.condition, self.reason)


class ReturnOut(BaseModel):
    """Units that came back; ``price`` is what one of them was sold for."""

    model_config = ConfigDict(from_attributes=True)

    id: Id
    sale_id: Id
    product_id: Id
    location_id: Id
    quantity: Quantity
    price: Money
    amount: Money | None
    """What these units came to, of a sale that has an amount of its own."""
    sold_at: Instant
    condition: Condition
    reason: str
    user_id: Id
    import_id: Id | None
    created_at: Instant


class SaleOut(BaseModel):
    """A sale; ``price`` is for one unit, 0 when it is unknown."""

    model_config = ConfigDict(from_attributes=True)

    id: Id
    product_id: Id
    quantity: Quantity
    price: Money
    amount: Money | None
    """What all units came to, where that is not quantity times price."""
    price_unknown: bool
    sold_at: Instant
    user_id: Id
    order_id: Id | None
    import_id: Id | None
    voided_at: Instant | None
    voided_by: Id | None
    void_reason: str | None
    created_at: Instant
    returned: QuantityOrZero
    """Units that came back."""
    location_id: Id
    found: QuantityOrZero
    """Units that were sold though the stock did not have them: it was corrected."""
    unit_cost: UnitCost | None
    """What one unit cost when it was sold, for managers; null where nobody knew."""
    cost: Total | None
    """What all units cost, to the cent, for managers."""
    tax_rate: TaxRate | None
    """In per cent, the product's when it was sold; null where nobody had said it."""
    tax_included: bool | None
    """Whether the shop's prices had the tax in them then."""


class UnitSumOut(BaseModel):
    """What was sold of products that are counted in one unit."""

    model_config = ConfigDict(from_attributes=True)

    unit: Unit
    sales: int
    quantity: Stock


class SalesSumOut(BaseModel):
    """What the sales of a list come to, without what was voided or came back."""

    model_config = ConfigDict(from_attributes=True)

    sales: int
    """Those that stand."""
    voided: int
    """Those that were taken back: they are in no sum."""
    quantity: Stock
    revenue: Amount
    unpriced: int
    """Sales of which the price is unknown: their revenue is not in the sum."""
    by_unit: list[UnitSumOut]
    """That of most sales first; none for units of which nothing stands."""


class DayOut(BaseModel):
    """What was sold on one day of the shop, without what was voided or came back."""

    model_config = ConfigDict(from_attributes=True)

    day: date
    quantity: Stock
    revenue: Amount
    sales: int
    unpriced: int
    """Sales of which the price is unknown: their revenue is not in the sum."""


class TotalOut(BaseModel):
    quantity: Stock
    revenue: Amount
    sales: int
    unpriced: int


class SummaryOut(BaseModel):
    """Days without sales are left out; ``total`` is the sum of ``days``."""

    days: list[DayOut]
    total: TotalOut


class ExportedSaleIn(Body):
    """A sale as a CSV download tells of it."""

    id: Id
    created_at: Instant


class KnownSalesIn(Body):
    sales: Annotated[list[ExportedSaleIn], Field(min_length=1, max_length=MAX_COMPARED)]


class KnownSalesOut(BaseModel):
    ids: list[Id]
    """Of those that are sales of this shop."""
