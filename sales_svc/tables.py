"""The rows of this service."""

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    Numeric,
    Text,
    false,
    func,
    text,
    true,
)
from sqlalchemy.dialects.postgresql import BYTEA
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.db import database
from shared.db.quantities import QUANTITY, STOCK
from shared.quantities import Units

_now = func.clock_timestamp()


class Base(DeclarativeBase):
    metadata = database.metadata()
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        int: BigInteger,
        str: Text,
        datetime: DateTime(timezone=True),
        Decimal: Numeric(12, 2),
    }


class Sale(Base):
    """One line of the till; only what says that it was voided, or how much of it
    came back, ever changes.

    ``stock_taken`` is false for imported history, which moves no stock.
    ``row_key`` makes an imported row unique; undoing its import gives it free,
    so that the corrected file can be imported again.
    """

    __tablename__ = "sales"
    __table_args__ = (
        CheckConstraint("quantity BETWEEN 0.001 AND 1000000", "quantity"),
        CheckConstraint("price >= 0", "price"),
        CheckConstraint("returned BETWEEN 0 AND quantity", "returned"),
        CheckConstraint(
            "amount >= 0 AND NOT price_unknown"
            " OR amount IS NULL AND (price = 0 OR NOT price_unknown)",
            "amount",
        ),
        CheckConstraint(
            "num_nonnulls(voided_at, voided_by, void_reason) IN (0, 3)", "voided"
        ),
        Index("ix_sales_sold_at_id", "sold_at", "id"),
        Index("ix_sales_product_id_sold_at_id", "product_id", "sold_at", "id"),
        Index("ix_sales_user_id_sold_at_id", "user_id", "sold_at", "id"),
        Index(
            "ix_sales_voided",
            "sold_at",
            "id",
            postgresql_where=text("voided_at IS NOT NULL"),
        ),
        Index(
            "uq_sales_row_key",
            "row_key",
            unique=True,
            postgresql_where=text("row_key IS NOT NULL"),
        ),
        Index(
            "ix_sales_not_undone",
            "import_id",
            "id",
            postgresql_where=text("row_key IS NOT NULL"),
        ),
        Index(
            "ix_sales_order_id_id",
            "order_id",
            "id",
            postgresql_where=text("order_id IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    product_id: Mapped[int]
    location_id: Mapped[int] = mapped_column(server_default="1")
    quantity: Mapped[Units] = mapped_column(QUANTITY)
    price: Mapped[Decimal]
    amount: Mapped[Decimal | None]
    """What all units came to, where that is not quantity times price."""
    price_unknown: Mapped[bool] = mapped_column(server_default=false())
    sold_at: Mapped[datetime]
    user_id: Mapped[int]
    order_id: Mapped[int | None]
    import_id: Mapped[int | None]
    row_key: Mapped[str | None]
    stock_taken: Mapped[bool] = mapped_column(server_default=true())
    created_at: Mapped[datetime] = mapped_column(server_default=_now)
    voided_at: Mapped[datetime | None]
    voided_by: Mapped[int | None]
    void_reason: Mapped[str | None]
    returned: Mapped[Units] = mapped_column(QUANTITY, server_default="0")
    """Units that came back, of which no void gives anything back again."""
    found: Mapped[Units] = mapped_column(QUANTITY, server_default="0")
    """Units that were sold though the ledger did not have them."""
    unit_cost: Mapped[Decimal | None] = mapped_column(Numeric(18, 6))
    cost: Mapped[Decimal | None] = mapped_column(Numeric(18, 2))
    """What all units cost, as the ledger took them; null where nobody knew."""
    tax_rate: Mapped[Decimal | None] = mapped_column(Numeric(5, 2))
    """In per cent, the product's when it was sold; null where nobody had said it."""
    tax_included: Mapped[bool | None]
    """Whether the shop's prices had the tax in them then."""


class Order(Base):
    """A basket: its lines are the sales of its ``order_id``, in the order of their ids.
    No foreign key of theirs: its check would be a price that every single sale pays."""

    __tablename__ = "orders"
    __table_args__ = (
        Index("ix_orders_sold_at_id", "sold_at", "id"),
        Index("ix_orders_user_id_sold_at_id", "user_id", "sold_at", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    user_id: Mapped[int]
    location_id: Mapped[int]
    sold_at: Mapped[datetime]
    created_at: Mapped[datetime] = mapped_column(server_default=_now)


class SaleReturn(Base):
    """Units of a sale that came back. What an import tells of has a ``row_key``, which
    undoing it gives free; what a person tells of may have an ``idempotency_key``."""

    __tablename__ = "returns"
    __table_args__ = (
        CheckConstraint("quantity BETWEEN 0.001 AND 1000000", "quantity"),
        CheckConstraint("condition IN ('resaleable', 'damaged')", "condition"),
        Index("ix_returns_sale_id", "sale_id"),
        # One row of a file may come off several sales.
        Index(
            "uq_returns_row_key",
            "row_key",
            "sale_id",
            unique=True,
            postgresql_where=text("row_key IS NOT NULL"),
        ),
        Index(
            "ix_returns_not_undone",
            "import_id",
            "id",
            postgresql_where=text("row_key IS NOT NULL"),
        ),
        Index(
            "uq_returns_idempotency_key",
            "user_id",
            "idempotency_key",
            unique=True,
            postgresql_where=text("idempotency_key IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    sale_id: Mapped[int] = mapped_column(ForeignKey("sales.id"))
    quantity: Mapped[Units] = mapped_column(QUANTITY)
    amount: Mapped[Decimal | None]
    """What these units came to, of a sale that has an amount of its own."""
    condition: Mapped[str]
    reason: Mapped[str]
    user_id: Mapped[int]
    import_id: Mapped[int | None]
    row_key: Mapped[str | None]
    idempotency_key: Mapped[str | None]
    fingerprint: Mapped[bytes | None] = mapped_column(BYTEA)
    created_at: Mapped[datetime] = mapped_column(server_default=_now)


class Consumption(Base):
    """What the sale of a bundle took of a component; below zero, what came back of it, by
    a return or a void. Append-only, so each row is an event of its own."""

    __tablename__ = "consumptions"
    __table_args__ = (
        CheckConstraint("quantity <> 0", "quantity"),
        Index("ix_consumptions_sale_id", "sale_id"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    sale_id: Mapped[int] = mapped_column(ForeignKey("sales.id"))
    return_id: Mapped[int | None] = mapped_column(ForeignKey("returns.id"))
    product_id: Mapped[int]
    quantity: Mapped[Units] = mapped_column(STOCK)
    created_at: Mapped[datetime] = mapped_column(server_default=_now)


class RowVersion(Base):
    """What an import made of a row that more than one import tells of: the sale, or
    none when it was withdrawn. The newest that was not undone counts."""

    __tablename__ = "row_versions"
    __table_args__ = (
        Index("ix_row_versions_row_key", "row_key", "id"),
        Index("ix_row_versions_import_id", "import_id", "id"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    row_key: Mapped[str]
    import_id: Mapped[int]
    sale_id: Mapped[int | None]


class IdempotencyKey(Base):
    """The sale or the basket that a user's ``Idempotency-Key`` stands for; kept for two
    days, and of a basket for sixty: a till may have been away from the network."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (
        CheckConstraint("num_nonnulls(sale_id, order_id) = 1", "stands_for"),
        Index("ix_idempotency_keys_created_at", "created_at"),
    )

    user_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[bytes] = mapped_column(BYTEA)
    sale_id: Mapped[int | None]
    order_id: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(server_default=_now)


class Import(Base):
    """An import of history. Undone first, voided after: see ``undo_finished_at``.

    Of two that tell of the same row the one that was decided on later counts.
    """

    __tablename__ = "imports"
    __table_args__ = (
        Index(
            "ix_imports_undoing",
            "import_id",
            postgresql_where=text("undone_by IS NOT NULL AND undo_finished_at IS NULL"),
        ),
    )

    import_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[int | None]
    undo_finished_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]


class ImportChunk(Base):
    """A chunk that was recorded: its claim, and what became of its rows."""

    __tablename__ = "import_chunks"

    import_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    chunk: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    rows: Mapped[int] = mapped_column(Integer, server_default="0")
    duplicates: Mapped[int] = mapped_column(Integer, server_default="0")
    rejected: Mapped[int] = mapped_column(Integer, server_default="0")
    changed: Mapped[int] = mapped_column(Integer, server_default="0")
    withdrawn: Mapped[int] = mapped_column(Integer, server_default="0")
    recorded_at: Mapped[datetime] = mapped_column(server_default=_now)
