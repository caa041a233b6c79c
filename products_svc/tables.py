"""The rows of this service. Stock and its ledger are written by SQL functions only."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    Computed,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    Numeric,
    SmallInteger,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import BYTEA, JSON, JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.db import database
from shared.db.quantities import QUANTITY, STOCK
from shared.quantities import Units
from shared.types import Unit

_now = func.clock_timestamp()
UNIT_COST = Numeric(18, 6)
OPEN_STATUSES = ("draft", "placed", "partially_received")
"""Of purchase orders of which something is still expected."""


class Base(DeclarativeBase):
    metadata = database.metadata()
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        int: BigInteger,
        str: Text,
        datetime: DateTime(timezone=True),
        Decimal: Numeric(12, 2),
    }


class Product(Base):
    """What is sold. Archived products stay, for their sales and their ledger.

    ``version`` counts changes of the catalogue fields; stock is not among them.
    The two keys are the folded forms by which people search and sort.
    """

    __tablename__ = "products"
    __table_args__ = (
        CheckConstraint("price >= 0", "price"),
        CheckConstraint("unit IN ('piece', 'kg', 'g', 'l', 'm')", "unit"),
        CheckConstraint("quantity_decimals BETWEEN 0 AND 3", "quantity_decimals"),
        Index(
            "uq_products_live_sku",
            "sku",
            unique=True,
            postgresql_where=text("archived_at IS NULL"),
        ),
        Index("ix_products_name_key_id", "name_key", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    sku: Mapped[str]
    name: Mapped[str]
    price: Mapped[Decimal]
    category: Mapped[str | None]
    unit: Mapped[Unit] = mapped_column(Text, server_default="piece")
    quantity_decimals: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    version: Mapped[int] = mapped_column(Integer, server_default="1")
    archived_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=_now)
    updated_at: Mapped[datetime] = mapped_column(server_default=_now)
    name_key: Mapped[str] = mapped_column(Computed("fold_text(name)", persisted=True))
    sku_key: Mapped[str] = mapped_column(Computed("fold_text(sku)", persisted=True))


class Location(Base):
    """A place that holds stock: a shop or a store. No two open ones share a name.

    ``transfer_days`` is how long goods take to get here from another one.
    """

    __tablename__ = "locations"
    __table_args__ = (
        CheckConstraint("transfer_days >= 0", "transfer_days"),
        Index(
            "uq_locations_live_name",
            "name",
            unique=True,
            postgresql_where=text("archived_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    name: Mapped[str]
    address: Mapped[str] = mapped_column(server_default="")
    transfer_days: Mapped[int] = mapped_column(Integer, server_default="1")
    version: Mapped[int] = mapped_column(Integer, server_default="1")
    archived_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=_now)
    updated_at: Mapped[datetime] = mapped_column(server_default=_now)

    @property
    def archived(self) -> bool:
        return self.archived_at is not None


class Stock(Base):
    """Units on hand now. ``on_hand`` stays unindexed, so that its updates are HOT."""

    __tablename__ = "stock"
    __table_args__ = (CheckConstraint("on_hand >= 0", "on_hand"),)

    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), primary_key=True)
    location_id: Mapped[int] = mapped_column(
        ForeignKey("locations.id"), primary_key=True, server_default="1"
    )
    on_hand: Mapped[Units] = mapped_column(STOCK)


class StockMovement(Base):
    """One change of stock: append-only.

    ``on_hand`` is what the location held right after, ``unit_cost`` what one unit cost in
    the shop's currency where that is known, ``source`` the document that it came by, as
    ``purchase_order/12``, ``actor`` the user's id (0: the system), ``ts`` the clock
    after the row lock, so that ids and times of one product run the same way. No
    foreign key to products: its check would lock the product's row at every sale, and
    no product is ever deleted.
    """

    __tablename__ = "stock_movements"
    __table_args__ = (
        CheckConstraint("on_hand >= 0", "on_hand"),
        Index("ix_stock_movements_product_id_id", "product_id", "id"),
        Index(
            "uq_stock_movements_reference",
            "reference",
            "product_id",
            "location_id",
            "reason",
            unique=True,
            postgresql_where=text("reference IS NOT NULL"),
        ),
        # The few movements that emptied a shelf or filled an empty one.
        Index(
            "ix_stock_movements_turns",
            "id",
            postgresql_where=text("on_hand = 0 OR on_hand = delta"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    product_id: Mapped[int]
    location_id: Mapped[int]
    delta: Mapped[Units] = mapped_column(STOCK)
    on_hand: Mapped[Units] = mapped_column(STOCK)
    reason: Mapped[str]
    reference: Mapped[str | None]
    note: Mapped[str | None]
    unit_cost: Mapped[Decimal | None] = mapped_column(UNIT_COST)
    source: Mapped[str | None]
    actor: Mapped[int]
    ts: Mapped[datetime] = mapped_column(server_default=_now)


class ToCount(Base):
    """What somebody should count at a location: ``found`` units more were sold there
    than the ledger had."""

    __tablename__ = "to_count"
    __table_args__ = (
        ForeignKeyConstraint(
            ["product_id", "location_id"], ["stock.product_id", "stock.location_id"]
        ),
    )

    product_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    location_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    found: Mapped[Units] = mapped_column(STOCK)
    sales: Mapped[int] = mapped_column(Integer, server_default="1")
    first_at: Mapped[datetime] = mapped_column(server_default=_now)
    last_at: Mapped[datetime] = mapped_column(server_default=_now)


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
    created_at: Mapped[datetime] = mapped_column(server_default=_now)
    updated_at: Mapped[datetime] = mapped_column(server_default=_now)
    name_key: Mapped[str] = mapped_column(Computed("fold_text(name)", persisted=True))

    @property
    def archived(self) -> bool:
        return self.archived_at is not None


class SupplyTerms(Base):
    """At which terms a supplier sells a product. Rows stay when it does so no more, so
    that versions go on. A product has at most one supplier that is preferred."""

    __tablename__ = "supply_terms"
    __table_args__ = (
        UniqueConstraint("supplier_id", "product_id"),
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
    lead_time_days: Mapped[int | None] = mapped_column(Integer)
    preferred: Mapped[bool]
    removed: Mapped[bool] = mapped_column(server_default="false")
    version: Mapped[int] = mapped_column(Integer, server_default="1")
    updated_at: Mapped[datetime] = mapped_column(server_default=_now)


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
    created_at: Mapped[datetime] = mapped_column(server_default=_now)
    updated_at: Mapped[datetime] = mapped_column(server_default=_now)


class PurchaseOrderLine(Base):
    """``open`` is what is still expected: ordered, less received, less closed short."""

    __tablename__ = "purchase_order_lines"
    __table_args__ = (
        CheckConstraint("quantity > 0 AND received >= 0 AND closed >= 0", "amounts"),
        Index("ix_purchase_order_lines_order_id", "order_id"),
        Index("ix_purchase_order_lines_product_id", "product_id"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    order_id: Mapped[int] = mapped_column(ForeignKey("purchase_orders.id"))
    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"))
    supplier_sku: Mapped[str | None]
    quantity: Mapped[Units] = mapped_column(QUANTITY)
    unit_cost: Mapped[Decimal] = mapped_column(UNIT_COST)
    expected_on: Mapped[date | None]
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
    created_at: Mapped[datetime] = mapped_column(server_default=_now)


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


class IdempotencyKey(Base):
    """The answer that a caller's ``Idempotency-Key`` got; kept for two days."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (Index("ix_idempotency_keys_created_at", "created_at"),)

    caller: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[bytes] = mapped_column(BYTEA)
    answer: Mapped[dict[str, object] | None] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(server_default=_now)
