"""Imports come from jobs: a line that somebody else wrote into the topic is no history."""

from collections.abc import Sequence

from sqlalchemy import BigInteger, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.imports import SalesImport
from shared.errors import PoisonEvent

_SENT = "SELECT * FROM {etl}.sent_chunks(:imports, :chunks, :users)"
_NUMBERS = ARRAY(BigInteger)


async def refuse_unsent(
    db: AsyncSession, chunks: Sequence[SalesImport], *, etl_schema: str
) -> None:
    """Raises PoisonEvent when no job of etl_svc has sent one of them. One question for
    all of them, which etl_svc need not be there to answer."""
    sent = await db.execute(
        text(_SENT.format(etl=etl_schema)).bindparams(
            *(bindparam(n, type_=_NUMBERS) for n in ("imports", "chunks", "users"))
        ),
        {
            "imports": [chunk.import_id for chunk in chunks],
            "chunks": [chunk.chunk for chunk in chunks],
            "users": [chunk.user_id for chunk in chunks],
        },
    )
    known = {(row[0], row[1]) for row in sent}
    for chunk in chunks:
        if (chunk.import_id, chunk.chunk) not in known:
            raise PoisonEvent(
                f"no job has sent chunk {chunk.chunk} of import {chunk.import_id}"
                f" for user {chunk.user_id}"
            )
