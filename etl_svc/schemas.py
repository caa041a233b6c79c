"""Request and response bodies."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from etl_svc.files import presets
from etl_svc.files.presets import FIELDS
from etl_svc.files.states import State
from etl_svc.review.layouts import FileOptionsIn, LayoutOut
from etl_svc.review.previews import ComparisonOut, LeftOutOut, MonthOut
from etl_svc.review.warnings import WarningCode
from etl_svc.rules import (
    FIRST_DAY,
    MAX_SYNTHETIC_ROWS,
    EmitterPlan,
    JobKind,
    JobStatus,
    NoteKind,
    OnError,
    OnUnknown,
    Profile,
    SyntheticPlan,
    UploadOptions,
)
from shared.clock import business_today
from shared.http.bodies import Body
from shared.types import Day, Id, Instant, Money

Count = Annotated[int, Field(strict=True)]
MAX_EMITTED_MINUTES = 24 * 60
SOURCE = r"^[A-Za-z0-9_.-]{1,40}$"
STATE_WORD = rf"^[^\x00-\x1f\x7f:]+:({'|'.join(get_args(State))})$"
COLUMN_MAP = rf"^({'|'.join(FIELDS)}):[^\x00-\x1f\x7f]+$"


class SyntheticIn(Body):
    """A made-up shop. The same seed and profile give the same products and sales;
    more products or days only add to them."""

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


class EmitterIn(Body):
    """Sales as they would come from a till. It stops by itself."""

    rate: Annotated[Count, Field(ge=1, le=6000)] = 60
    """Sales a minute."""
    minutes: Annotated[Count, Field(ge=1, le=MAX_EMITTED_MINUTES)] = 60
    seed: Annotated[Count, Field(ge=0, le=2**31 - 1)] = 1

    def plan(self, start: datetime) -> EmitterPlan:
        return EmitterPlan(
            rate=self.rate, minutes=self.minutes, seed=self.seed, start=start
        )


class UploadQuery(FileOptionsIn):
    """How a file is to be read; query parameters, so that they are checked
    before the file is sent."""

    states: Annotated[
        list[Annotated[str, Field(pattern=STATE_WORD, max_length=120)]],
        Field(
            default_factory=list,
            max_length=50,
            description="`word:sold`, `word:returned` or `word:nothing`, once for each"
            " word of a status or a type that nobody knows",
        ),
    ]
    map: Annotated[
        list[Annotated[str, Field(pattern=COLUMN_MAP, max_length=200)]],
        Field(
            default_factory=list,
            max_length=20,
            description="`field:column`, once for each mapped field;"
            " columns of the same field are joined",
        ),
    ]
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
        values = self.model_dump(exclude={"map", "states"}) | {
            "fill_down": self.fill_down or None,
            "sheets": self.sheets or None,
        }
        columns: dict[str, list[str]] = {}
        for pair in self.map:
            field, _, column = pair.partition(":")
            columns.setdefault(field, []).append(column)
        states = dict(pair.rsplit(":", 1) for pair in self.states)
        return UploadOptions(**values, columns=columns or None, states=states or None)


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
    file_name: str | None
    """What its uploader called the file; null of jobs from before names were kept."""
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
    rows_changed: int
    """Of the recorded ones: those in the place of what an earlier import said."""
    rows_withdrawn: int
    """Cancelled since an earlier import recorded them: voided."""
    rows_odd: int
    """Rows that are imported as they stand although something looks odd: a warning and
    a notice of the job say what."""
    rows_added_up: int
    """Further rows of the same product and day: all of them count."""
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


class NoticeOut(BaseModel):
    """Something to be told of rows: how many, and the first of them as an example."""

    model_config = ConfigDict(from_attributes=True)

    kind: NoteKind
    code: str
    field: str
    rows: int
    line: int
    value: str
    message: str


class SourceOut(BaseModel):
    """Where files come from, and how they are read."""

    model_config = ConfigDict(from_attributes=True)

    name: str
    reading: dict[str, str | list[str] | dict[presets.Field, list[str]]]
    updated_by: Id
    updated_at: Instant


class WarningOut(BaseModel):
    """What somebody should know of an import; ``params`` fill its sentence."""

    model_config = ConfigDict(from_attributes=True)

    code: WarningCode
    message: str
    params: dict[str, int | str]


class JobListedOut(JobOut):
    """With what somebody should know of it."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    warnings: list[WarningOut] = []


class JobDetailOut(JobListedOut):
    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    params: dict[
        str,
        bool | int | str | list[str] | dict[str, str] | dict[presets.Field, list[str]],
    ]
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
    notices: list[NoticeOut]
    """All that is to be told of the rows: what was left out, changed or guessed."""
    left_out: dict[str, LeftOutOut]
    """Rows that are no sales, by the reason: `total`, `section`, `header` …"""
    states: dict[str, int]
    """Words of states and types, and how many rows say each."""
    comparison: ComparisonOut | None
    """Of a file that was checked first: in a dry run, or since its source is known."""

    @field_validator("months", mode="before")
    @classmethod
    def _named(cls, stored: dict[str, Any]) -> dict[str, Any]:
        return {
            month: {"rows": rows, "units": units}
            for month, (rows, units) in sorted(stored.items())
        }
