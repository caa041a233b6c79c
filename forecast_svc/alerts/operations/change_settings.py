"""Say from where on something is worth an alert."""

from typing import Any

import orjson
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc import audit
from forecast_svc.alerts.queries import settings_and_version
from forecast_svc.errors import AlertSettingsChanged
from shared.http.preconditions import precondition_holds

_STORE = text("""
INSERT INTO alert_settings (settings, author) VALUES (CAST(:settings AS jsonb), :author)
ON CONFLICT (id) DO UPDATE SET settings = excluded.settings, author = excluded.author,
    updated_at = clock_timestamp(), version = alert_settings.version + 1
""")
# Also of a row that is not there yet, so that of two first ones the second sees the other.
_LOCK = text("LOCK TABLE alert_settings IN SHARE ROW EXCLUSIVE MODE")


async def change_settings(
    db: AsyncSession, settings: dict[str, Any], *, if_match: str | None, author: int
) -> int:
    """The version afterwards: what stays the same makes none. Raises
    ``AlertSettingsChanged``."""
    await db.execute(_LOCK)
    before, version = await settings_and_version(db)
    if not precondition_holds(if_match, version):
        raise AlertSettingsChanged(version)
    if before == settings:
        return version
    written = orjson.dumps(settings).decode()
    await db.execute(_STORE, {"settings": written, "author": author})
    await audit.record(
        db,
        "alerts.set",
        "shop/1",
        actor=author,
        changes=audit.differences(before, settings),
    )
    return version + 1
