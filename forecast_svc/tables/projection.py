"""What events have told, in two generations.

Every projection carries its ``generation``, 0 or 1. One of the two is live;
the other is empty, or being folded by a rebuild while events go on into both.
Each is a partition per generation, so that dropping one is a TRUNCATE. Who only
reads what is live asks the views ``live_…``, which migrations have made.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Identity,
    Index,
    Integer,
    Numeric,
    SmallInteger,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from forecast_svc.tables.base import NOW, Base, generation_column, key_column
from shared.db.quantities import QuantityColumn
from shared.quantities import Units


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

    generation: Mapped[int] = generation_column()
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
    requested_at: Mapped[datetime] = mapped_column(server_default=NOW)
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

    generation: Mapped[int] = generation_column()
    product_id: Mapped[int] = key_column()
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

    generation: Mapped[int] = generation_column()
    product_id: Mapped[int] = key_column()
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
    tax_rate: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    shelf_life_days: Mapped[int | None] = mapped_column(Integer)
    min_stock: Mapped[list[dict[str, Any]] | None] = mapped_column(JSONB)


class Stock(Base):
    """The copy of what a location holds: the highest ``movement_id`` wins.

    ``average_cost`` is that of an empty shelf too, null where none was ever known.
    """

    __tablename__ = "stock"
    __table_args__ = ({"postgresql_partition_by": "LIST (generation)"},)

    generation: Mapped[int] = generation_column()
    product_id: Mapped[int] = key_column()
    location_id: Mapped[int] = key_column()
    on_hand: Mapped[Units] = mapped_column(QuantityColumn(18))
    movement_id: Mapped[int]
    moved_at: Mapped[datetime]
    average_cost: Mapped[Decimal | None] = mapped_column(Numeric(18, 6))


class ClosingStock(Base):
    """What a location held at the end of a day with a movement: the highest movement of
    the day wins. Days without one are as the day before; before the first one nobody
    knows."""

    __tablename__ = "closing_stock"
    __table_args__ = ({"postgresql_partition_by": "LIST (generation)"},)

    generation: Mapped[int] = generation_column()
    product_id: Mapped[int] = key_column()
    location_id: Mapped[int] = key_column()
    day: Mapped[date] = mapped_column(primary_key=True)
    on_hand: Mapped[Units] = mapped_column(QuantityColumn(18))
    movement_id: Mapped[int]


class StockoutChange(Base):
    """A movement that emptied a location's shelf, or filled an empty one.

    Facts, not sums: kept once, whatever the order in which they come, and over
    rebuilds. Days are told by the zone of the generation that asks. A movement is
    of one location, which is therefore no part of the key.
    """

    __tablename__ = "stockout_changes"

    product_id: Mapped[int] = key_column()
    movement_id: Mapped[int] = key_column()
    location_id: Mapped[int] = mapped_column(server_default="1")
    at: Mapped[datetime]
    empty: Mapped[bool]


class Import(Base):
    """How many sales of an import are in the series, for ``import.progress``."""

    __tablename__ = "imports"
    __table_args__ = ({"postgresql_partition_by": "LIST (generation)"},)

    generation: Mapped[int] = generation_column()
    import_id: Mapped[int] = key_column()
    rows: Mapped[int]
    duplicates: Mapped[int]


class Reach(Base):
    """How far an import reaches, or reached: the newest ``ts`` wins."""

    __tablename__ = "reaches"
    __table_args__ = ({"postgresql_partition_by": "LIST (generation)"},)

    generation: Mapped[int] = generation_column()
    import_id: Mapped[int] = key_column()
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

    generation: Mapped[int] = generation_column()
    product_id: Mapped[int] = key_column()
    import_id: Mapped[int] = key_column()


class TradingDay(Base):
    """A day on which the shop sold something that was not imported."""

    __tablename__ = "trading_days"
    __table_args__ = ({"postgresql_partition_by": "LIST (generation)"},)

    generation: Mapped[int] = generation_column()
    day: Mapped[date] = mapped_column(primary_key=True)
