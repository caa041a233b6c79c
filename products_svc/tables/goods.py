"""Products, places, and the ledger of stock."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    Computed,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    Numeric,
    SmallInteger,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.orm import Mapped, mapped_column

from products_svc.tables.base import NOW, UNIT_COST, VALUE, Base
from shared.db.quantities import QUANTITY, STOCK
from shared.quantities import Units
from shared.types import Kind, Unit

SEARCHED = "fold_text(name || E'\\n' || sku || E'\\n' || coalesce(category, ''))"


class Product(Base):
    """What is sold. Archived products stay, for their sales and their ledger.

    ``version`` counts changes of the catalogue fields; stock is not among them.
    ``tax_rate`` is in per cent, null where nobody said it.
    ``kind`` stays once it was sold or moved: only a product has stock; a bundle has that of
    its components, and a parent is what its variants have in common. ``options`` say which variant of
    its parent it is. The keys are the folded forms by which people search and sort;
    ``grams`` are what a mistyped word is compared with.
    """

    __tablename__ = "products"
    __table_args__ = (
        CheckConstraint("price >= 0", "price"),
        CheckConstraint("tax_rate BETWEEN 0 AND 100", "tax_rate"),
        CheckConstraint("shelf_life_days BETWEEN 1 AND 36500", "shelf_life_days"),
        CheckConstraint("unit IN ('piece', 'kg', 'g', 'l', 'm')", "unit"),
        CheckConstraint("quantity_decimals BETWEEN 0 AND 3", "quantity_decimals"),
        Index(
            "uq_products_live_sku",
            "sku",
            unique=True,
            postgresql_where=text("archived_at IS NULL"),
        ),
        CheckConstraint("kind IN ('product', 'parent', 'bundle')", "kind"),
        CheckConstraint("parent_id IS NULL OR kind <> 'parent'", "parent"),
        Index("ix_products_name_key_id", "name_key", "id"),
        Index(
            "ix_products_parent_id",
            "parent_id",
            postgresql_where=text("parent_id IS NOT NULL"),
        ),
        Index(
            "ix_products_import_id",
            "import_id",
            postgresql_where=text("import_id IS NOT NULL"),
        ),
        Index("ix_products_sku_key", "sku_key"),
        Index("ix_products_grams", "grams", postgresql_using="gin"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    sku: Mapped[str]
    name: Mapped[str]
    price: Mapped[Decimal]
    category: Mapped[str | None]
    unit: Mapped[Unit] = mapped_column(Text, server_default="piece")
    quantity_decimals: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    tax_rate: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    shelf_life_days: Mapped[int | None] = mapped_column(Integer)
    """From its receipt on; null keeps for good."""
    min_stock: Mapped[list[dict[str, Any]]] = mapped_column(JSONB, server_default="[]")
    """By location, what shall never be less there, whatever is forecast."""
    kind: Mapped[Kind] = mapped_column(Text, server_default="product")
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("products.id"))
    options: Mapped[dict[str, str]] = mapped_column(JSONB, server_default="{}")
    version: Mapped[int] = mapped_column(Integer, server_default="1")
    archived_at: Mapped[datetime | None]
    import_id: Mapped[int | None]
    """Which import made it, where one did."""
    undone_at: Mapped[datetime | None]
    """When it was taken away with its import; then it is archived, and no list shows it."""
    created_at: Mapped[datetime] = mapped_column(server_default=NOW)
    updated_at: Mapped[datetime] = mapped_column(server_default=NOW)
    name_key: Mapped[str] = mapped_column(Computed("fold_text(name)", persisted=True))
    sku_key: Mapped[str] = mapped_column(Computed("fold_text(sku)", persisted=True))
    search_key: Mapped[str] = mapped_column(Computed(SEARCHED, persisted=True))
    grams: Mapped[list[str]] = mapped_column(
        ARRAY(Text), Computed(f"text_grams({SEARCHED})", persisted=True)
    )


class BundleComponent(Base):
    """How much of a component is in one bundle."""

    __tablename__ = "bundle_components"
    __table_args__ = (
        CheckConstraint("quantity BETWEEN 0.001 AND 1000", "quantity"),
        CheckConstraint("bundle_id <> component_id", "itself"),
        Index("ix_bundle_components_component_id", "component_id"),
    )

    bundle_id: Mapped[int] = mapped_column(
        ForeignKey("products.id"), primary_key=True, autoincrement=False
    )
    component_id: Mapped[int] = mapped_column(
        ForeignKey("products.id"), primary_key=True, autoincrement=False
    )
    quantity: Mapped[Units] = mapped_column(QUANTITY)


class SoldBundle(Base):
    """A bundle of which at least one was sold; written by the sale itself."""

    __tablename__ = "sold_bundles"

    bundle_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class Barcode(Base):
    """A code that a product is scanned by: ``code`` as it was said, ``gtin`` with the
    zeros that make all lengths comparable. Those of an archived product are not ``live``:
    another product may have them."""

    __tablename__ = "barcodes"
    __table_args__ = (
        CheckConstraint("gtin ~ '^[0-9]{14}$'", "gtin"),
        Index(
            "uq_barcodes_live_gtin",
            "gtin",
            unique=True,
            postgresql_where=text("live"),
        ),
        Index("ix_barcodes_gtin", "gtin"),
    )

    product_id: Mapped[int] = mapped_column(
        ForeignKey("products.id"), primary_key=True, autoincrement=False
    )
    code: Mapped[str]
    gtin: Mapped[str] = mapped_column(
        Computed("lpad(code, 14, '0')", persisted=True), primary_key=True
    )
    live: Mapped[bool] = mapped_column(server_default="true")


class ProductPrice(Base):
    """A product's price, and since when; a trigger writes it."""

    __tablename__ = "product_prices"

    product_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    since: Mapped[datetime] = mapped_column(primary_key=True)
    price: Mapped[Decimal]


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
    created_at: Mapped[datetime] = mapped_column(server_default=NOW)
    updated_at: Mapped[datetime] = mapped_column(server_default=NOW)

    @property
    def archived(self) -> bool:
        return self.archived_at is not None


class Stock(Base):
    """Units on hand now, and their value at cost. Nothing that changes is indexed, so that
    updates are HOT.

    ``average_cost`` is value by units, rounded; of an empty shelf the last one there
    was; null where no cost was ever known. Then the value is 0.
    """

    __tablename__ = "stock"
    __table_args__ = (
        CheckConstraint("on_hand >= 0", "on_hand"),
        CheckConstraint("value >= 0 AND (on_hand > 0 OR value = 0)", "value"),
    )

    product_id: Mapped[int] = mapped_column(ForeignKey("products.id"), primary_key=True)
    location_id: Mapped[int] = mapped_column(
        ForeignKey("locations.id"), primary_key=True, server_default="1"
    )
    on_hand: Mapped[Units] = mapped_column(STOCK)
    value: Mapped[Decimal] = mapped_column(VALUE, server_default="0")
    average_cost: Mapped[Decimal | None] = mapped_column(UNIT_COST)


class StockMovement(Base):
    """One change of stock: append-only.

    ``on_hand`` and ``value_after`` are what the location held right after, ``unit_cost``
    what one unit cost in the shop's currency and ``value`` by how much the value of the
    stock changed; all three are null where no cost was known, and of movements from
    before values were kept ``value`` is. ``cost_variance`` is what a document said beyond
    that. ``source`` is the document that it came by, as ``purchase_order/12``, ``actor`` the user's id (0: the system), ``ts`` the clock
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
        # What a location held at a past moment.
        Index("ix_stock_movements_shelf_ts", "product_id", "location_id", "ts", "id"),
        Index(
            "ix_stock_movements_source",
            "source",
            postgresql_where=text("source IS NOT NULL"),
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
    value: Mapped[Decimal | None] = mapped_column(VALUE)
    value_after: Mapped[Decimal | None] = mapped_column(VALUE)
    cost_variance: Mapped[Decimal | None] = mapped_column(VALUE)
    source: Mapped[str | None]
    actor: Mapped[int]
    ts: Mapped[datetime] = mapped_column(server_default=NOW)


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
    first_at: Mapped[datetime] = mapped_column(server_default=NOW)
    last_at: Mapped[datetime] = mapped_column(server_default=NOW)
