"""What all tables of this service are made of."""

from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

from sqlalchemy import BigInteger, DateTime, Numeric, SmallInteger, Text, func
from sqlalchemy.dialects.postgresql import BYTEA, DOUBLE_PRECISION
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.db import database

NOW = func.clock_timestamp()


class Base(DeclarativeBase):
    metadata = database.metadata()
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        int: BigInteger,
        float: DOUBLE_PRECISION,
        str: Text,
        datetime: DateTime(timezone=True),
        Decimal: Numeric(12, 2),
        bytes: BYTEA,
    }


def generation_column() -> Mapped[int]:
    return mapped_column(SmallInteger, primary_key=True, autoincrement=False)


def key_column() -> Mapped[int]:
    return mapped_column(primary_key=True, autoincrement=False)
