"""What events have told of buying and of places, in two generations as everything else
that is copied; the highest ``version`` wins. Rows of what is over stay, so that an older
event that comes late changes nothing.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ARRAY, Index, Integer, Numeric, SmallInteger, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from forecast_svc.tables.base import Base, generation_column, key_column
from shared.db.quantities import QuantityColumn
from shared.quantities import Units

PARTED: dict[str, Any] = {"postgresql_partition_by": "LIST (generation)"}
LEAD_TIME = Numeric(6, 1)


class Location(Base):
    """A shop or store; ``transfer_days`` is how long goods take to get here."""

    __tablename__ = "locations"
    __table_args__ = (PARTED,)

    generation: Mapped[int] = generation_column()
    location_id: Mapped[int] = key_column()
    version: Mapped[int]
    name: Mapped[str]
    archived: Mapped[bool]
    transfer_days: Mapped[int] = mapped_column(Integer)
    ts: Mapped[datetime]


class Supplier(Base):
    """One unit of its ``currency`` is worth ``rate`` of the shop's; no ``order_days``
    are all days of the week, of which Monday is 1."""

    __tablename__ = "suppliers"
    __table_args__ = (PARTED,)

    generation: Mapped[int] = generation_column()
    supplier_id: Mapped[int] = key_column()
    version: Mapped[int]
    name: Mapped[str]
    order_days: Mapped[list[int]] = mapped_column(ARRAY(SmallInteger))
    review_days: Mapped[int] = mapped_column(Integer)
    closed: Mapped[list[dict[str, str]]] = mapped_column(JSONB)
    minimum_order_value: Mapped[Decimal | None]
    carriage_free_from: Mapped[Decimal | None]
    currency: Mapped[str]
    rate: Mapped[Decimal] = mapped_column(Numeric(20, 10))
    lead_time_days: Mapped[int | None] = mapped_column(Integer)
    archived: Mapped[bool]
    ts: Mapped[datetime]


class SupplyTerms(Base):
    """At which terms a supplier sells a product, in the supplier's currency."""

    __tablename__ = "supply_terms"
    __table_args__ = (PARTED,)

    generation: Mapped[int] = generation_column()
    product_id: Mapped[int] = key_column()
    supplier_id: Mapped[int] = key_column()
    version: Mapped[int]
    unit_cost: Mapped[Decimal] = mapped_column(Numeric(18, 6))
    price_breaks: Mapped[list[dict[str, Any]]] = mapped_column(JSONB)
    order_multiple: Mapped[Units] = mapped_column(QuantityColumn())
    minimum_quantity: Mapped[Units] = mapped_column(QuantityColumn())
    lead_time_days: Mapped[int | None] = mapped_column(Integer)
    lead_time_p50: Mapped[Decimal | None] = mapped_column(LEAD_TIME)
    lead_time_p90: Mapped[Decimal | None] = mapped_column(LEAD_TIME)
    preferred: Mapped[bool]
    removed: Mapped[bool]
    ts: Mapped[datetime]


class PurchaseLine(Base):
    """A line of a purchase order; ``open`` is what is still expected of it, of a draft
    too."""

    __tablename__ = "purchase_lines"
    __table_args__ = (
        Index(
            "ix_purchase_lines_open", "product_id", postgresql_where=text("open > 0")
        ),
        PARTED,
    )

    generation: Mapped[int] = generation_column()
    line_id: Mapped[int] = key_column()
    version: Mapped[int]
    purchase_order_id: Mapped[int]
    product_id: Mapped[int]
    location_id: Mapped[int]
    supplier_id: Mapped[int]
    status: Mapped[str]
    quantity: Mapped[Units] = mapped_column(QuantityColumn())
    open: Mapped[Units] = mapped_column(QuantityColumn())
    expected_on: Mapped[date | None]
    ts: Mapped[datetime]


class TransferLine(Base):
    """A line of a transfer; ``open`` is what is on its way."""

    __tablename__ = "transfer_lines"
    __table_args__ = (
        Index(
            "ix_transfer_lines_open", "product_id", postgresql_where=text("open > 0")
        ),
        PARTED,
    )

    generation: Mapped[int] = generation_column()
    line_id: Mapped[int] = key_column()
    version: Mapped[int]
    transfer_id: Mapped[int]
    product_id: Mapped[int]
    from_location_id: Mapped[int]
    to_location_id: Mapped[int]
    open: Mapped[Units] = mapped_column(QuantityColumn(18))
    expected_on: Mapped[date | None]
    ts: Mapped[datetime]


class Lot(Base):
    """What a location holds of a lot."""

    __tablename__ = "lots"
    __table_args__ = (
        Index("ix_lots_held", "product_id", postgresql_where=text("on_hand > 0")),
        PARTED,
    )

    generation: Mapped[int] = generation_column()
    lot_id: Mapped[int] = key_column()
    version: Mapped[int]
    product_id: Mapped[int]
    location_id: Mapped[int]
    code: Mapped[str | None]
    on_hand: Mapped[Units] = mapped_column(QuantityColumn(18))
    expires_on: Mapped[date | None]
    ts: Mapped[datetime]
