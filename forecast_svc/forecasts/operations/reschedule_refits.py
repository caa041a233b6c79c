"""Ask again for the day's forecasts whose requests were lost."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

# The schedule asks for what is not there. Refits that somebody asked for do not
# say of which products: they stay as they are, and can be asked for again.
_DELETE_OLD = text("""
WITH unfinished AS (
    DELETE FROM refits r WHERE reason = 'scheduled' AND products > (
        SELECT coalesce(sum(c.products), 0) FROM refit_chunks c WHERE c.refit_id = r.id
    ) RETURNING id
)
DELETE FROM refit_chunks WHERE refit_id IN (SELECT id FROM unfinished)
""")


async def reschedule_refits(db: AsyncSession, _reason: str) -> None:
    await db.execute(_DELETE_OLD)
