"""Request and response bodies of baskets."""

from decimal import Decimal
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from sales_svc.orders.rules import NO_DISCOUNT, Basket, Discount, OrderLine
from sales_svc.rules import ShortStock
from sales_svc.selling.schemas import Amount, SaleOut, SoldAt
from shared.http.bodies import Body
from shared.types import Id, Instant, Money, Quantity, no_bool

MAX_LINES = 100
"""More than a till's basket ever has, and one transaction of some milliseconds."""

Percent = Annotated[
    Decimal,
    Field(gt=0, le=100, max_digits=5, decimal_places=2, allow_inf_nan=False),
    BeforeValidator(no_bool),
]


class DiscountIn(Body):
    """Off what the line comes to: a percentage, or an amount."""

    percent: Percent | None = None
    amount: Money | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.percent is None) == (self.amount is None):
            raise PydanticCustomError("one_of_both", "either percent or amount")
        return self


class OrderLineIn(Body):
    """``price`` is for one unit; the product's own when absent."""

    product_id: Id
    quantity: Quantity
    price: Money | None = None
    discount: DiscountIn | None = None

    def line(self) -> OrderLine:
        given = self.discount
        discount = Discount(given.percent, given.amount) if given else NO_DISCOUNT
        return OrderLine(self.product_id, self.quantity, self.price, discount)


class OrderIn(Body):
    """A basket: all of it is sold, or nothing. Two lines of one product stay two.

    Of more than the stock says it is refused, or the stock is corrected: as the shop
    has it, or as a manager says in ``short_stock``.
    """

    lines: Annotated[list[OrderLineIn], Field(min_length=1, max_length=MAX_LINES)]
    sold_at: SoldAt
    location_id: Id | None = None
    short_stock: ShortStock | None = None

    def basket(self) -> Basket:
        lines = [line.line() for line in self.lines]
        return Basket(lines, self.sold_at, self.location_id, self.short_stock)


class OrderOut(BaseModel):
    """A basket and its lines, in the order in which they were sold."""

    model_config = ConfigDict(from_attributes=True)

    id: Id
    location_id: Id
    sold_at: Instant
    user_id: Id
    created_at: Instant
    voided: bool
    """Whether nothing of it stands any more: every line is voided."""
    subtotal: Amount
    """What all lines came to before discounts."""
    discount: Amount
    total: Amount
    """What was to be paid: ``subtotal`` less ``discount``."""
    net_total: Amount
    """What is left of it without what was voided or came back."""
    lines: list[SaleOut]
