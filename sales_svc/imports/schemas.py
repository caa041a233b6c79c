"""Request and response bodies of imports."""

from typing import Annotated

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
)

from sales_svc.rules import (
    Outcome,
)
from sales_svc.selling.schemas import MAX_COMPARED
from shared.contracts.imports import RowKey
from shared.http.bodies import Body
from shared.types import (
    Id,
    Instant,
    Money,
    Quantity,
    QuantityOrZero,
    Stock,
)

MAX_LEFT_OUT = 10_000
"""Imports of one request."""


class ComparedRowIn(Body):
    """A row of a file as its import would tell it; without a ``price`` none is told."""

    row_key: RowKey
    former_key: RowKey | None = None
    quantity: QuantityOrZero
    price: Money | None = None
    amount: Money | None = None
    came_back: QuantityOrZero = 0
    sold_at: Instant


class CompareIn(Body):
    rows: Annotated[list[ComparedRowIn], Field(min_length=1, max_length=MAX_COMPARED)]


class ComparedRowOut(BaseModel):
    """What would become of a row, and the units recorded for it now."""

    outcome: Outcome
    recorded: Quantity | None


class CompareOut(BaseModel):
    """One for each row, in their order."""

    rows: list[ComparedRowOut]


class RecordedOut(BaseModel):
    sales: int
    """Live sales that imports of the source recorded for the days."""


class RecordedRowOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    row_key: str
    product_id: Id
    quantity: Quantity
    sold_at: Instant


class RecordedRowsOut(BaseModel):
    """Live sales in order of time; ``following`` is the cursor of those after them."""

    rows: list[RecordedRowOut]
    following: str | None


class MonthUnitsOut(BaseModel):
    units: Stock
    of_source: Stock


class MonthsOut(BaseModel):
    """Units by month of the shop: recorded in all, and by imports of the source."""

    months: dict[str, MonthUnitsOut]


class WeekdaysIn(BaseModel):
    """Sales of ``without_imports`` do not count."""

    model_config = ConfigDict(extra="forbid")

    product_ids: Annotated[list[Id], Field(max_length=MAX_COMPARED)]
    without_imports: Annotated[list[Id], Field(max_length=MAX_LEFT_OUT)] = []


class SoldOut(BaseModel):
    """Products of which a live sale remains."""

    product_ids: list[Id]


class WeekdaySumsOut(BaseModel):
    """By day of the week from Monday on."""

    model_config = ConfigDict(from_attributes=True)

    units: list[Stock]
    days: list[int]
    """Days on which any were sold."""


class WeekdaysOut(BaseModel):
    """Of the year before the latest sale; products without a sale are not there."""

    model_config = ConfigDict(from_attributes=True)

    shop: WeekdaySumsOut
    products: dict[int, WeekdaySumsOut]


class ImportOut(BaseModel):
    """What has arrived of an import, and how far its undoing has come."""

    model_config = ConfigDict(from_attributes=True)

    import_id: Id
    chunks: int
    rows: int
    """Rows that became sales."""
    duplicates: int
    rejected: int
    changed: int
    """Of the rows: those that replaced what was recorded before."""
    withdrawn: int
    """Sales that were recorded before and are cancelled."""
    undone_at: Instant | None
    undone_by: Id | None
    undo_finished_at: Instant | None
