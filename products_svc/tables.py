"""The rows of this service. Stock and its ledger are written by SQL functions only."""

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    Computed,
    DateTime,
    ForeignKey,
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
from shared.db.quantities import QUANTITY
from shared.quantities import Units

_now = func.clock_timestamp()
UNIT_COST = Numeric(18, 6)


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
    on_hand: Mapped[int] = mapped_column(Integer)


class StockMovement(Base):
    """One change of stock: append-only.

    ``on_hand`` is what the location held right after, ``actor`` the user's id
    (0: the system), ``ts`` the clock after the row lock, so that ids and times
    of one product run the same way. No foreign key to products: its check
    would lock the product's row at every sale, and no product is ever deleted.
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
    delta: Mapped[int] = mapped_column(Integer)
    on_hand: Mapped[int] = mapped_column(Integer)
    reason: Mapped[str]
    reference: Mapped[str | None]
    note: Mapped[str | None]
    actor: Mapped[int]
    ts: Mapped[datetime] = mapped_column(server_default=_now)


class Supplier(Base):
    """Whom the shop buys from. Amounts and costs are in its ``currency``, one unit of
    which is worth ``rate`` of the shop's. No two live ones have the same name."""

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


class IdempotencyKey(Base):
    """The answer that a caller's ``Idempotency-Key`` got; kept for two days."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (Index("ix_idempotency_keys_created_at", "created_at"),)

    caller: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[bytes] = mapped_column(BYTEA)
    answer: Mapped[dict[str, object] | None] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(server_default=_now)
