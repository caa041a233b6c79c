"""What is advised of each product and location, and what else decides on it."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Computed, Index, SmallInteger, desc
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from forecast_svc.tables.base import NOW, Base, key_column


class ProductClass(Base):
    """``abc`` by what it brought in within a year, ``xyz`` by how much its weeks vary;
    ``sold`` units of that year."""

    __tablename__ = "product_classes"

    product_id: Mapped[int] = key_column()
    as_of: Mapped[date]
    abc: Mapped[str]
    xyz: Mapped[str]
    sold: Mapped[float]
    revenue: Mapped[float]


class AdviceRow(Base):
    """The newest advice; ``detail`` is all of it, ``stock`` what is said of the stock
    itself. Columns are what lists are filtered and sorted by."""

    __tablename__ = "advice"
    __table_args__ = (
        Index("ix_advice_urgency", desc("urgency"), desc("money_at_risk").nulls_last()),
        Index("ix_advice_money", desc("money_at_risk").nulls_last()),
        Index("ix_advice_order_by", "order_by"),
    )

    product_id: Mapped[int] = key_column()
    location_id: Mapped[int] = key_column()
    as_of: Mapped[date]
    computed_at: Mapped[datetime] = mapped_column(server_default=NOW)
    supplier_id: Mapped[int | None]
    quantity: Mapped[float]
    why_not: Mapped[str | None]
    urgency: Mapped[int] = mapped_column(SmallInteger)
    order_by: Mapped[date | None]
    money_at_risk: Mapped[float | None]
    units_at_risk: Mapped[float]
    on_hand: Mapped[float | None]
    detail: Mapped[dict[str, Any]] = mapped_column(JSONB)
    stock: Mapped[dict[str, Any]] = mapped_column(JSONB)
    runs_out: Mapped[str | None] = mapped_column(
        Computed("(detail #>> '{stock_out,p50}')", persisted=True)
    )
    """The day, as ISO writes it; null too where it lasts beyond what is forecast."""


class AdviceState(Base):
    """As of which day, and under which settings of the shop, all was advised on."""

    __tablename__ = "advice_state"
    __table_args__ = (CheckConstraint("always", "always"),)

    always: Mapped[bool] = mapped_column(primary_key=True, server_default="true")
    as_of: Mapped[date]
    shop_version: Mapped[int]
