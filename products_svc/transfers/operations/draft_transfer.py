"""Write down what is to go from one location to another; nothing moves yet."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc.errors import ProductNotFound, QuantityPrecision
from products_svc.locations.queries import hold_location
from products_svc.tables import Product, Transfer, TransferLine
from products_svc.transfers.errors import SameLocation
from products_svc.transfers.operations.record_change import record_change
from products_svc.transfers.queries import Goods
from products_svc.transfers.rules import TransferLineDraft
from shared.quantities import fits


async def draft_transfer(
    db: AsyncSession,
    from_location_id: int,
    to_location_id: int,
    lines: Sequence[TransferLineDraft],
    *,
    note: str | None,
    actor: int,
) -> Goods:
    """The draft; of products that are archived too, as what is left of them may move.

    Raises ``SameLocation``, ``LocationNotFound``, ``LocationArchived``,
    ``ProductNotFound`` and ``QuantityPrecision``.
    """
    if from_location_id == to_location_id:
        raise SameLocation
    for location_id in sorted((from_location_id, to_location_id)):
        await hold_location(db, location_id)
    await _require_products(db, lines)
    transfer = Transfer(
        from_location_id=from_location_id,
        to_location_id=to_location_id,
        note=note,
        created_by=actor,
    )
    db.add(transfer)
    await db.flush()
    new = [
        TransferLine(
            transfer_id=transfer.id,
            product_id=line.product_id,
            quantity=line.quantity,
            shipped=0,
            received=0,
            lost=0,
        )
        for line in lines
    ]
    db.add_all(new)
    drafted = Goods(transfer, new)
    await record_change(db, drafted, "transfer.drafted", actor=actor, before={})
    return drafted


async def _require_products(
    db: AsyncSession, lines: Sequence[TransferLineDraft]
) -> None:
    rows = await db.execute(
        select(Product.id, Product.quantity_decimals).where(
            Product.id.in_({line.product_id for line in lines})
        )
    )
    decimals = {row.id: row.quantity_decimals for row in rows}
    for place, line in enumerate(lines):
        if line.product_id not in decimals:
            raise ProductNotFound(line.product_id)
        if not fits(line.quantity, decimals[line.product_id]):
            raise QuantityPrecision(
                decimal_places=decimals[line.product_id],
                field=f"lines.{place}.quantity",
                product_id=line.product_id,
            )
