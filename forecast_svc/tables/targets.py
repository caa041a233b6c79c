"""Rows of targets and snoozes: this service's own, which no rebuild touches."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Identity, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from forecast_svc.tables.base import NOW, Base


class Target(Base):
    """What the advice on a product aims at, on a class of them, which is a category, or
    on all of the shop when neither is named."""

    __tablename__ = "targets"
    __table_args__ = (
        CheckConstraint("product_id IS NULL OR category IS NULL", "subject"),
        Index(
            "uq_targets_subject",
            "product_id",
            "category",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    product_id: Mapped[int | None]
    category: Mapped[str | None]
    target: Mapped[dict[str, Any]] = mapped_column(JSONB)
    author: Mapped[int]
    updated_at: Mapped[datetime] = mapped_column(server_default=NOW)


class Snooze(Base):
    """Nothing is suggested of a product before ``until``: at a location, or at all."""

    __tablename__ = "snoozes"
    __table_args__ = (
        Index(
            "uq_snoozes_subject",
            "product_id",
            "location_id",
            unique=True,
            postgresql_nulls_not_distinct=True,
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    product_id: Mapped[int]
    location_id: Mapped[int | None]
    until: Mapped[date]
    reason: Mapped[str | None]
    author: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(server_default=NOW)
