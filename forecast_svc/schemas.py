"""Bodies of series, rebuilds, refits and accuracy."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

from shared.types import Day, Id, Instant

Amount = Annotated[Decimal, PlainSerializer(float, return_type=float, when_used="json")]
"""A sum of money: may have more digits than a single price."""


class DayOut(BaseModel):
    """What was sold on one day of the shop, without what was voided."""

    model_config = ConfigDict(from_attributes=True)

    day: date
    quantity: int
    revenue: Amount
    sales: int
    censored: bool
    """The shelf was empty at some moment: more might have been sold."""


class SeriesOut(BaseModel):
    """Days without a gap; empty before the first sale."""

    model_config = ConfigDict(from_attributes=True)

    product_id: Id
    first_day: date | None
    """The first day with a sale, whether or not it lies in the period."""
    as_of: date
    """The last complete day; later points are unfinished."""
    points: list[DayOut]


class RebuildOut(BaseModel):
    """The rebuild that waits or runs; otherwise the last one, all null if none."""

    model_config = ConfigDict(from_attributes=True)

    state: Literal["idle", "waiting", "running"]
    business_tz: str | None
    """The zone whose days the live series is made of; null before any event."""
    reason: str | None
    stage: str | None
    """What is being read: products, stock, turns (of empty shelves) or sales."""
    lines: int
    """Lines of the snapshots folded so far, or in all."""
    requested_at: Instant | None
    started_at: Instant | None
    finished_at: Instant | None
    error: str | None
    """Why a running rebuild does not get on; it is tried again by itself."""


class RefitIn(BaseModel):
    """Which products, all when absent; as of which day, yesterday when absent."""

    model_config = ConfigDict(extra="forbid")

    product_ids: Annotated[list[Id], Field(min_length=1, max_length=10_000)] | None = (
        None
    )
    as_of: Day | None = None


class RefitOut(BaseModel):
    """``done`` of ``products`` have been forecast anew."""

    model_config = ConfigDict(from_attributes=True)

    id: Id
    as_of: date
    reason: Literal["scheduled", "asked for"]
    products: int
    done: int
    requested_at: Instant
    last_at: Instant | None
    """When the last chunk was finished."""


class MeasuresOut(BaseModel):
    """Forecasts against what then happened, 28 days ahead; all null before any.

    ``rmsse``, ``mase`` and ``pinball`` are scaled (below 1 is good), means over
    windows; ``wape``, ``bias`` and the coverages are pooled. A bias above 0 is too
    much forecast. ``naive_`` is seasonal naive on the same windows.
    """

    model_config = ConfigDict(from_attributes=True)

    windows: int
    days: int | None
    first_as_of: date | None
    last_as_of: date | None
    rmsse: float | None
    naive_rmsse: float | None
    mase: float | None
    wape: float | None
    naive_wape: float | None
    bias: float | None
    pinball: float | None
    coverage_80: float | None
    coverage_95: float | None


class ProductMeasuresOut(MeasuresOut):
    product_id: Id


class AccuracyOut(BaseModel):
    """Overall, and by product: those that do worst against naive come first."""

    since: date
    overall: MeasuresOut
    products: list[ProductMeasuresOut]
