"""Reads of counts: one, lists, and what was found so far."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import TypeAdapter
from sqlalchemy import ARRAY, BigInteger, Numeric, Select, bindparam, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc.counting.errors import CountEnded, CountNotFound
from products_svc.counting.rules import Finding, Thresholds
from products_svc.tables import (
    UNIT_COST,
    StockCount,
    StockCountEntry,
    StockCountLine,
)
from shared.db.quantities import STOCK
from shared.http.pages import Page, read_cursor, write_cursor
from shared.types import Id

Status = Literal["open", "posted", "cancelled"]
Shown = Literal["all", "counted", "not_counted", "difference"]


async def lock_count(
    db: AsyncSession, count_id: int, *, read: bool = False
) -> StockCount:
    """A count that nobody else ends meanwhile; ``read``: several may hold it so.

    Raises ``CountNotFound``.
    """
    found = await db.scalar(
        select(StockCount)
        .where(StockCount.id == count_id)
        .with_for_update(read=read)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise CountNotFound(count_id)
    return found


def require_open(count: StockCount) -> None:
    if count.status != "open":
        raise CountEnded(count.status)


def thresholds_of(count: StockCount) -> Thresholds:
    return Thresholds(count.recount_percent, count.recount_units, count.recount_value)


@dataclass(frozen=True, slots=True)
class ShownCount:
    """A count, with how many products are on it and how many were counted."""

    count: StockCount
    lines: int
    counted: int


_OF_COUNT = StockCountLine.count_id == StockCount.id
_lines = select(func.count()).where(_OF_COUNT).correlate(StockCount).scalar_subquery()
_counted = (
    select(func.count())
    .where(
        _OF_COUNT,
        select(StockCountEntry.id)
        .where(StockCountEntry.line_id == StockCountLine.id)
        .exists(),
    )
    .correlate(StockCount)
    .scalar_subquery()
)
_BY_ID: TypeAdapter[tuple[Id]] = TypeAdapter(tuple[Id])


async def get_count(db: AsyncSession, count_id: int) -> ShownCount:
    """Raises ``CountNotFound``."""
    shown = select(StockCount, _lines, _counted).where(StockCount.id == count_id)
    row = (await db.execute(shown)).one_or_none()
    if row is None:
        raise CountNotFound(count_id)
    return ShownCount(*row)


@dataclass(frozen=True, slots=True)
class CountFilter:
    status: Status | None = None
    location_id: int | None = None

    def apply(self, query: Select[Any]) -> Select[Any]:
        if self.status is not None:
            query = query.where(StockCount.status == self.status)
        if self.location_id is not None:
            query = query.where(StockCount.location_id == self.location_id)
        return query


async def count_counts(db: AsyncSession, count_filter: CountFilter) -> int:
    query = count_filter.apply(select(func.count()).select_from(StockCount))
    return await db.scalar(query) or 0


def _listed(count_filter: CountFilter) -> Select[Any]:
    query = count_filter.apply(select(StockCount, _lines, _counted))
    return query.order_by(StockCount.id.desc())


async def list_counts(
    db: AsyncSession, count_filter: CountFilter, page: Page
) -> list[ShownCount]:
    """Newest first."""
    query = _listed(count_filter).limit(page.limit).offset(page.offset)
    return [ShownCount(*row) for row in await db.execute(query)]


async def list_counts_after(
    db: AsyncSession, count_filter: CountFilter, cursor: str, limit: int
) -> tuple[list[ShownCount], str | None]:
    query = _listed(count_filter)
    last = read_cursor(cursor, _BY_ID)
    if last is not None:
        query = query.where(StockCount.id < last[0])
    rows = [ShownCount(*row) for row in await db.execute(query.limit(limit + 1))]
    if len(rows) <= limit:
        return rows, None
    return rows[:limit], write_cursor(rows[limit - 1].count.id)


# The ledger's ids and times run the same way, so that what was moved after a moment is
# a range of its index. A count that was corrected since is part of what is expected:
# else two sheets would post the same difference twice.
_FINDINGS = """
SELECT l.id, l.product_id, p.sku, p.name, p.unit, p.archived_at IS NOT NULL AS archived,
    l.outcome, l.movement_id, coalesce(c.round, 0) AS round,
    coalesce(c.units, 0) AS counted, c.last_at,
    coalesce(l.expected, past.on_hand + since.corrected, 0) AS expected,
    coalesce(s.on_hand, 0) AS on_hand, CASE WHEN l.outcome IS NOT NULL THEN l.unit_cost
        ELSE coalesce(s.average_cost, usual_cost(l.product_id)) END AS unit_cost,
    l.value,
    c.first_at < c.last_at AND EXISTS (
        SELECT FROM stock_movements AS m
        WHERE m.product_id = l.product_id AND m.location_id = k.location_id
            AND m.id <= past.id AND m.ts >= c.first_at
            AND m.id > coalesce((
                SELECT b.id FROM stock_movements AS b WHERE b.product_id = l.product_id
                    AND b.location_id = k.location_id AND b.ts < c.first_at
                ORDER BY b.id DESC LIMIT 1), 0)
    ) AS moved_meanwhile,
    c.round IS NOT NULL AND since.counts > 0 AS counted_since
FROM stock_count_lines AS l
JOIN stock_counts AS k ON k.id = l.count_id
JOIN products AS p ON p.id = l.product_id
LEFT JOIN stock AS s ON s.product_id = l.product_id AND s.location_id = k.location_id
LEFT JOIN LATERAL (
    SELECT e.round, sum(e.units) AS units, min(e.counted_at) AS first_at,
        max(e.counted_at) AS last_at
    FROM stock_count_entries AS e WHERE e.line_id = l.id
    GROUP BY e.round ORDER BY e.round DESC LIMIT 1
) AS c ON true
LEFT JOIN LATERAL (
    SELECT coalesce(max(m.id), 0) AS id, coalesce(max(m.on_hand), 0) AS on_hand FROM (
        SELECT m.id, m.on_hand FROM stock_movements AS m
        WHERE m.product_id = l.product_id AND m.location_id = k.location_id
            AND m.ts < coalesce(c.last_at, clock_timestamp())
        ORDER BY m.id DESC LIMIT 1
    ) AS m
) AS past ON l.outcome IS NULL
LEFT JOIN LATERAL (
    SELECT coalesce(sum(m.delta), 0) AS corrected, count(*) AS counts
    FROM stock_movements AS m
    WHERE m.product_id = l.product_id AND m.location_id = k.location_id
        AND m.id > past.id AND m.reason = 'count'
) AS since ON l.outcome IS NULL
CROSS JOIN LATERAL (
    SELECT c.units - coalesce(l.expected, past.on_hand + since.corrected, 0) AS units
) AS off
WHERE l.count_id = :count_id AND {only}
ORDER BY {order} LIMIT :limit OFFSET :offset
"""
_ANY_LINE = (
    "l.id > :after AND (CAST(:ids AS bigint[]) IS NULL OR l.id = ANY(:ids))"
    " AND CASE :shown WHEN 'counted' THEN c.round IS NOT NULL"
    " WHEN 'not_counted' THEN c.round IS NULL"
    " WHEN 'difference' THEN off.units <> 0 ELSE true END"
)


def _findings(select_from: str) -> Any:
    return text(select_from).bindparams(bindparam("ids", type_=ARRAY(BigInteger)))


_IN_SHEET_ORDER = "l.id"
_LARGEST_FIRST = (
    "abs(off.units * CASE WHEN l.outcome IS NOT NULL THEN l.unit_cost"
    " ELSE coalesce(s.average_cost, usual_cost(l.product_id)) END) DESC NULLS LAST,"
    " abs(off.units) DESC, l.id"
)


def _lines_by(order: str) -> Any:
    query = _FINDINGS.format(only=_ANY_LINE, order=order)
    return _findings(query).columns(
        counted=STOCK,
        expected=STOCK,
        on_hand=STOCK,
        unit_cost=UNIT_COST,
        value=Numeric(18, 2),
    )


_LIST = _lines_by(_IN_SHEET_ORDER)
_LIST_LARGEST_FIRST = _lines_by(_LARGEST_FIRST)
_COUNT = _findings(
    "".join(
        (
            "SELECT count(*) FROM (",
            _FINDINGS.format(only=_ANY_LINE, order=_IN_SHEET_ORDER),
            ") AS l",
        )
    )
)


def _parameters(
    count_id: int,
    *,
    shown: Shown = "all",
    ids: Sequence[int] | None = None,
    after: int = 0,
    limit: int | None = None,
    offset: int = 0,
) -> dict[str, Any]:
    return {
        "count_id": count_id,
        "shown": shown,
        "ids": None if ids is None else list(ids),
        "after": after,
        "limit": limit,
        "offset": offset,
    }


async def findings_of(
    db: AsyncSession, count_id: int, ids: Sequence[int] | None = None
) -> list[Finding]:
    """All lines of a count, or those with these ids, in the order of the sheet."""
    rows = await db.execute(_LIST, _parameters(count_id, ids=ids))
    return [Finding(*row) for row in rows]


async def count_findings(db: AsyncSession, count_id: int, shown: Shown) -> int:
    return await db.scalar(_COUNT, _parameters(count_id, shown=shown)) or 0


async def list_findings(
    db: AsyncSession, count_id: int, shown: Shown, page: Page
) -> list[Finding]:
    """In the order of the sheet; differences by what they are worth, the largest first,
    then those of which nobody knows a cost."""
    parameters = _parameters(
        count_id, shown=shown, limit=page.limit, offset=page.offset
    )
    query = _LIST_LARGEST_FIRST if shown == "difference" else _LIST
    return [Finding(*row) for row in await db.execute(query, parameters)]


async def list_findings_after(
    db: AsyncSession, count_id: int, shown: Shown, cursor: str, limit: int
) -> tuple[list[Finding], str | None]:
    last = read_cursor(cursor, _BY_ID)
    parameters = _parameters(
        count_id, shown=shown, after=last[0] if last else 0, limit=limit + 1
    )
    rows = [Finding(*row) for row in await db.execute(_LIST, parameters)]
    if len(rows) <= limit:
        return rows, None
    return rows[:limit], write_cursor(rows[limit - 1].line_id)


async def entries_of(
    db: AsyncSession, findings: Sequence[Finding]
) -> dict[int, list[StockCountEntry]]:
    """Of each line's last round, in the order in which they were counted."""
    rounds = {each.line_id: each.round for each in findings}
    rows = await db.scalars(
        select(StockCountEntry)
        .where(StockCountEntry.line_id.in_(rounds))
        .order_by(StockCountEntry.counted_at, StockCountEntry.id)
    )
    found: dict[int, list[StockCountEntry]] = defaultdict(list)
    for row in rows:
        if row.round == rounds[row.line_id]:
            found[row.line_id].append(row)
    return found
