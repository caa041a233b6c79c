"""Lots of products, and which of them a movement changed."""

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from products_svc.tables.base import NOW, Base
from shared.db.quantities import STOCK
from shared.quantities import Units


class Lot(Base):
    """Units of a product at a location that came in under one ``code`` or with one date;
    what the location holds besides is of no lot."""

    __tablename__ = "lots"
    __table_args__ = (
        UniqueConstraint(
            "product_id",
            "location_id",
            "code",
            "expires_on",
            postgresql_nulls_not_distinct=True,
        ),
        ForeignKeyConstraint(
            ["product_id", "location_id"], ["stock.product_id", "stock.location_id"]
        ),
        CheckConstraint("on_hand >= 0", "on_hand"),
        Index(
            "ix_lots_expires_on_id",
            "expires_on",
            "id",
            postgresql_where=text("on_hand > 0"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    product_id: Mapped[int]
    location_id: Mapped[int]
    code: Mapped[str | None]
    expires_on: Mapped[date | None]
    on_hand: Mapped[Units] = mapped_column(STOCK, server_default="0")
    version: Mapped[int] = mapped_column(Integer, server_default="0")
    created_at: Mapped[datetime] = mapped_column(server_default=NOW)
    updated_at: Mapped[datetime] = mapped_column(server_default=NOW)


class LotMovement(Base):
    """A movement's share of a lot: a sale stays one movement, whatever lots it took."""

    __tablename__ = "lot_movements"
    __table_args__ = (Index("ix_lot_movements_lot_id", "lot_id"),)

    movement_id: Mapped[int] = mapped_column(
        ForeignKey("stock_movements.id"), primary_key=True, autoincrement=False
    )
    lot_id: Mapped[int] = mapped_column(
        ForeignKey("lots.id"), primary_key=True, autoincrement=False
    )
    delta: Mapped[Units] = mapped_column(STOCK)
