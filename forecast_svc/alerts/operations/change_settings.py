"""Say from where on something is worth an alert."""

from typing import Any

import orjson
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc import audit
from forecast_svc.alerts.queries import stored_settings

_STORE = text("""
INSERT INTO alert_settings (settings, author) VALUES (CAST(:settings AS jsonb), :author)
ON CONFLICT (id) DO UPDATE SET settings = excluded.settings, author = excluded.author,
    updated_at = clock_timestamp()
""")


async def change_settings(
    db: AsyncSession, settings: dict[str, Any], *, author: int
) -> None:
    before = await stored_settings(db)
    written = orjson.dumps(settings).decode()
    await db.execute(_STORE, {"settings": written, "author": author})
    if before != settings:
        await audit.record(
            db,
            "alerts.set",
            "shop/1",
            actor=author,
            changes=audit.differences(before, settings),
        )
