"""Each effect of an event happens once, however often the event arrives.

Claims are by natural id, ``(type, id)``, never by a header, since a line typed
into ``rpk topic produce`` has none. They are kept for good and partitioned by
id range, so that the hot end of the index stays small.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

RANGE = 10_000_000
PREPARED_RANGES = 20

CREATE_TABLE = ";\n".join(
    [
        "CREATE TABLE inbox (type text NOT NULL, id bigint NOT NULL,"
        " PRIMARY KEY (id, type)) PARTITION BY RANGE (id)",
        *(
            f"CREATE TABLE inbox_{n:03} PARTITION OF inbox"
            f" FOR VALUES FROM ({n * RANGE}) TO ({(n + 1) * RANGE})"
            for n in range(PREPARED_RANGES)
        ),
        # Ids typed by hand in examples are far above; they must not fail.
        "CREATE TABLE inbox_rest PARTITION OF inbox DEFAULT",
    ]
)
"""Executed by the first migration of a service that consumes events."""

_CLAIM = text(
    "INSERT INTO inbox (type, id)"
    " SELECT :type, id FROM unnest(CAST(:ids AS bigint[])) AS ids(id) ORDER BY id"
    " ON CONFLICT DO NOTHING RETURNING id"
)


async def claim(db: AsyncSession, type_: str, ids: Iterable[int]) -> set[int]:
    """The ids that nobody had claimed before; they belong to this transaction now.

    A rebalance may deliver an event again, so the claim and its effect share
    one transaction: either both happened or neither did. Sorted, because two
    consumers that insert the same ids in different orders would deadlock.
    """
    sorted_ids: Sequence[int] = sorted(set(ids))
    if not sorted_ids:
        return set()
    result = await db.execute(_CLAIM, {"type": type_, "ids": sorted_ids})
    return set(result.scalars())
