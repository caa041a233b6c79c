"""Request and response bodies."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from etl_svc.rules import (
    FIRST_DAY,
    MAX_SYNTHETIC_ROWS,
    JobKind,
    JobStatus,
    OnError,
    OnUnknown,
    Profile,
    SyntheticPlan,
    UploadOptions,
)
from shared.clock import business_today
from shared.types import Day, Id, Instant, Money

Count = Annotated[int, Field(strict=True)]


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


class UploadQuery(BaseModel):
    """How a file is to be read; query parameters, so that they are checked
    before the file is sent."""

    model_config = ConfigDict(extra="forbid")

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
            pattern=r"^[A-Za-z0-9_.-]{1,40}$",
            description="Where the file is from: rows are recognised again within"
            " one source only",
        ),
    ] = "file"
    default_price: Annotated[
        Money, Field(description="Price of products created from rows without one")
    ] = Decimal(0)

    def options(self) -> UploadOptions:
        return UploadOptions(**self.model_dump())


class JobOut(BaseModel):
    """An import and how far it is. ``id`` is the ``import_id`` of its sales.

    Done when every row that was sent is recorded, known before or refused, and
    every recorded one is in the daily series.
    """

    model_config = ConfigDict(from_attributes=True)

    id: Id
    kind: JobKind
    status: JobStatus
    rows_total: int | None
    """Rows of the source; null while that is not known."""
    rows_read: int
    rows_accepted: int
    rows_zero: int
    """Days or lines that sold nothing: left out."""
    rows_rejected: int
    """Refused, by the rules here or by sales_svc."""
    rows_sent: int
    rows_recorded: int
    rows_duplicate: int
    """Known from an earlier import: left as they are."""
    rows_folded: int
    """Recorded rows that have reached the daily series."""
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


class MonthOut(BaseModel):
    """What an import holds of a month of the shop, to compare by eye."""

    rows: int
    units: int


class JobDetailOut(JobOut):
    params: dict[str, bool | int | str]
    """What was asked for."""
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
