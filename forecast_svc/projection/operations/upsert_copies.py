"""Copies of other services' records in tables of their own: the highest ``version`` of
each wins, in any order and however often it comes."""

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from typing import Any

import orjson
from pydantic import BaseModel
from sqlalchemy import TextClause, text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.projection.operations.open_generations import OpenGeneration
from forecast_svc.tables import Base

_TEMPLATE = """
INSERT INTO {table} AS c (generation, {columns})
SELECT g, {columns} FROM unnest(CAST(:generations AS smallint[])) AS g CROSS JOIN
    jsonb_populate_recordset(CAST(NULL AS {table}), CAST(:rows AS jsonb))
ORDER BY g, {key}
ON CONFLICT (generation, {key}) DO UPDATE SET {changes} WHERE c.version < excluded.version
"""


async def upsert_copies(
    db: AsyncSession,
    table: type[Base],
    generations: Sequence[OpenGeneration],
    told: Sequence[Any],
) -> None:
    """Events or lines of a snapshot, whose fields are called as the columns are."""
    columns, key = _names(table)
    newest = {
        tuple(getattr(each, name) for name in key): each
        for each in sorted(told, key=lambda each: each.version)
    }
    if newest:
        rows = [
            {name: getattr(each, name) for name in columns} for each in newest.values()
        ]
        await db.execute(
            _statement(table),
            {
                "generations": [g.number for g in generations],
                "rows": orjson.dumps(rows, default=_plain).decode(),
            },
        )


@cache
def _names(table: type[Base]) -> tuple[Sequence[str], Sequence[str]]:
    """Of all columns, and of those that name a row within its generation."""
    columns = [c.name for c in table.__table__.columns if c.name != "generation"]
    key = [c.name for c in table.__table__.primary_key if c.name != "generation"]
    return columns, key


@cache
def _statement(table: type[Base]) -> TextClause:
    columns, key = _names(table)
    changes = [f"{name} = excluded.{name}" for name in columns if name not in key]
    return text(
        _TEMPLATE.format(
            table=table.__tablename__,
            columns=", ".join(columns),
            key=", ".join(key),
            changes=", ".join(changes),
        )
    )


def _plain(value: Decimal | BaseModel) -> Any:
    # A number in quotes is read to its last digit.
    if isinstance(value, Decimal):
        return str(value)
    return value.model_dump(mode="json")
