"""A later file corrects an earlier one: what it says otherwise is voided and recorded
again, what it says is cancelled is voided.

Each is kept as a version of its row, so that undoing the later import finds what was
before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import BigInteger, Text

from sales_svc.imports.comparison import recorded_rows
from sales_svc.imports.operations.insert_rows import ChunkRow, insert_rows
from sales_svc.imports.operations.move_returns import move_returns
from sales_svc.imports.operations.void_rows import void_rows
from sales_svc.rules import Outcome, outcome_of

# The first time that a row is replaced, what is recorded becomes its first version.
_KEEP = text(
    """
    INSERT INTO row_versions (row_key, import_id, sale_id)
    SELECT s.row_key, s.import_id, s.id FROM sales AS s
    WHERE s.id = ANY(CAST(:sales AS bigint[])) AND NOT EXISTS (
        SELECT FROM row_versions AS v WHERE v.row_key = s.row_key
    )
    ORDER BY s.row_key
    """
)
_WITHDRAWN = text(
    "INSERT INTO row_versions (row_key, import_id, sale_id)"
    " SELECT k, i, NULL FROM unnest(:keys, :imports) AS x(k, i) ORDER BY k"
).bindparams(
    bindparam("keys", type_=ARRAY(Text)), bindparam("imports", type_=ARRAY(BigInteger))
)


@dataclass
class Replaced:
    """What became of rows under whose keys something is recorded, by key; and the live
    sale that says what the row says, of which units may come back."""

    outcomes: dict[str, Outcome] = field(default_factory=dict)
    sales: dict[str, int] = field(default_factory=dict)


async def replace_rows(db: AsyncSession, rows: Sequence[ChunkRow]) -> Replaced:
    """Each key once. Returns of a replaced sale are of the one in its place."""
    if not rows:
        return Replaced()
    recorded = await recorded_rows(db, [one.key for one in rows], lock=True)
    done = Replaced()
    for one in rows:
        found = recorded.get(one.key)
        done.outcomes[one.key] = outcome_of(one.told(), found)
        if found and not found.voided and found.quantity == one.row.quantity:
            done.sales[one.key] = found.sale_id
    replaced = [
        one for one in rows if done.outcomes[one.key] in {"changed", "withdrawn"}
    ]
    if replaced:
        former = {one.key: recorded[one.key].sale_id for one in replaced}
        done.sales.update(await _replace(db, replaced, former))
    return done


async def _replace(
    db: AsyncSession, rows: Sequence[ChunkRow], former: Mapping[str, int]
) -> dict[str, int]:
    """The new sales by key; a row of nothing has none."""
    await db.execute(_KEEP, {"sales": sorted(former.values())})
    await void_rows(
        db,
        [
            (
                former[one.key],
                one.chunk.user_id,
                f"replaced by import {one.chunk.import_id}",
            )
            for one in rows
        ],
    )
    new = await insert_rows(db, [one for one in rows if one.row.quantity])
    gone = [one for one in rows if not one.row.quantity]
    if gone:
        await db.execute(
            _WITHDRAWN,
            {
                "keys": [one.key for one in gone],
                "imports": [one.chunk.import_id for one in gone],
            },
        )
    await move_returns(db, {former[key]: sale_id for key, sale_id in new.items()})
    return new
