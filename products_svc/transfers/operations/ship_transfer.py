"""Send goods off: they leave one location and are on their way."""

from datetime import date, timedelta

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc.locations.queries import hold_location
from products_svc.stock.operations.move_stock import Move, move_stock
from products_svc.tables import IN_TRANSIT
from products_svc.transfers.errors import TransferEnded
from products_svc.transfers.facts import state_of, subject
from products_svc.transfers.operations.record_change import record_change
from products_svc.transfers.queries import Goods, lock_transfer
from shared.clock import business_today


async def ship_transfer(
    db: AsyncSession, transfer_id: int, *, expected_on: date | None, actor: int
) -> Goods:
    """The transfer as shipped; one that has left already stays as it is. Without a day
    goods are expected after the days that a transfer to there takes.

    Raises ``TransferNotFound``, ``TransferEnded``, ``LocationArchived``,
    ``InsufficientStock`` and ``QuantityPrecision``.
    """
    found = await lock_transfer(db, transfer_id)
    transfer = found.transfer
    if transfer.status in IN_TRANSIT:
        return found
    if transfer.status != "draft":
        raise TransferEnded(transfer.status)
    before = state_of(transfer, found.lines)
    # Whoever archives it waits, and then finds what is on its way there.
    there = await hold_location(db, transfer.to_location_id)
    moved = await move_stock(
        db,
        [
            Move(
                line.product_id,
                transfer.from_location_id,
                -line.quantity,
                "transfer_out",
                f"transfer_line/{line.id}",
            )
            for line in found.lines
        ],
        source=subject(transfer),
        actor=actor,
        field="lines",
    )
    for line, movement in zip(found.lines, moved, strict=True):
        line.shipped = line.quantity
        line.value = None if movement.value is None else -movement.value
    usual = business_today() + timedelta(days=there.transfer_days)
    transfer.expected_on = expected_on or usual
    transfer.status = "in_transit"
    transfer.shipped_by, transfer.shipped_at = actor, func.clock_timestamp()
    await record_change(db, found, "transfer.shipped", actor=actor, before=before)
    return found
