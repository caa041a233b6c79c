"""Forecasts kept for what to order, and whose advice is to be looked at again."""

from datetime import date, datetime

from sqlalchemy import Date
from sqlalchemy.dialects.postgresql import ARRAY, REAL
from sqlalchemy.orm import Mapped, mapped_column

from forecast_svc.tables.base import NOW, Base, key_column


class DemandForecast(Base):
    """What was answered about a product as of a day, at a location, or at all of them
    together (0); ``dispersion`` and ``nominal`` as a ``GlobalForecast`` has them.

    ``missed_units`` is the demand estimated for ``missed_days`` without stock, of the 90
    before; only of all locations together.
    """

    __tablename__ = "demand_forecasts"

    product_id: Mapped[int] = key_column()
    as_of: Mapped[date] = mapped_column(primary_key=True)
    location_id: Mapped[int] = key_column()
    mean: Mapped[list[float]] = mapped_column(ARRAY(REAL))
    std: Mapped[list[float]] = mapped_column(ARRAY(REAL))
    cumulative_std: Mapped[list[float]] = mapped_column(ARRAY(REAL))
    dispersion: Mapped[list[float] | None] = mapped_column(ARRAY(REAL))
    nominal: Mapped[list[list[float]] | None] = mapped_column(ARRAY(REAL, dimensions=2))
    measured: Mapped[bool]
    missed_days: Mapped[list[date]] = mapped_column(ARRAY(Date), server_default="{}")
    missed_units: Mapped[list[float]] = mapped_column(ARRAY(REAL), server_default="{}")
    reason: Mapped[str | None]
    made_at: Mapped[datetime] = mapped_column(server_default=NOW)


class TouchedProduct(Base):
    """A product of which something has changed since it was last advised on."""

    __tablename__ = "touched_products"

    product_id: Mapped[int] = key_column()
    since: Mapped[datetime] = mapped_column(server_default=NOW)
