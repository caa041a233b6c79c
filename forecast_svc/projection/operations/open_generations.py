"""The generations that an event is folded into."""

from dataclasses import dataclass
from itertools import starmap
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.clock import business_zone

# Shared, so that batches of several replicas go on side by side, and locked, so
# that a generation is opened, swapped or dropped between batches only.
_OPEN = text(
    "SELECT generation, business_tz, state = 'live' AS live FROM generations"
    " WHERE state <> 'retired' ORDER BY generation FOR SHARE"
)
_FIRST = text(
    "INSERT INTO generations (generation, state, business_tz)"
    " VALUES (0, 'live', coalesce((SELECT time_zone FROM shop), :business_tz))"
    " ON CONFLICT DO NOTHING"
)


@dataclass(frozen=True, slots=True)
class OpenGeneration:
    """``zone`` decides the days of its series."""

    number: int
    zone: ZoneInfo
    live: bool


class _OpenRow(NamedTuple):
    generation: int
    business_tz: str
    live: bool


async def open_generations(db: AsyncSession) -> list[OpenGeneration]:
    """The live generation, and the one a rebuild is building, if any.

    An empty schema gets its first generation, in the shop's time zone.
    """
    generations = await _open(db)
    if not any(generation.live for generation in generations):
        await db.execute(_FIRST, {"business_tz": business_zone().key})
        generations = await _open(db)
    return generations


async def _open(db: AsyncSession) -> list[OpenGeneration]:
    rows = starmap(_OpenRow, await db.execute(_OPEN))
    return [
        OpenGeneration(row.generation, ZoneInfo(row.business_tz), row.live)
        for row in rows
    ]
