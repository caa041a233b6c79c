"""What planners enter, as rows."""

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    Identity,
    Index,
    Integer,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, REAL
from sqlalchemy.orm import Mapped, mapped_column

from forecast_svc.tables.base import NOW, Base


class Override(Base):
    """What a planner says of some days, instead of the model: more or fewer by a
    ``percentage``, or so many ``units`` a day.

    Days count from the day on which it was made (``created_on``) to the one on
    which it was withdrawn: a question about a past day is answered by what was
    said then. ``baseline`` is what the model expected when it was made; once its
    days are over, both are held against what was sold.
    """

    __tablename__ = "overrides"
    __table_args__ = (
        CheckConstraint("first_day <= last_day", "period"),
        CheckConstraint("(percentage IS NULL) <> (units IS NULL)", "one_way"),
        Index(
            "uq_overrides_in_force",
            "product_id", "first_day", "last_day", "percentage", "units",
            unique=True,
            postgresql_where=text("withdrawn_on IS NULL"),
            postgresql_nulls_not_distinct=True,
        ),
        Index(
            "ix_overrides_unscored",
            "last_day",
            postgresql_where=text("days IS NULL AND withdrawn_on IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    product_id: Mapped[int]
    first_day: Mapped[date]
    last_day: Mapped[date]
    percentage: Mapped[float | None]
    units: Mapped[float | None]
    note: Mapped[str]
    author: Mapped[int]
    expires_on: Mapped[date | None]
    baseline: Mapped[list[float]] = mapped_column(ARRAY(REAL))
    created_on: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(server_default=NOW)
    withdrawn_on: Mapped[date | None]
    days: Mapped[int | None] = mapped_column(Integer)
    sold: Mapped[float | None]
    absolute_error: Mapped[float | None]
    baseline_absolute_error: Mapped[float | None]


class CalendarEvent(Base):
    """A promotion, of one product, a category or all; or days on which the shop is
    closed."""

    __tablename__ = "calendar_events"
    __table_args__ = (
        CheckConstraint("kind IN ('promotion', 'closure')", "kind"),
        CheckConstraint("first_day <= last_day", "period"),
        CheckConstraint("product_id IS NULL OR category IS NULL", "one_scope"),
        CheckConstraint(
            "kind = 'promotion' OR (product_id IS NULL AND category IS NULL)",
            "closure_of_all",
        ),
        CheckConstraint("kind = 'promotion' OR lift IS NULL", "lift"),
        CheckConstraint("kind = 'promotion' OR discount_percent IS NULL", "discount"),
        Index(
            "uq_calendar_events_in_force",
            "kind", "name", "first_day", "last_day", "product_id", "category", "lift",
            "discount_percent",
            unique=True,
            postgresql_where=text("withdrawn_on IS NULL"),
            postgresql_nulls_not_distinct=True,
        ),
        Index("ix_calendar_events_last_day", "last_day"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    kind: Mapped[str]
    name: Mapped[str]
    first_day: Mapped[date]
    last_day: Mapped[date]
    product_id: Mapped[int | None]
    category: Mapped[str | None]
    lift: Mapped[float | None]
    discount_percent: Mapped[float | None]
    author: Mapped[int]
    created_on: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(server_default=NOW)
    withdrawn_on: Mapped[date | None]


class Correction(Base):
    """What somebody says of a past day of a product that sold suspiciously much.

    ``units`` is the quantity that it was instead; only of one that was corrected. The
    newest of a day counts, the earlier ones are withdrawn.
    """

    __tablename__ = "corrections"
    __table_args__ = (
        CheckConstraint("kind IN ('confirmed', 'corrected', 'bulk_order')", "kind"),
        CheckConstraint("(kind = 'corrected') = (units IS NOT NULL)", "units"),
        Index(
            "uq_corrections_in_force",
            "product_id", "day",
            unique=True,
            postgresql_where=text("withdrawn_on IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    product_id: Mapped[int]
    day: Mapped[date]
    kind: Mapped[str]
    units: Mapped[float | None]
    note: Mapped[str]
    author: Mapped[int]
    created_on: Mapped[date]
    created_at: Mapped[datetime] = mapped_column(server_default=NOW)
    withdrawn_on: Mapped[date | None]
