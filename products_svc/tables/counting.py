"""Count sheets, their lines, and what each person counted."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    Numeric,
    SmallInteger,
    UniqueConstraint,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from products_svc.tables.base import NOW, UNIT_COST, Base
from shared.db.quantities import QUANTITY, STOCK
from shared.quantities import Units


class StockCount(Base):
    """What is to be counted at a location, and above which difference once more.

    ``status`` is open, posted or cancelled; ``selection`` says by which filter its lines
    were chosen.
    """

    __tablename__ = "stock_counts"
    __table_args__ = (Index("ix_stock_counts_status_id", "status", "id"),)

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    location_id: Mapped[int] = mapped_column(ForeignKey("locations.id"))
    status: Mapped[str] = mapped_column(server_default="open")
    blind: Mapped[bool]
    selection: Mapped[dict[str, Any]] = mapped_column(JSONB)
    recount_percent: Mapped[Decimal | None] = mapped_column(Numeric(6, 2))
    recount_units: Mapped[Units | None] = mapped_column(QUANTITY)
    recount_value: Mapped[Decimal | None]
    note: Mapped[str | None]
    reason: Mapped[str | None]
    created_by: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(server_default=NOW)
    ended_by: Mapped[int | None]
    ended_at: Mapped[datetime | None]


class StockCountLine(Base):
    """A product of a sheet. All but the product is written when the sheet is posted:
    what the ledger said at the time of the count, and what became of the difference."""

    __tablename__ = "stock_count_lines"
    __table_args__ = (UniqueConstraint("count_id", "product_id"),)

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    count_id: Mapped[int] = mapped_column(ForeignKey("stock_counts.id"))
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    outcome: Mapped[str | None]
    expected: Mapped[Units | None] = mapped_column(STOCK)
    difference: Mapped[Units | None] = mapped_column(STOCK)
    unit_cost: Mapped[Decimal | None] = mapped_column(UNIT_COST)
    value: Mapped[Decimal | None] = mapped_column(Numeric(18, 2))
    movement_id: Mapped[int | None]


class StockCountEntry(Base):
    """Units that one person counted at one place of the location, at ``counted_at``.
    Those of a line's last round add up; earlier rounds stay to be looked at."""

    __tablename__ = "stock_count_entries"
    __table_args__ = (
        UniqueConstraint("line_id", "round", "counted_by", "place"),
        CheckConstraint("units >= 0", "units"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("stock_count_lines.id"))
    round: Mapped[int] = mapped_column(SmallInteger)
    counted_by: Mapped[int]
    place: Mapped[str]
    units: Mapped[Units] = mapped_column(STOCK)
    counted_at: Mapped[datetime]
