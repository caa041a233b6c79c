"""Request that the series be folded again from the other services' records."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

_REQUEST = text("""
INSERT INTO rebuilds (reason) SELECT :reason WHERE NOT EXISTS (
    SELECT FROM rebuilds WHERE finished_at IS NULL AND (started_at IS NULL OR :unless_running)
)
""")


async def request_rebuild(
    db: AsyncSession, reason: str, *, unless_running: bool = False
) -> None:
    """One more rebuild, unless one waits already.

    A running one may have read past what is missing now, so it does not stand
    in the way of another, except ``unless_running``.
    """
    await db.execute(_REQUEST, {"reason": reason, "unless_running": unless_running})
