"""Rows of replays: what was asked, how far it is, and what came out."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Identity, Index
from sqlalchemy.dialects.postgresql import ARRAY, BIGINT, JSONB, REAL
from sqlalchemy.orm import Mapped, mapped_column

from forecast_svc.tables.base import NOW, Base, key_column


class Replay(Base):
    """Ordering over again in the past: ``days`` up to ``as_of``. Whose claim has not run
    out works on it; ``forecast_blocks`` are done, and products have rows of their own."""

    __tablename__ = "replays"
    __table_args__ = (
        CheckConstraint(
            "status IN ('queued', 'running', 'done', 'failed', 'cancelled')", "status"
        ),
        Index("uq_replays_key", "author", "idempotency_key", unique=True),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    status: Mapped[str] = mapped_column(server_default="queued")
    rule: Mapped[str]
    target: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    category: Mapped[str | None]
    product_ids: Mapped[list[int]] = mapped_column(ARRAY(BIGINT))
    opening: Mapped[dict[str, float]] = mapped_column(JSONB, server_default="{}")
    """Units at first, by product, where somebody has stated them."""
    days: Mapped[int]
    cover_days: Mapped[int]
    as_of: Mapped[date]
    author: Mapped[int]
    idempotency_key: Mapped[str | None]
    forecast_blocks: Mapped[int] = mapped_column(server_default="0")
    steps_done: Mapped[int] = mapped_column(server_default="0")
    steps: Mapped[int]
    result: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    error: Mapped[str | None]
    claimed_by: Mapped[UUID | None]
    claimed_until: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=NOW)
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class ReplayForecast(Base):
    """What would have been forecast; there as long as the replay is under way."""

    __tablename__ = "replay_forecasts"

    replay_id: Mapped[int] = mapped_column(
        ForeignKey("replays.id", ondelete="CASCADE"), primary_key=True
    )
    product_id: Mapped[int] = key_column()
    as_of: Mapped[date] = mapped_column(primary_key=True)
    mean: Mapped[list[float]] = mapped_column(ARRAY(REAL))
    std: Mapped[list[float]] = mapped_column(ARRAY(REAL))
    cumulative_std: Mapped[list[float]] = mapped_column(ARRAY(REAL))
    dispersion: Mapped[list[float] | None] = mapped_column(ARRAY(REAL))
    nominal: Mapped[list[list[float]] | None] = mapped_column(ARRAY(REAL, dimensions=2))
    measured: Mapped[bool]


class ReplayProduct(Base):
    """What came out for a product."""

    __tablename__ = "replay_products"

    replay_id: Mapped[int] = mapped_column(
        ForeignKey("replays.id", ondelete="CASCADE"), primary_key=True
    )
    product_id: Mapped[int] = key_column()
    result: Mapped[dict[str, Any]] = mapped_column(JSONB)
