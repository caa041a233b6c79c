"""Suppliers, their terms, orders and what came in of them."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    Computed,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Numeric,
    SmallInteger,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from products_svc.tables.base import NOW, UNIT_COST, Base
from shared.db.quantities import QUANTITY, STOCK
from shared.quantities import Units

LEAD_TIME = Numeric(6, 1)
OPEN_STATUSES = ("draft", "placed", "partially_received")
"""Of purchase orders of which something is still expected."""
AWAITED = ("placed", "partially_received")
"""Of those that the supplier knows of."""


class Supplier(Base):
    """Whom the shop buys from; costs are in its ``currency``, one unit of which is worth
    ``rate`` of the shop's. No two live ones have the same name."""

    __tablename__ = "suppliers"
    __table_args__ = (
        CheckConstraint("rate > 0", "rate"),
        Index(
            "uq_suppliers_live_name_key",
            "name_key",
            unique=True,
            postgresql_where=text("archived_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    name: Mapped[str]
    email: Mapped[str | None]
    phone: Mapped[str | None]
    address: Mapped[str]
    country: Mapped[str | None]
    account_number: Mapped[str | None]
    electronic_address: Mapped[str | None]
    language: Mapped[str]
    currency: Mapped[str]
    rate: Mapped[Decimal] = mapped_column(Numeric(20, 10))
    minimum_order_value: Mapped[Decimal | None]
    carriage_free_from: Mapped[Decimal | None]
    order_days: Mapped[list[int]] = mapped_column(ARRAY(SmallInteger))
    review_days: Mapped[int] = mapped_column(Integer)
    lead_time_days: Mapped[int | None] = mapped_column(Integer)
    closed: Mapped[list[dict[str, str]]] = mapped_column(JSONB)
    note: Mapped[str | None]
    version: Mapped[int] = mapped_column(Integer, server_default="1")
    archived_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=NOW)
    updated_at: Mapped[datetime] = mapped_column(server_default=NOW)
    name_key: Mapped[str] = mapped_column(Computed("fold_text(name)", persisted=True))

    @property
    def archived(self) -> bool:
        return self.archived_at is not None


class SupplierDeliveries(Base):
    """What a supplier's latest orders say about it, beside what people say: worked out
    anew after each receipt, and no part of its version."""

    __tablename__ = "supplier_deliveries"

    supplier_id: Mapped[int] = mapped_column(
        ForeignKey("suppliers.id"), primary_key=True
    )
    receipts: Mapped[int] = mapped_column(Integer)
    lead_time_p50: Mapped[Decimal | None] = mapped_column(LEAD_TIME)
    lead_time_p90: Mapped[Decimal | None] = mapped_column(LEAD_TIME)
    promised: Mapped[int] = mapped_column(Integer)
    late: Mapped[int] = mapped_column(Integer)
    median_days_late: Mapped[Decimal | None] = mapped_column(LEAD_TIME)


class ToLearn(Base):
    """Suppliers of whom something came in, or sells anew, since it was worked out."""

    __tablename__ = "lead_times_to_learn"

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("suppliers.id"))


class SupplyTerms(Base):
    """At which terms a supplier sells a product. Rows stay when it does so no more, so
    that versions go on. A product has at most one supplier that is preferred.
    ``lead_time_days`` is what was typed, the quantiles what was seen since."""

    __tablename__ = "supply_terms"
    __table_args__ = (
        UniqueConstraint("supplier_id", "product_id"),
        CheckConstraint("units_per_case > 0", "units_per_case"),
        Index("ix_supply_terms_product_id", "product_id"),
        Index(
            "uq_supply_terms_preferred",
            "product_id",
            unique=True,
            postgresql_where=text("preferred"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("suppliers.id"))
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    sku: Mapped[str | None]
    unit_cost: Mapped[Decimal] = mapped_column(UNIT_COST)
    break_quantities: Mapped[list[Units]] = mapped_column(ARRAY(QUANTITY))
    break_costs: Mapped[list[Decimal]] = mapped_column(ARRAY(UNIT_COST))
    order_multiple: Mapped[Units] = mapped_column(QUANTITY)
    minimum_quantity: Mapped[Units] = mapped_column(QUANTITY)
    units_per_case: Mapped[Units | None] = mapped_column(QUANTITY)
    lead_time_days: Mapped[int | None] = mapped_column(Integer)
    preferred: Mapped[bool]
    removed: Mapped[bool] = mapped_column(server_default="false")
    lead_time_p50: Mapped[Decimal | None] = mapped_column(LEAD_TIME)
    lead_time_p90: Mapped[Decimal | None] = mapped_column(LEAD_TIME)
    lead_time_source: Mapped[str] = mapped_column(server_default="typed")
    lead_time_receipts: Mapped[int] = mapped_column(Integer, server_default="0")
    version: Mapped[int] = mapped_column(Integer, server_default="1")
    updated_at: Mapped[datetime] = mapped_column(server_default=NOW)


class PurchaseOrder(Base):
    """What the shop wants of a supplier, in the supplier's ``currency`` at the ``rate``
    of the day on which it was placed."""

    __tablename__ = "purchase_orders"
    __table_args__ = (
        Index("ix_purchase_orders_supplier_id", "supplier_id"),
        Index("ix_purchase_orders_status_id", "status", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    supplier_id: Mapped[int] = mapped_column(ForeignKey("suppliers.id"))
    location_id: Mapped[int] = mapped_column(ForeignKey("locations.id"))
    status: Mapped[str] = mapped_column(server_default="draft")
    currency: Mapped[str]
    rate: Mapped[Decimal] = mapped_column(Numeric(20, 10))
    expected_on: Mapped[date | None]
    reference: Mapped[str | None]
    note: Mapped[str | None]
    reason: Mapped[str | None]
    version: Mapped[int] = mapped_column(Integer, server_default="1")
    created_by: Mapped[int]
    placed_by: Mapped[int | None]
    placed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=NOW)
    updated_at: Mapped[datetime] = mapped_column(server_default=NOW)


class PurchaseOrderLine(Base):
    """``open`` is what is still expected: ordered, less received, less closed short.
    ``promised_on`` is what the supplier let expect when the order was placed,
    ``units_per_case`` what its case had when the line was made."""

    __tablename__ = "purchase_order_lines"
    __table_args__ = (
        CheckConstraint("quantity > 0 AND received >= 0 AND closed >= 0", "amounts"),
        CheckConstraint("units_per_case > 0", "units_per_case"),
        Index("ix_purchase_order_lines_order_id", "order_id"),
        Index("ix_purchase_order_lines_product_id", "product_id"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("purchase_orders.id"))
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    supplier_sku: Mapped[str | None]
    quantity: Mapped[Units] = mapped_column(QUANTITY)
    units_per_case: Mapped[Units | None] = mapped_column(QUANTITY)
    unit_cost: Mapped[Decimal] = mapped_column(UNIT_COST)
    expected_on: Mapped[date | None]
    promised_on: Mapped[date | None]
    received: Mapped[Units] = mapped_column(STOCK, server_default="0")
    closed: Mapped[Units] = mapped_column(QUANTITY, server_default="0")
    open: Mapped[Units] = mapped_column(
        STOCK, Computed("GREATEST(quantity - received - closed, 0)", persisted=True)
    )


class PurchaseReceipt(Base):
    """Goods that came in against an order; freight and duty in the shop's currency."""

    __tablename__ = "purchase_receipts"
    __table_args__ = (Index("ix_purchase_receipts_order_id", "order_id"),)

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("purchase_orders.id"))
    received_at: Mapped[datetime]
    delivery_note: Mapped[str | None]
    freight: Mapped[Decimal]
    duty: Mapped[Decimal]
    spread: Mapped[str]
    received_by: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(server_default=NOW)


class PurchaseReceiptLine(Base):
    """``unit_cost`` as the supplier's, ``value`` and ``landed_unit_cost`` in the shop's
    currency, with freight and duty."""

    __tablename__ = "purchase_receipt_lines"
    __table_args__ = (Index("ix_purchase_receipt_lines_receipt_id", "receipt_id"),)

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    receipt_id: Mapped[int] = mapped_column(ForeignKey("purchase_receipts.id"))
    line_id: Mapped[int] = mapped_column(ForeignKey("purchase_order_lines.id"))
    quantity: Mapped[Units] = mapped_column(QUANTITY)
    unit_cost: Mapped[Decimal] = mapped_column(UNIT_COST)
    landed_unit_cost: Mapped[Decimal] = mapped_column(UNIT_COST)
    value: Mapped[Decimal] = mapped_column(Numeric(18, 2))
    lot: Mapped[str | None]
    expires_on: Mapped[date | None]
    discrepancy_quantity: Mapped[Units | None] = mapped_column(QUANTITY)
    discrepancy_reason: Mapped[str | None]
    discrepancy_note: Mapped[str | None]
    movement_id: Mapped[int | None]
