"""Projections in two generations, fits, and what was issued, scored and requested.

Every projection carries its ``generation``, 0 or 1. One of the two is live;
the other is empty, or being folded by a rebuild while events go on into both.
Each is a partition per generation, so that dropping one is a TRUNCATE. Who only
reads what is live asks the views ``live_…``, which migrations have made.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Numeric,
    SmallInteger,
    Text,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, BYTEA, DOUBLE_PRECISION, JSONB, REAL
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.db import database
from shared.db.quantities import QuantityColumn
from shared.quantities import Units

_now = func.clock_timestamp()


class Base(DeclarativeBase):
    metadata = database.metadata()
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        int: BigInteger,
        float: DOUBLE_PRECISION,
        str: Text,
        datetime: DateTime(timezone=True),
        Decimal: Numeric(12, 2),
        bytes: BYTEA,
    }


def _generation() -> Mapped[int]:
    return mapped_column(SmallInteger, primary_key=True, autoincrement=False)


def _key() -> Mapped[int]:
    return mapped_column(primary_key=True, autoincrement=False)


class Generation(Base):
    """Which generation answers: the live one. ``business_tz`` decides its days.

    A building one is being folded by a rebuild; a retired one waits to be dropped.
    """

    __tablename__ = "generations"
    __table_args__ = (
        CheckConstraint("generation IN (0, 1)", "generation"),
        CheckConstraint("state IN ('live', 'building', 'retired')", "state"),
        Index("uq_generations_state", "state", unique=True),
    )

    generation: Mapped[int] = _generation()
    state: Mapped[str]
    business_tz: Mapped[str]


class Rebuild(Base):
    """A rebuild that was asked for: waiting, then running, then finished. ``stage`` and
    ``cursor`` are what it reads and the last id it has seen: there it goes on."""

    __tablename__ = "rebuilds"

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    reason: Mapped[str]
    stage: Mapped[str | None]
    cursor: Mapped[int] = mapped_column(server_default="0")
    lines: Mapped[int] = mapped_column(server_default="0")
    error: Mapped[str | None]
    requested_at: Mapped[datetime] = mapped_column(server_default=_now)
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class Daily(Base):
    """What a product sold at a location on a day of the shop.

    Sums of sales less voids; ``consumed`` is what bundles took, of which the product is a
    component. The view ``live_daily`` has both as ``quantity``, which is demand. A void may come before its sale, so a day can be
    below zero for a while; reads clip it. A product's series is the sum over
    locations.
    """

    __tablename__ = "daily"
    __table_args__ = ({"postgresql_partition_by": "LIST (generation)"},)

    generation: Mapped[int] = _generation()
    product_id: Mapped[int] = _key()
    day: Mapped[date] = mapped_column(primary_key=True)
    location_id: Mapped[int] = mapped_column(
        primary_key=True, autoincrement=False, server_default="1"
    )
    quantity: Mapped[Units] = mapped_column(QuantityColumn(18))
    revenue: Mapped[Decimal] = mapped_column(Numeric)
    sales: Mapped[int]
    consumed: Mapped[Units] = mapped_column(QuantityColumn(18), server_default="0")


class Product(Base):
    """The copy of a product: the highest ``version`` wins. ``archived_version`` is that
    of its deletion, which may be heard of before anything else; ``version`` is 0 until
    then. No ``unit`` was told: a piece."""

    __tablename__ = "products"
    __table_args__ = ({"postgresql_partition_by": "LIST (generation)"},)

    generation: Mapped[int] = _generation()
    product_id: Mapped[int] = _key()
    version: Mapped[int] = mapped_column(server_default="0")
    archived_version: Mapped[int] = mapped_column(server_default="0")
    sku: Mapped[str | None]
    name: Mapped[str | None]
    price: Mapped[Decimal | None]
    category: Mapped[str | None]
    unit: Mapped[str | None]
    quantity_decimals: Mapped[int | None] = mapped_column(SmallInteger)
    kind: Mapped[str | None]
    parent_id: Mapped[int | None]


class Stock(Base):
    """The copy of what a location holds: the highest ``movement_id`` wins."""

    __tablename__ = "stock"
    __table_args__ = ({"postgresql_partition_by": "LIST (generation)"},)

    generation: Mapped[int] = _generation()
    product_id: Mapped[int] = _key()
    location_id: Mapped[int] = _key()
    on_hand: Mapped[Units] = mapped_column(QuantityColumn(18))
    movement_id: Mapped[int]
    moved_at: Mapped[datetime]


class StockoutChange(Base):
    """A movement that emptied a location's shelf, or filled an empty one.

    Facts, not sums: kept once, whatever the order in which they come, and over
    rebuilds. Days are told by the zone of the generation that asks. A movement is
    of one location, which is therefore no part of the key.
    """

    __tablename__ = "stockout_changes"

    product_id: Mapped[int] = _key()
    movement_id: Mapped[int] = _key()
    location_id: Mapped[int] = mapped_column(server_default="1")
    at: Mapped[datetime]
    empty: Mapped[bool]


class Import(Base):
    """How many sales of an import are in the series, for ``import.progress``."""

    __tablename__ = "imports"
    __table_args__ = ({"postgresql_partition_by": "LIST (generation)"},)

    generation: Mapped[int] = _generation()
    import_id: Mapped[int] = _key()
    rows: Mapped[int]
    duplicates: Mapped[int]


class Reach(Base):
    """How far an import reaches, or reached: the newest ``ts`` wins."""

    __tablename__ = "reaches"
    __table_args__ = ({"postgresql_partition_by": "LIST (generation)"},)

    generation: Mapped[int] = _generation()
    import_id: Mapped[int] = _key()
    source: Mapped[str]
    location_id: Mapped[int | None]
    first_day: Mapped[date]
    last_day: Mapped[date]
    withdrawn: Mapped[bool]
    ts: Mapped[datetime]


class ProductImport(Base):
    """A product that an import has sales of, voided ones too."""

    __tablename__ = "product_imports"
    __table_args__ = ({"postgresql_partition_by": "LIST (generation)"},)

    generation: Mapped[int] = _generation()
    product_id: Mapped[int] = _key()
    import_id: Mapped[int] = _key()


class TradingDay(Base):
    """A day on which the shop sold something that was not imported."""

    __tablename__ = "trading_days"
    __table_args__ = ({"postgresql_partition_by": "LIST (generation)"},)

    generation: Mapped[int] = _generation()
    day: Mapped[date] = mapped_column(primary_key=True)


class Fit(Base):
    """The answer for a product as of a day, as long as its series is the same.

    ``fingerprint`` is that of the series it was made from: any late, backdated
    or voided sale gives another one. A fit that failed is tried again after
    ``retry_at``.
    """

    __tablename__ = "fits"
    __table_args__ = (Index("ix_fits_made_at", "made_at"),)

    product_id: Mapped[int] = _key()
    as_of: Mapped[date] = mapped_column(primary_key=True)
    fingerprint: Mapped[bytes]
    model: Mapped[str]
    reason: Mapped[str | None]
    details: Mapped[dict[str, Any]] = mapped_column(JSONB)
    mean: Mapped[list[float]] = mapped_column(ARRAY(DOUBLE_PRECISION))
    std: Mapped[list[float]] = mapped_column(ARRAY(DOUBLE_PRECISION))
    cumulative_std: Mapped[list[float]] = mapped_column(
        ARRAY(DOUBLE_PRECISION), server_default="{}"
    )
    made_at: Mapped[datetime]
    retry_at: Mapped[datetime | None]


class GlobalModel(Base):
    """The global model as of a day: its weight against products' own.

    ``imported`` sales were in the series it learned from; with another number of
    them it no longer answers. ``products`` is 0 when there was too little. An
    ``outdated`` one answers until another is trained, though a day it has seen, up to
    ``data_end``, has been corrected.
    """

    __tablename__ = "global_models"

    as_of: Mapped[date] = mapped_column(primary_key=True)
    imported: Mapped[int]
    outdated: Mapped[bool] = mapped_column(server_default="false")
    data_end: Mapped[date | None]
    products: Mapped[int] = mapped_column(Integer)
    examples: Mapped[int] = mapped_column(Integer)
    weight: Mapped[float]
    width: Mapped[float]
    closed_days: Mapped[list[int]] = mapped_column(ARRAY(Integer), server_default="{}")
    made_at: Mapped[datetime]


class GlobalForecast(Base):
    """What the global model expects of a product on each day after ``as_of``, starting
    from a ``level`` of units a day, and how sums of the blend have varied
    (``SumCalibration``); null where nobody has tested."""

    __tablename__ = "global_forecasts"

    as_of: Mapped[date] = mapped_column(
        ForeignKey("global_models.as_of", ondelete="CASCADE"), primary_key=True
    )
    product_id: Mapped[int] = _key()
    mean: Mapped[list[float]] = mapped_column(ARRAY(REAL))
    level: Mapped[float | None]
    dispersion: Mapped[list[float] | None] = mapped_column(ARRAY(REAL))
    nominal: Mapped[list[list[float]] | None] = mapped_column(ARRAY(REAL, dimensions=2))


class KeptForecast(Base):
    """What was last answered about a product, to be added up with others: as of which
    day, and with which deviations."""

    __tablename__ = "kept_forecasts"

    product_id: Mapped[int] = _key()
    as_of: Mapped[date]
    mean: Mapped[list[float]] = mapped_column(ARRAY(REAL))
    std: Mapped[list[float]] = mapped_column(ARRAY(REAL))
    cumulative_std: Mapped[list[float]] = mapped_column(ARRAY(REAL))
    made_at: Mapped[datetime] = mapped_column(server_default=_now)


class StaleForecast(Base):
    """A product of which something has changed since its forecast was kept."""

    __tablename__ = "stale_forecasts"

    product_id: Mapped[int] = _key()
    since: Mapped[datetime] = mapped_column(server_default=_now)


class TotalCalibration(Base):
    """How sums of a category's products have varied in backtests, or of the ``whole``
    shop's, as far as they are counted in the same unit (``SumCalibration``). Products
    without a category are one named ""; the whole shop has that name, too."""

    __tablename__ = "total_calibrations"

    unit: Mapped[str] = mapped_column(primary_key=True)
    whole: Mapped[bool] = mapped_column(primary_key=True)
    category: Mapped[str] = mapped_column(primary_key=True)
    as_of: Mapped[date]
    dispersion: Mapped[list[float]] = mapped_column(ARRAY(REAL))
    nominal: Mapped[list[list[float]]] = mapped_column(ARRAY(REAL, dimensions=2))


class Refit(Base):
    """Products' forecasts as of a day, wanted anew; scheduled once per day and data."""

    __tablename__ = "refits"
    __table_args__ = (
        CheckConstraint("reason IN ('scheduled', 'requested')", "reason"),
        Index(
            "uq_refits_as_of_imported",
            "as_of",
            "imported",
            unique=True,
            postgresql_where=text("reason = 'scheduled'"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    as_of: Mapped[date]
    reason: Mapped[str]
    imported: Mapped[int]
    products: Mapped[int] = mapped_column(Integer)
    requested_at: Mapped[datetime] = mapped_column(server_default=_now)


class RefitChunk(Base):
    """A chunk of a refit that has been done."""

    __tablename__ = "refit_chunks"

    refit_id: Mapped[int] = _key()
    chunk: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    products: Mapped[int] = mapped_column(Integer)
    finished_at: Mapped[datetime] = mapped_column(server_default=_now)


class Issued(Base):
    """What was said on a day about the 28 days after it."""

    __tablename__ = "issued"
    __table_args__ = (Index("ix_issued_as_of", "as_of"),)

    product_id: Mapped[int] = _key()
    as_of: Mapped[date] = mapped_column(primary_key=True)
    model: Mapped[str]
    mean: Mapped[list[float]] = mapped_column(ARRAY(REAL))
    lower_80: Mapped[list[float]] = mapped_column(ARRAY(REAL))
    upper_80: Mapped[list[float]] = mapped_column(ARRAY(REAL))
    lower_95: Mapped[list[float]] = mapped_column(ARRAY(REAL))
    upper_95: Mapped[list[float]] = mapped_column(ARRAY(REAL))
    sum_quantiles: Mapped[list[float] | None] = mapped_column(ARRAY(REAL))
    week_std: Mapped[float | None]
    made_at: Mapped[datetime]


class Score(Base):
    """How an issued forecast did; sums over ``days``, scaled measures beside them.

    ``days`` is 0 where nothing could be scored, so that it is not tried again.
    """

    __tablename__ = "scores"
    __table_args__ = (Index("ix_scores_as_of", "as_of"),)

    product_id: Mapped[int] = _key()
    as_of: Mapped[date] = mapped_column(primary_key=True)
    days: Mapped[int] = mapped_column(Integer)
    sold: Mapped[float]
    error: Mapped[float]
    absolute_error: Mapped[float]
    naive_absolute_error: Mapped[float]
    rmsse: Mapped[float | None]
    naive_rmsse: Mapped[float | None]
    mase: Mapped[float | None]
    pinball: Mapped[float | None]
    covered_80: Mapped[int] = mapped_column(Integer)
    covered_95: Mapped[int] = mapped_column(Integer)
    naive_error: Mapped[float | None]
    demand_class: Mapped[str | None]
    sum_pinball: Mapped[list[float] | None] = mapped_column(ARRAY(DOUBLE_PRECISION))
    sum_below: Mapped[list[int] | None] = mapped_column(ARRAY(Integer))
    scored_at: Mapped[datetime] = mapped_column(server_default=_now)


class ScoredWeek(Base):
    """What the forecast of a week was too high, in the standard deviations that it had
    stated; null where it could not be told. Weeks begin on Mondays."""

    __tablename__ = "scored_weeks"
    __table_args__ = (Index("ix_scored_weeks_as_of", "as_of"),)

    product_id: Mapped[int] = _key()
    as_of: Mapped[date] = mapped_column(primary_key=True)
    deviation: Mapped[float | None]


class BiasAlarm(Base):
    """A product whose forecasts have been too high, or too low, since a week."""

    __tablename__ = "bias_alarms"
    __table_args__ = (
        CheckConstraint("direction IN ('too_high', 'too_low')", "direction"),
    )

    product_id: Mapped[int] = _key()
    since: Mapped[date]
    direction: Mapped[str]
