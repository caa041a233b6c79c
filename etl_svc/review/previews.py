"""Bodies about what a file would bring, and what it would change."""

from datetime import date

from pydantic import BaseModel, ConfigDict


class MonthOut(BaseModel):
    """What an import holds of a month of the shop, to compare by eye."""

    rows: int
    units: int | float


class LeftOutOut(BaseModel):
    """Rows that are no sales, such as totals, and the first of them."""

    rows: int
    line: int
    example: str


class ChangeOut(BaseModel):
    """A row that says something else than what is recorded."""

    line: int
    sku: str
    recorded: int | float
    """Units recorded now."""
    quantity: int | float
    """Units that the row says; 0 when it is cancelled."""


class GoneRowOut(BaseModel):
    """A recorded sale of which the file does not tell any more."""

    day: date
    sku: str
    recorded: int | float


class RecordedMonthOut(BaseModel):
    units: float
    of_source: float


class ComparisonOut(BaseModel):
    """What importing a file does to what earlier files of its source brought."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    new: int
    same: int
    changed: int
    withdrawn: int
    """Cancelled since they were recorded."""
    gone: int
    """Recorded for the days of the file, which does not tell of them: they stay unless
    its import is committed with `gone=void`."""
    gone_units: int | float = 0
    gone_rows: list[GoneRowOut] = []
    """The first of them."""
    new_products: int = 0
    """Codes that the catalogue does not have: importing makes products of them."""
    without_price: int = 0
    """New products of which the file tells no price: they begin at 0."""
    changes: list[ChangeOut]
    """The first of the changed and withdrawn ones."""
    months: dict[str, RecordedMonthOut] = {}
    """Units recorded now for the months of the file: in all, and of its source."""
