"""Response bodies of margins."""

from datetime import date

from pydantic import BaseModel, ConfigDict

from shared.types import Id, Stock, Total


class MarginSums(BaseModel):
    """Sales as they stand, without what was voided or came back. A sum is null where no
    sale has what it adds up; a margin adds up the sales of which cost and revenue are
    known."""

    model_config = ConfigDict(from_attributes=True)

    sales: int
    quantity: Stock
    revenue: Total | None
    """As it was recorded."""
    revenue_with_tax: Total | None
    revenue_without_tax: Total | None
    cost: Total | None
    """What these units cost when they were sold."""
    margin_with_tax: Total | None
    """Revenue with the tax, less cost."""
    margin_without_tax: Total | None
    """The shop's gross margin: revenue without the tax, less cost."""
    unpriced: int
    """Sales of which the price is unknown."""
    unknown_cost: int
    """Sales of which nobody knew the cost: they are in no margin."""
    unknown_tax: int
    """Sales of which the revenue with or without tax cannot be told."""


class MarginOut(MarginSums):
    """Of one product, one day of the shop, or one sale; the others are null."""

    product_id: Id | None
    day: date | None
    sale_id: Id | None
