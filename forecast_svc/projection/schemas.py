"""Bodies of series and of the rebuild."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, PlainSerializer, WithJsonSchema

from shared.quantities import Units, as_json
from shared.types import Id, Instant

Amount = Annotated[Decimal, PlainSerializer(float, return_type=float, when_used="json")]
"""A sum of money: may have more digits than a single price."""
UnitsSold = Annotated[
    Units,
    PlainSerializer(as_json, when_used="json"),
    WithJsonSchema({"type": "number", "minimum": 0}),
]
"""A sum of quantities: an integer when it is whole."""
UnitsOut = Annotated[
    float,
    PlainSerializer(
        lambda units: int(units) if units.is_integer() else units, when_used="json"
    ),
    WithJsonSchema({"type": "number"}),
]
"""Expected units of several days: an integer when they are whole."""


class DayOut(BaseModel):
    """What was sold on one day of the shop, without what was voided."""

    model_config = ConfigDict(from_attributes=True)

    day: date
    quantity: UnitsSold
    """Sold by itself."""
    consumed: UnitsSold
    """Sold within bundles; demand is both."""
    revenue: Amount
    sales: int
    censored: bool
    """No location where it sells had any at some moment: more might have been sold."""


class SeriesOut(BaseModel):
    """Days without a gap; empty before the first sale."""

    model_config = ConfigDict(from_attributes=True)

    product_id: Id
    location_id: Id | None
    """Null when all locations are added up."""
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
    trigger: str | None
    """``requested`` by somebody, or else why the service began it by itself."""
    reason: str | None
    """The same in the older words: ``asked for`` by somebody."""
    phase: (
        Literal[
            "products", "stock", "movements", "stockouts", "locations", "suppliers", "terms",
            "purchases", "transfers", "lots", "history", "sales", "returns", "consumed",
        ]
        | None
    )  # fmt: skip
    """What is being read."""
    stage: (
        Literal[
            "products", "stock", "movements", "turns", "locations", "suppliers", "terms",
            "purchases", "transfers", "lots", "history", "sales", "returns", "consumed",
        ]
        | None
    )  # fmt: skip
    """The same in the older words: ``turns`` are stock-outs."""
    lines: int
    """Lines of the snapshots folded so far, or in all."""
    requested_at: Instant | None
    started_at: Instant | None
    finished_at: Instant | None
    error: str | None
    """Why a running rebuild does not get on; it is tried again by itself."""
