"""Reads of transfers: one, lists, what is in transit, and the snapshot for rebuilding."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Select, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc.stock.rules import LotPart
from products_svc.tables import (
    Lot,
    LotMovement,
    Product,
    StockMovement,
    Transfer,
    TransferLine,
    TransferReceipt,
    TransferReceiptLine,
)
from products_svc.transfers.errors import TransferNotFound
from products_svc.transfers.facts import transfer_changed
from shared.contracts.snapshots import TransferLine as SnapshotLine
from shared.http.pages import Page, read_cursor, write_cursor
from shared.quantities import Units, exact
from shared.types import Id


@dataclass(frozen=True, slots=True)
class Goods:
    """A transfer and its lines, in the order in which they were said."""

    transfer: Transfer
    lines: list[TransferLine]


@dataclass(frozen=True, slots=True)
class Arrived:
    receipt: TransferReceipt
    lines: list[TransferReceiptLine] = field(default_factory=list)


async def lock_transfer(db: AsyncSession, transfer_id: int) -> Goods:
    """A transfer that nobody else changes meanwhile; raises ``TransferNotFound``."""
    transfer = await db.scalar(
        select(Transfer).where(Transfer.id == transfer_id).with_for_update()
    )
    if transfer is None:
        raise TransferNotFound(transfer_id)
    lines = await db.scalars(
        select(TransferLine)
        .where(TransferLine.transfer_id == transfer_id)
        .order_by(TransferLine.id)
    )
    return Goods(transfer, list(lines))


async def lots_in_transit(
    db: AsyncSession, transfer_id: int
) -> dict[int, list[LotPart]]:
    """By product the lots that are on their way, what expires first in front."""
    units = -func.sum(LotMovement.delta)
    columns: tuple[Any, ...] = (
        Lot.product_id, Lot.code, Lot.expires_on, units.label("units")
    )  # fmt: skip
    rows = await db.execute(
        select(*columns)
        .join(LotMovement, LotMovement.lot_id == Lot.id)
        .join(StockMovement, StockMovement.id == LotMovement.movement_id)
        .where(
            StockMovement.source == f"transfer/{transfer_id}",
            StockMovement.reason.in_(("transfer_out", "transfer_in")),
        )
        .group_by(Lot.product_id, Lot.code, Lot.expires_on)
        .having(units > 0)
        .order_by(Lot.expires_on.nulls_last(), Lot.code)
    )
    found: dict[int, list[LotPart]] = defaultdict(list)
    for row in rows:
        part = LotPart(row.code, row.expires_on, exact(row.units))
        found[row.product_id].append(part)
    return found


@dataclass(frozen=True, slots=True)
class ShownLine:
    line: TransferLine
    sku: str
    name: str
    unit: str


@dataclass(frozen=True, slots=True)
class ShownTransfer:
    """A transfer with the names that people know things by, and what came in of it."""

    transfer: Transfer
    lines: list[ShownLine]
    receipts: list[Arrived]


async def get_transfer(db: AsyncSession, transfer_id: int) -> ShownTransfer:
    """Raises ``TransferNotFound``."""
    transfer = await db.get(Transfer, transfer_id)
    if transfer is None:
        raise TransferNotFound(transfer_id)
    columns: tuple[Any, ...] = (TransferLine, Product.sku, Product.name, Product.unit)
    rows = await db.execute(
        select(*columns)
        .join(Product, Product.id == TransferLine.product_id)
        .where(TransferLine.transfer_id == transfer_id)
        .order_by(TransferLine.id)
    )
    lines = [ShownLine(*row) for row in rows]
    return ShownTransfer(transfer, lines, await _receipts(db, transfer_id))


async def _receipts(db: AsyncSession, transfer_id: int) -> list[Arrived]:
    rows = await db.execute(
        select(TransferReceipt, TransferReceiptLine)
        .join(TransferReceiptLine, TransferReceiptLine.receipt_id == TransferReceipt.id)
        .where(TransferReceipt.transfer_id == transfer_id)
        .order_by(TransferReceipt.id, TransferReceiptLine.id)
    )
    found: dict[int, Arrived] = {}
    for receipt, line in rows:
        found.setdefault(receipt.id, Arrived(receipt)).lines.append(line)
    return list(found.values())


@dataclass(frozen=True, slots=True)
class TransferFilter:
    """``location_id``: from there or to there."""

    statuses: Sequence[str] = ()
    location_id: int | None = None
    product_id: int | None = None

    def apply(self, query: Select[Any]) -> Select[Any]:
        if self.statuses:
            query = query.where(Transfer.status.in_(self.statuses))
        if self.location_id is not None:
            query = query.where(
                (Transfer.from_location_id == self.location_id)
                | (Transfer.to_location_id == self.location_id)
            )
        if self.product_id is not None:
            query = query.where(
                exists().where(
                    TransferLine.transfer_id == Transfer.id,
                    TransferLine.product_id == self.product_id,
                )
            )
        return query


@dataclass(frozen=True, slots=True)
class ListedTransfer:
    id: int
    from_location_id: int
    to_location_id: int
    status: str
    expected_on: date | None
    line_count: int
    version: int
    created_at: datetime
    shipped_at: datetime | None
    ended_at: datetime | None


_line_count = (
    select(func.count())
    .where(TransferLine.transfer_id == Transfer.id)
    .correlate(Transfer)
    .scalar_subquery()
)
_LISTED: tuple[Any, ...] = (
    Transfer.id,
    Transfer.from_location_id,
    Transfer.to_location_id,
    Transfer.status,
    Transfer.expected_on,
    _line_count,
    Transfer.version,
    Transfer.created_at,
    Transfer.shipped_at,
    Transfer.ended_at,
)
_BY_ID: TypeAdapter[tuple[Id]] = TypeAdapter(tuple[Id])


async def count_transfers(db: AsyncSession, transfer_filter: TransferFilter) -> int:
    query = transfer_filter.apply(select(func.count()).select_from(Transfer))
    return await db.scalar(query) or 0


def _listed(transfer_filter: TransferFilter) -> Select[Any]:
    return transfer_filter.apply(select(*_LISTED)).order_by(Transfer.id.desc())


async def list_transfers(
    db: AsyncSession, transfer_filter: TransferFilter, page: Page
) -> list[ListedTransfer]:
    """Newest first."""
    query = _listed(transfer_filter).limit(page.limit).offset(page.offset)
    return [ListedTransfer(*row) for row in await db.execute(query)]


async def list_transfers_after(
    db: AsyncSession, transfer_filter: TransferFilter, cursor: str, limit: int
) -> tuple[list[ListedTransfer], str | None]:
    query = _listed(transfer_filter)
    last = read_cursor(cursor, _BY_ID)
    if last is not None:
        query = query.where(Transfer.id < last[0])
    rows = [ListedTransfer(*row) for row in await db.execute(query.limit(limit + 1))]
    if len(rows) <= limit:
        return rows, None
    return rows[:limit], write_cursor(rows[limit - 1].id)


@dataclass(frozen=True, slots=True)
class InTransit:
    """Units of a line that are on their way, and what they left with."""

    line_id: int
    transfer_id: int
    product_id: int
    from_location_id: int
    to_location_id: int
    units: Units
    value: Decimal | None
    shipped_at: datetime
    expected_on: date | None


@dataclass(frozen=True, slots=True)
class TransitFilter:
    product_id: int | None = None
    from_location_id: int | None = None
    to_location_id: int | None = None

    def apply(self, columns: tuple[Any, ...]) -> Select[Any]:
        query: Select[Any] = (
            select(*columns)
            .select_from(TransferLine)
            .join(Transfer, Transfer.id == TransferLine.transfer_id)
            .where(TransferLine.open > 0)
        )
        equal: list[tuple[Any, Any]] = [
            (TransferLine.product_id, self.product_id),
            (Transfer.from_location_id, self.from_location_id),
            (Transfer.to_location_id, self.to_location_id),
        ]
        return query.where(*(c == value for c, value in equal if value is not None))


_TRANSIT: tuple[Any, ...] = (
    TransferLine.id,
    TransferLine.transfer_id,
    TransferLine.product_id,
    Transfer.from_location_id,
    Transfer.to_location_id,
    TransferLine.open,
    TransferLine.value - TransferLine.value_received,
    Transfer.shipped_at,
    Transfer.expected_on,
)


async def count_in_transit(db: AsyncSession, transit: TransitFilter) -> int:
    return await db.scalar(transit.apply((func.count(),))) or 0


async def list_in_transit(
    db: AsyncSession, transit: TransitFilter, page: Page
) -> list[InTransit]:
    """What has been on its way longest first."""
    query = transit.apply(_TRANSIT).order_by(TransferLine.id)
    rows = await db.execute(query.limit(page.limit).offset(page.offset))
    return [InTransit(*row) for row in rows]


async def list_in_transit_after(
    db: AsyncSession, transit: TransitFilter, cursor: str, limit: int
) -> tuple[list[InTransit], str | None]:
    query = transit.apply(_TRANSIT).order_by(TransferLine.id)
    last = read_cursor(cursor, _BY_ID)
    if last is not None:
        query = query.where(TransferLine.id > last[0])
    rows = [InTransit(*row) for row in await db.execute(query.limit(limit + 1))]
    if len(rows) <= limit:
        return rows, None
    return rows[:limit], write_cursor(rows[limit - 1].line_id)


async def transfer_snapshot(
    db: AsyncSession, after: int, limit: int
) -> list[SnapshotLine]:
    """Lines of which something is on its way, by their id."""
    rows = await db.execute(
        select(Transfer, TransferLine)
        .join(TransferLine, TransferLine.transfer_id == Transfer.id)
        .where(TransferLine.open > 0, TransferLine.id > after)
        .order_by(TransferLine.id)
        .limit(limit)
    )
    return [
        SnapshotLine(**transfer_changed(transfer, line).model_dump())
        for transfer, line in rows
    ]
