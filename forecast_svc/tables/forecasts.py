"""Fits, the shop's model, and what was last answered about each product."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, text
from sqlalchemy.dialects.postgresql import ARRAY, DOUBLE_PRECISION, JSONB, REAL
from sqlalchemy.orm import Mapped, mapped_column

from forecast_svc.tables.base import NOW, Base, key_column


class Fit(Base):
    """The answer for a product as of a day, as long as its series is the same.

    ``fingerprint`` is that of the series it was made from: any late, backdated
    or voided sale gives another one. A fit that failed is tried again after
    ``retry_at``.
    """

    __tablename__ = "fits"
    __table_args__ = (
        Index("ix_fits_made_at", "made_at"),
        Index(
            "ix_fits_quick",
            "as_of",
            "made_at",
            postgresql_where=text("model = 'quick_arima'"),
        ),
    )

    product_id: Mapped[int] = key_column()
    as_of: Mapped[date] = mapped_column(primary_key=True)
    fingerprint: Mapped[bytes]
    model: Mapped[str]
    reason: Mapped[str | None]
    details: Mapped[dict[str, Any]] = mapped_column(JSONB)
    mean: Mapped[list[float]] = mapped_column(ARRAY(DOUBLE_PRECISION))
    std: Mapped[list[float]] = mapped_column(ARRAY(DOUBLE_PRECISION))
    cumulative_std: Mapped[list[float]] = mapped_column(
        ARRAY(DOUBLE_PRECISION), server_default="{}"
    )
    made_at: Mapped[datetime]
    retry_at: Mapped[datetime | None]


class GlobalModel(Base):
    """The global model as of a day: its weight against products' own.

    ``imported`` sales were in the series it learned from; with another number of
    them it no longer answers. ``products`` is 0 when there was too little. An
    ``outdated`` one answers until another is trained, though a day it has seen, up to
    ``data_end``, has been corrected.
    """

    __tablename__ = "global_models"

    as_of: Mapped[date] = mapped_column(primary_key=True)
    imported: Mapped[int]
    outdated: Mapped[bool] = mapped_column(server_default="false")
    data_end: Mapped[date | None]
    products: Mapped[int] = mapped_column(Integer)
    examples: Mapped[int] = mapped_column(Integer)
    weight: Mapped[float]
    width: Mapped[float]
    closed_days: Mapped[list[int]] = mapped_column(ARRAY(Integer), server_default="{}")
    made_at: Mapped[datetime]


class GlobalForecast(Base):
    """What the global model expects of a product on each day after ``as_of``, starting
    from a ``level`` of units a day, and how sums of the blend have varied
    (``SumCalibration``); null where nobody has tested."""

    __tablename__ = "global_forecasts"

    as_of: Mapped[date] = mapped_column(
        ForeignKey("global_models.as_of", ondelete="CASCADE"), primary_key=True
    )
    product_id: Mapped[int] = key_column()
    mean: Mapped[list[float]] = mapped_column(ARRAY(REAL))
    level: Mapped[float | None]
    dispersion: Mapped[list[float] | None] = mapped_column(ARRAY(REAL))
    nominal: Mapped[list[list[float]] | None] = mapped_column(ARRAY(REAL, dimensions=2))


class UnfinishedForecast(Base):
    """``GlobalForecast`` of a large shop's products that are done, until all are."""

    __tablename__ = "unfinished_forecasts"

    as_of: Mapped[date] = mapped_column(primary_key=True)
    product_id: Mapped[int] = key_column()
    mean: Mapped[list[float]] = mapped_column(ARRAY(REAL))
    level: Mapped[float | None]
    dispersion: Mapped[list[float] | None] = mapped_column(ARRAY(REAL))
    nominal: Mapped[list[list[float]] | None] = mapped_column(ARRAY(REAL, dimensions=2))


class HistoryChanges(Base):
    """How often days that models learn from have been ``corrected``, and history has been
    ``withdrawn``: a single row, which is not there before the first time."""

    __tablename__ = "history_changes"
    __table_args__ = (CheckConstraint("single", name="single"),)

    single: Mapped[bool] = mapped_column(primary_key=True, server_default="true")
    corrected: Mapped[int] = mapped_column(server_default="0")
    withdrawn: Mapped[int] = mapped_column(server_default="0")


class KeptForecast(Base):
    """What was last answered about a product, to be added up with others: as of which
    day, and with which deviations."""

    __tablename__ = "kept_forecasts"

    product_id: Mapped[int] = key_column()
    as_of: Mapped[date]
    mean: Mapped[list[float]] = mapped_column(ARRAY(REAL))
    std: Mapped[list[float]] = mapped_column(ARRAY(REAL))
    cumulative_std: Mapped[list[float]] = mapped_column(ARRAY(REAL))
    made_at: Mapped[datetime] = mapped_column(server_default=NOW)


class StaleForecast(Base):
    """A product of which something has changed since its forecast was kept."""

    __tablename__ = "stale_forecasts"

    product_id: Mapped[int] = key_column()
    since: Mapped[datetime] = mapped_column(server_default=NOW)


class TotalCalibration(Base):
    """How sums of a category's products have varied in backtests as of a day, or of the ``whole``
    shop's, as far as they are counted in the same unit (``SumCalibration``). Products
    without a category are one named ""; the whole shop has that name, too."""

    __tablename__ = "total_calibrations"

    unit: Mapped[str] = mapped_column(primary_key=True)
    whole: Mapped[bool] = mapped_column(primary_key=True)
    category: Mapped[str] = mapped_column(primary_key=True)
    as_of: Mapped[date] = mapped_column(primary_key=True)
    dispersion: Mapped[list[float]] = mapped_column(ARRAY(REAL))
    nominal: Mapped[list[list[float]]] = mapped_column(ARRAY(REAL, dimensions=2))


class Budget(Base):
    """What is left to callers without a token (``shared.db.budgets``)."""

    __tablename__ = "budgets"

    key: Mapped[bytes] = mapped_column(primary_key=True)
    left_over: Mapped[float]
    counted_at: Mapped[datetime] = mapped_column(index=True)
