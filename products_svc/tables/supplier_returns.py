"""Goods that went back to their supplier."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index, Numeric, text
from sqlalchemy.orm import Mapped, mapped_column

from products_svc.tables.base import NOW, UNIT_COST, Base
from shared.db.quantities import QUANTITY
from shared.quantities import Units


class SupplierReturn(Base):
    """Goods that went back at once; ``reference`` is the supplier's own number for it."""

    __tablename__ = "supplier_returns"
    __table_args__ = (Index("ix_supplier_returns_supplier_id", "supplier_id"),)

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("suppliers.id"))
    location_id: Mapped[int] = mapped_column(ForeignKey("locations.id"))
    reason: Mapped[str]
    reference: Mapped[str | None]
    note: Mapped[str | None]
    returned_by: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(server_default=NOW)


class SupplierReturnLine(Base):
    """``unit_credit`` is what the supplier gives for a unit, in the shop's currency; None:
    nobody knows yet. ``value`` is what left the stock, at cost."""

    __tablename__ = "supplier_return_lines"
    __table_args__ = (
        CheckConstraint("quantity > 0", "quantity"),
        Index("ix_supplier_return_lines_return_id", "return_id"),
        Index("ix_supplier_return_lines_product_id", "product_id"),
        Index(
            "ix_supplier_return_lines_receipt_line_id",
            "receipt_line_id",
            postgresql_where=text("receipt_line_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    return_id: Mapped[int] = mapped_column(ForeignKey("supplier_returns.id"))
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    receipt_line_id: Mapped[int | None] = mapped_column(
        ForeignKey("purchase_receipt_lines.id")
    )
    quantity: Mapped[Units] = mapped_column(QUANTITY)
    unit_credit: Mapped[Decimal | None] = mapped_column(UNIT_COST)
    value: Mapped[Decimal | None] = mapped_column(Numeric(18, 2))
    movement_id: Mapped[int | None]
