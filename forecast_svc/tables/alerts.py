"""Rows of alerts and their settings: this service's own, which no rebuild touches."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Identity, Index, SmallInteger, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from forecast_svc.tables.base import NOW, Base


class Alert(Base):
    """At most one is open of a kind and ``subject``.

    What somebody called done while its reason ``holds`` is not raised again before the
    reason has gone.
    """

    __tablename__ = "alerts"
    __table_args__ = (
        CheckConstraint("state IN ('new', 'seen', 'done')", "state"),
        Index(
            "uq_alerts_open",
            "kind",
            "subject",
            unique=True,
            postgresql_where=text("state <> 'done'"),
        ),
        Index("ix_alerts_holds", "kind", "subject", postgresql_where=text("holds")),
        Index("ix_alerts_product_id", "product_id"),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    kind: Mapped[str]
    subject: Mapped[str]
    product_id: Mapped[int | None]
    location_id: Mapped[int | None]
    reference: Mapped[str | None]
    params: Mapped[dict[str, Any]] = mapped_column(JSONB)
    state: Mapped[str] = mapped_column(server_default="new")
    holds: Mapped[bool] = mapped_column(server_default="true")
    raised_at: Mapped[datetime] = mapped_column(server_default=NOW)
    seen_at: Mapped[datetime | None]
    seen_by: Mapped[int | None]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[int | None]


class AlertSettings(Base):
    """One row, once somebody has said something. ``mailed_on`` is the day of the last
    summary."""

    __tablename__ = "alert_settings"
    __table_args__ = (CheckConstraint("id = 1", "one"),)

    id: Mapped[int] = mapped_column(
        SmallInteger, primary_key=True, autoincrement=False, server_default="1"
    )
    settings: Mapped[dict[str, Any]] = mapped_column(JSONB)
    version: Mapped[int] = mapped_column(server_default="1")
    mailed_on: Mapped[date | None]
    author: Mapped[int]
    updated_at: Mapped[datetime] = mapped_column(server_default=NOW)
