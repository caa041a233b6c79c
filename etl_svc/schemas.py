"""Request and response bodies."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from etl_svc.files import presets
from etl_svc.files.cells import DecimalMark
from etl_svc.files.dates import DateOrder
from etl_svc.files.layout import Delimiter, Encoding, MappingOrigin
from etl_svc.files.presets import FIELDS
from etl_svc.rules import (
    FIRST_DAY,
    MAX_SYNTHETIC_ROWS,
    EmitterPlan,
    JobKind,
    JobStatus,
    OnError,
    OnNegative,
    OnUnknown,
    Profile,
    SyntheticPlan,
    UploadOptions,
)
from shared.clock import business_today
from shared.types import Day, Id, Instant, Money, text_of

Count = Annotated[int, Field(strict=True)]
MAX_EMITTED_MINUTES = 24 * 60
PresetName = Literal[
    "series", "sales", "shopify", "woocommerce", "square", "odoo_pos",
    "online_retail", "store_item",
]  # fmt: skip
ColumnNames = Annotated[
    list[Annotated[str, text_of(200)]],
    Field(min_length=1, max_length=5),
]
SOURCE = r"^[A-Za-z0-9_.-]{1,40}$"
COLUMN_MAP = rf"^({'|'.join(FIELDS)}):[^\x00-\x1f\x7f]+$"


class SyntheticIn(BaseModel):
    """A made-up shop. The same seed and profile give the same products and sales;
    more products or days only add to them."""

    model_config = ConfigDict(extra="forbid")

    products: Annotated[Count, Field(ge=1, le=2000)]
    days: Annotated[Count, Field(ge=1, le=3650)]
    """How many days of history, ``end`` included."""
    seed: Annotated[Count, Field(ge=0, le=2**31 - 1)] = 1
    profile: Profile = "grocery"
    end: Day | None = None
    """The last day; yesterday when absent."""

    @model_validator(mode="after")
    def _bounded(self) -> Self:
        if self.products * self.days > MAX_SYNTHETIC_ROWS:
            raise ValueError(f"products times days is at most {MAX_SYNTHETIC_ROWS}")
        if self.end is not None and self.end > business_today():
            raise ValueError("end is a day in the future")
        if self.plan(business_today()).first_day < FIRST_DAY:
            raise ValueError(f"history begins on {FIRST_DAY} at the earliest")
        return self

    def plan(self, last_day: date) -> SyntheticPlan:
        """``last_day`` counts when no end was given."""
        return SyntheticPlan(
            products=self.products,
            days=self.days,
            seed=self.seed,
            profile=self.profile,
            end=self.end or last_day,
        )


class EmitterIn(BaseModel):
    """Sales as they would come from a till. It stops by itself."""

    model_config = ConfigDict(extra="forbid")

    rate: Annotated[Count, Field(ge=1, le=6000)] = 60
    """Sales a minute."""
    minutes: Annotated[Count, Field(ge=1, le=MAX_EMITTED_MINUTES)] = 60
    seed: Annotated[Count, Field(ge=0, le=2**31 - 1)] = 1

    def plan(self, start: datetime) -> EmitterPlan:
        return EmitterPlan(
            rate=self.rate, minutes=self.minutes, seed=self.seed, start=start
        )


class FileOptionsIn(BaseModel):
    """How the rows of a file are to be read. What is not given is detected."""

    model_config = ConfigDict(extra="forbid")

    preset: Annotated[
        PresetName | None,
        Field(description="The export it is; else detected by its header"),
    ] = None
    delimiter: Annotated[
        Delimiter | None, Field(description="The delimiter of its columns")
    ] = None
    decimal: Annotated[
        DecimalMark | None,
        Field(description="How `1,234` is read: as 1.234 with `,`, as 1234 with `.`"),
    ] = None
    encoding: Annotated[
        Encoding | None, Field(description="UTF-8 or else Windows-1252, when not said")
    ] = None
    dates: Annotated[
        DateOrder | None, Field(description="The order of day, month and year")
    ] = None
    on_negative: Annotated[
        OnNegative,
        Field(
            description="Quantities below zero: `reject` them, or take them as"
            " `return`s off the sale of the file that came back"
        ),
    ] = "reject"
    shift_dates: Annotated[
        bool,
        Field(
            description="Move all days so that the last one is yesterday: to try old"
            " data, never for a shop's own"
        ),
    ] = False


class LayoutIn(FileOptionsIn):
    """Another reading of a file that was checked."""

    columns: Annotated[dict[presets.Field, ColumnNames], Field(max_length=11)] = {}
    """The column mapping: for each field its columns by name; several are joined."""


class UploadQuery(FileOptionsIn):
    """How a file is to be read; query parameters, so that they are checked
    before the file is sent."""

    map: Annotated[
        list[Annotated[str, Field(pattern=COLUMN_MAP, max_length=200)]],
        Field(
            max_length=20,
            description="`field:column`, once for each mapped field;"
            " columns of the same field are joined",
        ),
    ] = []
    on_error: Annotated[
        OnError,
        Field(
            description="`skip` leaves bad rows out; `reject` imports nothing when"
            " any row is bad"
        ),
    ] = "skip"
    on_unknown: Annotated[
        OnUnknown,
        Field(description="What to do with rows whose sku is not in the catalogue"),
    ] = "create"
    dry_run: Annotated[
        bool,
        Field(
            description="Read and check everything, import nothing until the job is"
            " committed"
        ),
    ] = False
    source: Annotated[
        str,
        Field(
            pattern=SOURCE,
            description="Where the file is from: rows are recognised again within"
            " one source only",
        ),
    ] = "file"
    default_price: Annotated[
        Money, Field(description="Price of products created from rows without one")
    ] = Decimal(0)

    def options(self) -> UploadOptions:
        values = self.model_dump(exclude={"map"})
        columns: dict[str, list[str]] = {}
        for pair in self.map:
            field, _, column = pair.partition(":")
            columns.setdefault(field, []).append(column)
        return UploadOptions(**values, columns=columns or None)


class JobOut(BaseModel):
    """An import and how far it is. ``id`` is the ``import_id`` of its sales.

    Done when every row that was sent is recorded, known before or refused, and
    every recorded one is in the daily series.
    """

    model_config = ConfigDict(from_attributes=True)

    id: Id
    kind: JobKind
    path: str | None
    """Where the file lies in the watched folder, when it was found there."""
    status: JobStatus
    rows_total: int | None
    """Rows of the source; null while that is not known."""
    rows_read: int
    rows_accepted: int
    rows_zero: int
    """Days or lines that sold nothing: left out."""
    rows_returned: int
    """Lines that came back, taken off the sale they belong to."""
    rows_rejected: int
    """Refused, by the rules here or by sales_svc."""
    rows_sent: int
    rows_recorded: int
    rows_duplicate: int
    """Known from an earlier import: left as they are."""
    rows_folded: int
    """Recorded rows that have reached the daily series."""
    data_end: date | None
    """The last day of its rows, moved ones as they were moved; null while none is
    read. What lies after it is unknown to forecasts, not a time without sales."""
    user_id: Id
    error_code: str | None
    error: str | None
    """Why the job failed; while it runs, what it is waiting for."""
    created_at: Instant
    updated_at: Instant
    finished_at: Instant | None


class ProblemOut(BaseModel):
    """A row that cannot be imported. ``line`` counts from 1, the header included."""

    model_config = ConfigDict(from_attributes=True)

    line: int
    field: str
    code: str
    message: str
    value: str = ""
    """What stands there; empty when the row as a whole is bad."""


class SourceOut(BaseModel):
    """Where files come from, and how they are read."""

    model_config = ConfigDict(from_attributes=True)

    name: str
    reading: dict[str, str | dict[presets.Field, list[str]]]
    updated_by: Id
    updated_at: Instant


class MonthOut(BaseModel):
    """What an import holds of a month of the shop, to compare by eye."""

    rows: int
    units: int


class LayoutOut(BaseModel):
    """How a file is built, as mapped or detected."""

    # What older jobs do not know of their files is there all the same.
    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    header: list[str]
    columns: dict[presets.Field, list[str]]
    known: MappingOrigin
    """Where the column mapping is from."""
    preset: str | None
    skipped: int = 0
    """Lines above the one that names the columns."""
    daily: bool
    """Whether a row stands for a product's day rather than for a sale."""
    delimiter: Delimiter
    decimal: DecimalMark
    encoding: Encoding | None
    written: str
    """The encoding of the sampled lines."""
    dates: DateOrder
    unsure: list[str]
    """Which of these the sampled lines do not decide."""
    rows: list[list[str]]
    """The first rows, cell by cell."""


class JobDetailOut(JobOut):
    params: dict[str, bool | int | str | dict[presets.Field, list[str]]]
    """What was asked for."""
    layout: LayoutOut | None
    """Of an upload, once it was detected."""
    first_day: date | None
    last_day: date | None
    """Days of the shop between which the rows lie, before any shift."""
    shift_days: int | None
    """By how many days all rows are moved; null when they stay."""
    months: dict[str, MonthOut]
    """By year and month, such as 2026-05."""
    problems: list[ProblemOut]
    """The first of the rejected rows."""

    @field_validator("months", mode="before")
    @classmethod
    def _named(cls, stored: dict[str, Any]) -> dict[str, Any]:
        return {
            month: {"rows": rows, "units": units}
            for month, (rows, units) in sorted(stored.items())
        }
