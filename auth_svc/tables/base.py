"""What all rows have in common."""

from datetime import datetime

from sqlalchemy import BigInteger, DateTime, LargeBinary, Text
from sqlalchemy.orm import DeclarativeBase

from shared.db import database


class Base(DeclarativeBase):
    metadata = database.metadata()
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class.
        datetime: DateTime(timezone=True),
        int: BigInteger,
        str: Text,
        bytes: LargeBinary,
    }
