"""Save how the files of a source are to be read."""

from typing import Any

from sqlalchemy import delete, func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from etl_svc.errors import SourceNotFound
from etl_svc.tables import Source

FILE_OPTIONS = {
    "preset", "columns", "delimiter", "decimal", "encoding", "dates", "currency",
    "no_goods", "on_case", "header", "quantity_is", "shape", "fill_down", "states", "sheets",
}  # fmt: skip
"""The options of a file that are saved for its source."""
ANSWERS = {"decimal", "dates", "currency", "no_goods", "on_case", "sheets"}
"""Those that answer what a file leaves open."""


async def save_source(
    db: AsyncSession, name: str, reading: dict[str, Any], *, user_id: int
) -> None:
    """The newest reading of a source counts for its next files."""
    added = insert(Source).values(name=name, reading=reading, updated_by=user_id)
    await db.execute(
        added.on_conflict_do_update(
            index_elements=[Source.name],
            set_={
                "reading": added.excluded.reading,
                "updated_by": added.excluded.updated_by,
                "updated_at": func.clock_timestamp(),
            },
        )
    )


async def forget_source(db: AsyncSession, name: str) -> None:
    """Its next file is read as one of a new source. What it brought stays."""
    gone = await db.scalar(
        delete(Source).where(Source.name == name).returning(Source.name)
    )
    if gone is None:
        raise SourceNotFound(name)
