"""Transfers between locations, and what came in of them."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import (
    CheckConstraint,
    Computed,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Numeric,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from products_svc.tables.base import NOW, Base
from shared.db.quantities import QUANTITY
from shared.quantities import Units

IN_TRANSIT = ("in_transit", "partially_received")
"""Of transfers of which something is on its way."""


class Transfer(Base):
    """Goods that go from one location to another. ``status`` is draft, in_transit,
    partially_received, received or cancelled."""

    __tablename__ = "stock_transfers"
    __table_args__ = (
        CheckConstraint("from_location_id <> to_location_id", "locations"),
        Index("ix_stock_transfers_status_id", "status", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    from_location_id: Mapped[int] = mapped_column(ForeignKey("locations.id"))
    to_location_id: Mapped[int] = mapped_column(ForeignKey("locations.id"))
    status: Mapped[str] = mapped_column(server_default="draft")
    expected_on: Mapped[date | None]
    note: Mapped[str | None]
    reason: Mapped[str | None]
    version: Mapped[int] = mapped_column(Integer, server_default="1")
    created_by: Mapped[int]
    shipped_by: Mapped[int | None]
    shipped_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=NOW)
    updated_at: Mapped[datetime] = mapped_column(server_default=NOW)


class TransferLine(Base):
    """``open`` is in transit: shipped, less received, less lost on the way. ``value`` is
    what left with the units, ``value_received`` how much of it has come in; null where
    nobody knows what they cost."""

    __tablename__ = "stock_transfer_lines"
    __table_args__ = (
        CheckConstraint(
            "quantity > 0 AND received >= 0 AND lost >= 0"
            " AND received + lost <= shipped",
            "amounts",
        ),
        Index("ix_stock_transfer_lines_transfer_id", "transfer_id"),
        Index("ix_stock_transfer_lines_product_id", "product_id"),
        # The few lines of which something is on its way.
        Index("ix_stock_transfer_lines_open", "id", postgresql_where=text("open > 0")),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    transfer_id: Mapped[int] = mapped_column(ForeignKey("stock_transfers.id"))
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    quantity: Mapped[Units] = mapped_column(QUANTITY)
    shipped: Mapped[Units] = mapped_column(QUANTITY, server_default="0")
    received: Mapped[Units] = mapped_column(QUANTITY, server_default="0")
    lost: Mapped[Units] = mapped_column(QUANTITY, server_default="0")
    open: Mapped[Units] = mapped_column(
        QUANTITY, Computed("shipped - received - lost", persisted=True)
    )
    value: Mapped[Decimal | None] = mapped_column(Numeric(18, 2))
    value_received: Mapped[Decimal] = mapped_column(Numeric(18, 2), server_default="0")


class TransferReceipt(Base):
    """What came in at once of a transfer."""

    __tablename__ = "stock_transfer_receipts"
    __table_args__ = (Index("ix_stock_transfer_receipts_transfer_id", "transfer_id"),)

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    transfer_id: Mapped[int] = mapped_column(ForeignKey("stock_transfers.id"))
    note: Mapped[str | None]
    received_by: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(server_default=NOW)


class TransferReceiptLine(Base):
    """``quantity`` came in good; ``lost`` did not, or not to be used, for ``reason``: it
    came in and left again, so that the ledger says where units went."""

    __tablename__ = "stock_transfer_receipt_lines"
    __table_args__ = (
        Index("ix_stock_transfer_receipt_lines_receipt_id", "receipt_id"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    receipt_id: Mapped[int] = mapped_column(ForeignKey("stock_transfer_receipts.id"))
    line_id: Mapped[int] = mapped_column(ForeignKey("stock_transfer_lines.id"))
    quantity: Mapped[Units] = mapped_column(QUANTITY)
    lost: Mapped[Units] = mapped_column(QUANTITY)
    reason: Mapped[str | None]
    note: Mapped[str | None]
    movement_id: Mapped[int | None]
