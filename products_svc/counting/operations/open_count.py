"""Begin to count: a sheet of what is to be counted."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import exists, insert, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc import audit
from products_svc.catalogue.queries import ProductFilter
from products_svc.counting.rules import Thresholds
from products_svc.errors import ProductArchived, ProductNotFound
from products_svc.locations.queries import hold_location
from products_svc.tables import (
    Product,
    Stock,
    StockCount,
    StockCountLine,
    StockMovement,
    ToCount,
)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which products are on a sheet: those that fit all that is said."""

    category: str | None
    q: str | None
    product_ids: list[int] | None
    to_count: bool
    not_counted_days: int | None


async def open_count(
    db: AsyncSession,
    location_id: int,
    selection: Selection,
    thresholds: Thresholds,
    *,
    blind: bool,
    note: str | None,
    actor: int,
) -> StockCount:
    """The sheet, with the live products that the location has had; those that are named
    by their ids also when it never had them.

    Raises ``LocationNotFound``, ``LocationArchived``, ``ProductNotFound`` and
    ``ProductArchived``.
    """
    await hold_location(db, location_id)
    await _require_countable(db, selection.product_ids or [])
    count = StockCount(
        location_id=location_id,
        blind=blind,
        selection=asdict(selection),
        recount_percent=thresholds.percent,
        recount_units=thresholds.units,
        recount_value=thresholds.value,
        note=note,
        created_by=actor,
    )
    db.add(count)
    await db.flush()
    await db.refresh(count)
    await _add_lines(db, count, selection)
    await audit.record(
        db,
        "count.opened",
        f"count/{count.id}",
        actor=actor,
        changes={"location_id": location_id, "filter": asdict(selection)},
    )
    return count


async def _require_countable(db: AsyncSession, product_ids: list[int]) -> None:
    rows = await db.execute(
        select(Product.id, Product.sku, Product.archived_at).where(
            Product.id.in_(product_ids)
        )
    )
    found = {row.id: row for row in rows}
    for place, product_id in enumerate(product_ids):
        if product_id not in found:
            raise ProductNotFound(product_id)
        if found[product_id].archived_at is not None:
            field = f"filter.product_ids.{place}"
            raise ProductArchived(product_id, found[product_id].sku, field)


async def _add_lines(db: AsyncSession, count: StockCount, selection: Selection) -> None:
    columns: tuple[Any, ...] = (literal(count.id), Product.id)
    chosen = ProductFilter(
        words=selection.q or "",
        category=selection.category,
        ids=selection.product_ids,
    ).apply(select(*columns))
    if selection.product_ids is None:
        chosen = chosen.where(_at(Stock, count.location_id))
    if selection.to_count:
        chosen = chosen.where(_at(ToCount, count.location_id))
    if selection.not_counted_days is not None:
        since = count.created_at - timedelta(days=selection.not_counted_days)
        chosen = chosen.where(~_counted_since(count.location_id, since))
    await db.execute(
        insert(StockCountLine).from_select(
            ["count_id", "product_id"], chosen.order_by(Product.name_key, Product.id)
        )
    )


def _counted_since(location_id: int, since: datetime) -> Any:
    """On a sheet that was posted, whether or not anything differed, or by hand."""
    on_sheet = (
        exists()
        .where(
            StockCountLine.product_id == Product.id,
            StockCountLine.outcome.in_(("posted", "no_difference")),
            StockCount.id == StockCountLine.count_id,
            StockCount.location_id == location_id,
            StockCount.ended_at >= since,
        )
        .correlate(Product)
    )
    by_hand = exists().where(
        StockMovement.product_id == Product.id,
        StockMovement.location_id == location_id,
        StockMovement.reason == "count",
        StockMovement.ts >= since,
    )
    return on_sheet | by_hand


def _at(table: type[Stock] | type[ToCount], location_id: int) -> Any:
    return exists().where(
        table.product_id == Product.id, table.location_id == location_id
    )
