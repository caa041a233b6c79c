"""Reads of alerts and their settings."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.errors import AlertNotFound
from forecast_svc.tables import Alert, AlertSettings
from shared.http.pages import Page


@dataclass(frozen=True, slots=True)
class AlertFilter:
    states: Sequence[str] = ()
    kinds: Sequence[str] = ()
    product_id: int | None = None
    location_id: int | None = None

    def apply(self, query: Select[Any]) -> Select[Any]:
        if self.states:
            query = query.where(Alert.state.in_(self.states))
        if self.kinds:
            query = query.where(Alert.kind.in_(self.kinds))
        if self.product_id is not None:
            query = query.where(Alert.product_id == self.product_id)
        if self.location_id is not None:
            query = query.where(Alert.location_id == self.location_id)
        return query


async def list_alerts(
    db: AsyncSession, page: Page, alert_filter: AlertFilter
) -> Sequence[Alert]:
    """The newest first."""
    query = alert_filter.apply(select(Alert)).order_by(Alert.id.desc())
    return (await db.scalars(query.limit(page.limit).offset(page.offset))).all()


async def count_alerts(db: AsyncSession, alert_filter: AlertFilter) -> int:
    query = alert_filter.apply(select(func.count()).select_from(Alert))
    return await db.scalar(query) or 0


async def lock_alert(db: AsyncSession, alert_id: int) -> Alert:
    """Raises ``AlertNotFound``."""
    alert = await db.get(Alert, alert_id, with_for_update=True)
    if alert is None:
        raise AlertNotFound(alert_id)
    return alert


async def stored_settings(db: AsyncSession) -> dict[str, Any]:
    """What somebody has said; empty until then."""
    settings, _ = await settings_and_version(db)
    return settings


async def settings_and_version(db: AsyncSession) -> tuple[dict[str, Any], int]:
    """Version 0 until somebody has said something."""
    query = select(AlertSettings.settings, AlertSettings.version)
    found = (await db.execute(query)).first()
    return ({}, 0) if found is None else (found.settings, found.version)
