"""Write down what was counted. Several people may do so at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc import audit
from products_svc.counting.errors import CountedInFuture, UnknownCode
from products_svc.counting.queries import lock_count, require_open
from products_svc.errors import (
    NoStockOfItsOwn,
    ProductArchived,
    ProductNotFound,
    QuantityPrecision,
)
from products_svc.tables import Product, StockCount, StockCountEntry, StockCountLine
from shared.clock import utc_now
from shared.quantities import Units, as_json, fits

_CLOCKS_DIFFER = timedelta(minutes=1)
"""A scanner's clock may run ahead of ours: what it counted, it counted now."""


@dataclass(frozen=True, slots=True)
class CountedUnits:
    """Units of a product, named by its id or its sku, that somebody counted at one place;
    None takes back what they said of it before."""

    product_id: int | None
    sku: str | None
    units: Units | None
    counted_at: datetime | None
    place: str
    round: int


async def enter_lines(
    db: AsyncSession, count_id: int, entries: Sequence[CountedUnits], *, actor: int
) -> tuple[StockCount, list[int]]:
    """The count, and the ids of the lines that the entries belong to.

    A product that is not on the sheet comes on it. The same person's word of the same
    place and round replaces the one before; all others are added to it.

    Raises ``CountNotFound``, ``CountEnded``, ``ProductNotFound``, ``UnknownCode``,
    ``ProductArchived``, ``NoStockOfItsOwn``, ``QuantityPrecision`` and ``CountedInFuture``.
    """
    count = await lock_count(db, count_id, read=True)
    require_open(count)
    now = utc_now()
    timed = [_timed(each, now, place) for place, each in enumerate(entries)]
    products = await _products(db, timed)
    lines = await _lines(db, count_id, sorted(set(products)))
    await _store(db, timed, [lines[id_] for id_ in products], actor=actor)
    await audit.record(
        db,
        "count.entered",
        f"count/{count_id}",
        actor=actor,
        changes={"entries": _entries(timed, products)},
    )
    return count, [lines[id_] for id_ in dict.fromkeys(products)]


def _timed(entry: CountedUnits, now: datetime, place: int) -> CountedUnits:
    counted_at = entry.counted_at or now
    if counted_at > now + _CLOCKS_DIFFER:
        raise CountedInFuture(counted_at, f"lines.{place}.counted_at")
    return replace(entry, counted_at=min(counted_at, now))


async def _products(db: AsyncSession, entries: Sequence[CountedUnits]) -> list[int]:
    """The product of each entry, in turn. Of an sku it is the live one."""
    rows = await db.execute(
        select(
            Product.id,
            Product.sku,
            Product.kind,
            Product.archived_at,
            Product.quantity_decimals,
        )
        .where(
            Product.id.in_([e.product_id for e in entries if e.product_id is not None])
            | Product.sku.in_([e.sku for e in entries if e.sku is not None])
        )
        .order_by(Product.archived_at.desc().nulls_last())
    )
    products = rows.all()
    by_id = {row.id: row for row in products}
    by_sku = {row.sku: row for row in products}
    found = []
    for place, entry in enumerate(entries):
        field = "product_id" if entry.sku is None else "sku"
        row = (
            by_id.get(entry.product_id) if entry.sku is None else by_sku.get(entry.sku)
        )
        if row is None and entry.sku is not None:
            raise UnknownCode(entry.sku, f"lines.{place}.sku")
        if row is None:
            raise ProductNotFound(entry.product_id or 0)
        _require_countable(row, entry, place, field)
        found.append(row.id)
    return found


def _require_countable(row: Any, entry: CountedUnits, place: int, field: str) -> None:
    if row.archived_at is not None:
        raise ProductArchived(row.id, row.sku, f"lines.{place}.{field}")
    if row.kind != "product":
        raise NoStockOfItsOwn(product_id=row.id, kind=row.kind)
    if entry.units is not None and not fits(entry.units, row.quantity_decimals):
        raise QuantityPrecision(
            decimal_places=row.quantity_decimals,
            field=f"lines.{place}.units",
            product_id=row.id,
        )


async def _lines(
    db: AsyncSession, count_id: int, product_ids: list[int]
) -> dict[int, int]:
    """The line of each product; of two who add one at once, the second waits."""
    new = [{"count_id": count_id, "product_id": id_} for id_ in product_ids]
    await db.execute(insert(StockCountLine).values(new).on_conflict_do_nothing())
    rows = await db.execute(
        select(StockCountLine.product_id, StockCountLine.id).where(
            StockCountLine.count_id == count_id,
            StockCountLine.product_id.in_(product_ids),
        )
    )
    return {row.product_id: row.id for row in rows}


_KEY = ("line_id", "round", "counted_by", "place")


async def _store(
    db: AsyncSession,
    entries: Sequence[CountedUnits],
    lines: Sequence[int],
    *,
    actor: int,
) -> None:
    """Of two words of the same place in one request the last holds."""
    latest: dict[tuple[int, int, int, str], CountedUnits] = {
        (line, entry.round, actor, entry.place): entry
        for line, entry in zip(lines, entries, strict=True)
    }
    taken_back = [key for key, entry in latest.items() if entry.units is None]
    rows = [
        dict(zip(_KEY, key, strict=True))
        | {"units": entry.units, "counted_at": entry.counted_at}
        for key, entry in sorted(latest.items(), key=lambda each: each[0])
        if entry.units is not None
    ]
    if taken_back:
        key = tuple_(*(getattr(StockCountEntry, name) for name in _KEY))
        await db.execute(delete(StockCountEntry).where(key.in_(taken_back)))
    if rows:
        written = insert(StockCountEntry)
        await db.execute(
            written.on_conflict_do_update(
                index_elements=list(_KEY),
                set_={
                    "units": written.excluded.units,
                    "counted_at": written.excluded.counted_at,
                },
            ),
            rows,
        )


def _entries(
    entries: Sequence[CountedUnits], products: Sequence[int]
) -> list[dict[str, Any]]:
    return [
        {
            "product_id": product_id,
            "units": None if entry.units is None else as_json(entry.units),
            "counted_at": entry.counted_at,
            "place": entry.place,
            "round": entry.round,
        }
        for product_id, entry in zip(products, entries, strict=True)
    ]
