"""The rows of this service."""

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    DateTime,
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
    """One line of the till; only what says that it was voided ever changes.

    ``stock_taken`` is false for imported history, which moves no stock.
    ``row_key`` makes an imported row unique; undoing its import gives it free,
    so that the corrected file can be imported again.
    """

    __tablename__ = "sales"
    __table_args__ = (
        CheckConstraint("quantity BETWEEN 1 AND 1000000", "quantity"),
        CheckConstraint("price >= 0", "price"),
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
    )

    id: Mapped[int] = mapped_column(Identity(), primary_key=True)
    product_id: Mapped[int]
    location_id: Mapped[int] = mapped_column(server_default="1")
    quantity: Mapped[int] = mapped_column(Integer)
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


class IdempotencyKey(Base):
    """The sale that a user's ``Idempotency-Key`` stands for; kept for two days."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (Index("ix_idempotency_keys_created_at", "created_at"),)

    user_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[bytes] = mapped_column(BYTEA)
    sale_id: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(server_default=_now)


class Import(Base):
    """An import of history. Undone first, voided after: see ``undo_finished_at``."""

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


class ImportChunk(Base):
    """A chunk that was recorded: its claim, and what became of its rows."""

    __tablename__ = "import_chunks"

    import_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    chunk: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    rows: Mapped[int] = mapped_column(Integer, server_default="0")
    duplicates: Mapped[int] = mapped_column(Integer, server_default="0")
    rejected: Mapped[int] = mapped_column(Integer, server_default="0")
    recorded_at: Mapped[datetime] = mapped_column(server_default=_now)
