"""What is told about forecasts: how far a refit is, and how past ones did."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from shared.http.bodies import Body
from shared.types import Day, Id, Instant


class RefitIn(Body):
    """Which products, all when absent; as of which day, yesterday when absent."""

    product_ids: Annotated[list[Id], Field(min_length=1, max_length=10_000)] | None = (
        None
    )
    as_of: Day | None = None


class RefitOut(BaseModel):
    """``done`` of ``products`` have been forecast anew."""

    model_config = ConfigDict(from_attributes=True)

    id: Id
    as_of: date
    trigger: Literal["scheduled", "requested"]
    reason: Literal["scheduled", "asked for"]
    """The same in the older words."""
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
