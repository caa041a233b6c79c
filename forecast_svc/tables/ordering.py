"""Rows of what was ordered here: this service's own, which no rebuild touches."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Identity, Index, Integer, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from forecast_svc.tables.base import NOW, Base
from shared.db.quantities import QuantityColumn
from shared.quantities import Units


class AdviceOrder(Base):
    """Units of a product that shall go into the draft of a supplier and location.

    Those of one ``batch`` go there together, under the key ``advice/<batch>``: the id
    of its first row. ``unsent`` and ``sent`` rows count as incoming until an event
    names the order as of ``order_version``; then they are ``confirmed``. What
    products_svc will not take is ``refused``, with its words in ``error``.
    """

    __tablename__ = "advice_orders"
    __table_args__ = (
        CheckConstraint("state IN ('unsent', 'sent', 'confirmed', 'refused')", "state"),
        Index(
            "ix_advice_orders_pending",
            "batch",
            postgresql_where=text("state IN ('unsent', 'sent')"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    batch: Mapped[int]
    product_id: Mapped[int]
    location_id: Mapped[int]
    supplier_id: Mapped[int]
    quantity: Mapped[Units] = mapped_column(QuantityColumn())
    acting_user: Mapped[int]
    state: Mapped[str] = mapped_column(server_default="unsent")
    purchase_order_id: Mapped[int | None]
    order_version: Mapped[int | None]
    error: Mapped[dict[str, Any] | None] = mapped_column(JSONB)
    tries: Mapped[int] = mapped_column(Integer, server_default="0")
    next_try_at: Mapped[datetime]
    created_at: Mapped[datetime] = mapped_column(server_default=NOW)
    sent_at: Mapped[datetime | None]
