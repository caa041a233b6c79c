"""What all rows have in common, and the answers that are kept for repeated calls."""

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import (
    BigInteger,
    DateTime,
    Index,
    Numeric,
    Text,
    func,
)
from sqlalchemy.dialects.postgresql import BYTEA, JSON
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.db import database

NOW = func.clock_timestamp()
UNIT_COST = Numeric(18, 6)
VALUE = Numeric(18, 2)


class Base(DeclarativeBase):
    metadata = database.metadata()
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        int: BigInteger,
        str: Text,
        datetime: DateTime(timezone=True),
        Decimal: Numeric(12, 2),
    }


class IdempotencyKey(Base):
    """The answer that a caller's ``Idempotency-Key`` got; kept for two days."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (Index("ix_idempotency_keys_created_at", "created_at"),)

    caller: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[bytes] = mapped_column(BYTEA)
    answer: Mapped[dict[str, object] | None] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(server_default=NOW)
