"""Forecasts of all products: asked for, issued, and scored once the days are over."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Identity, Index, Integer, text
from sqlalchemy.dialects.postgresql import ARRAY, DOUBLE_PRECISION, REAL
from sqlalchemy.orm import Mapped, mapped_column

from forecast_svc.tables.base import NOW, Base, key_column


class Refit(Base):
    """Products' forecasts as of a day, wanted anew; scheduled once per day and data."""

    __tablename__ = "refits"
    __table_args__ = (
        CheckConstraint("reason IN ('scheduled', 'requested')", "reason"),
        Index(
            "uq_refits_as_of_imported",
            "as_of",
            "imported",
            unique=True,
            postgresql_where=text("reason = 'scheduled'"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    as_of: Mapped[date]
    reason: Mapped[str]
    imported: Mapped[int]
    products: Mapped[int] = mapped_column(Integer)
    requested_at: Mapped[datetime] = mapped_column(server_default=NOW)


class RefitChunk(Base):
    """A chunk of a refit that has been done."""

    __tablename__ = "refit_chunks"

    refit_id: Mapped[int] = key_column()
    chunk: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    products: Mapped[int] = mapped_column(Integer)
    finished_at: Mapped[datetime] = mapped_column(server_default=NOW)


class Issued(Base):
    """What was said on a day about the 28 days after it."""

    __tablename__ = "issued"
    __table_args__ = (Index("ix_issued_as_of", "as_of"),)

    product_id: Mapped[int] = key_column()
    as_of: Mapped[date] = mapped_column(primary_key=True)
    model: Mapped[str]
    mean: Mapped[list[float]] = mapped_column(ARRAY(REAL))
    lower_80: Mapped[list[float]] = mapped_column(ARRAY(REAL))
    upper_80: Mapped[list[float]] = mapped_column(ARRAY(REAL))
    lower_95: Mapped[list[float]] = mapped_column(ARRAY(REAL))
    upper_95: Mapped[list[float]] = mapped_column(ARRAY(REAL))
    sum_quantiles: Mapped[list[float] | None] = mapped_column(ARRAY(REAL))
    week_std: Mapped[float | None]
    std: Mapped[list[float] | None] = mapped_column(ARRAY(REAL))
    cumulative_std: Mapped[list[float] | None] = mapped_column(ARRAY(REAL))
    made_at: Mapped[datetime]


class Score(Base):
    """How an issued forecast did; sums over ``days``, scaled measures beside them.

    ``days`` is 0 where nothing could be scored, so that it is not tried again.
    """

    __tablename__ = "scores"
    __table_args__ = (Index("ix_scores_as_of", "as_of"),)

    product_id: Mapped[int] = key_column()
    as_of: Mapped[date] = mapped_column(primary_key=True)
    days: Mapped[int] = mapped_column(Integer)
    sold: Mapped[float]
    error: Mapped[float]
    absolute_error: Mapped[float]
    naive_absolute_error: Mapped[float]
    rmsse: Mapped[float | None]
    naive_rmsse: Mapped[float | None]
    mase: Mapped[float | None]
    pinball: Mapped[float | None]
    covered_80: Mapped[int] = mapped_column(Integer)
    covered_95: Mapped[int] = mapped_column(Integer)
    naive_error: Mapped[float | None]
    demand_class: Mapped[str | None]
    sum_pinball: Mapped[list[float] | None] = mapped_column(ARRAY(DOUBLE_PRECISION))
    sum_below: Mapped[list[int] | None] = mapped_column(ARRAY(Integer))
    scored_at: Mapped[datetime] = mapped_column(server_default=NOW)


class ScoredWeek(Base):
    """What the forecast of a week was too high, in the standard deviations that it had
    stated; null where it could not be told. Weeks begin on Mondays."""

    __tablename__ = "scored_weeks"
    __table_args__ = (Index("ix_scored_weeks_as_of", "as_of"),)

    product_id: Mapped[int] = key_column()
    as_of: Mapped[date] = mapped_column(primary_key=True)
    deviation: Mapped[float | None]


class BiasAlarm(Base):
    """A product whose forecasts have been too high, or too low, since a week."""

    __tablename__ = "bias_alarms"
    __table_args__ = (
        CheckConstraint("direction IN ('too_high', 'too_low')", "direction"),
    )

    product_id: Mapped[int] = key_column()
    since: Mapped[date]
    direction: Mapped[str]
