"""Whether what a training has learned from has changed since it began."""

from typing import NamedTuple

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_SEEN = text("SELECT corrected, withdrawn FROM history_changes")
_LOCKED = text("""
INSERT INTO history_changes AS h DEFAULT VALUES
ON CONFLICT (single) DO UPDATE SET corrected = h.corrected RETURNING corrected, withdrawn
""")


class HistoryVersion(NamedTuple):
    corrected: int = 0
    withdrawn: int = 0


async def history_version(db: AsyncSession) -> HistoryVersion:
    found = (await db.execute(_SEEN)).one_or_none()
    return HistoryVersion() if found is None else HistoryVersion(*found)


async def lock_history(db: AsyncSession) -> HistoryVersion:
    """Nobody corrects or withdraws anything before the end of the transaction."""
    return HistoryVersion(*(await db.execute(_LOCKED)).one())
