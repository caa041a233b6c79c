"""Take units of one lot off the shelf that nobody will sell."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc import audit
from products_svc.errors import InsufficientLot
from products_svc.lots.errors import LotNotFound
from products_svc.stock.operations.move_stock import Move, move_stock
from products_svc.stock.rules import LotPart
from products_svc.tables import Lot
from shared.quantities import Units, as_json

_HOLD = text("SELECT hold_shelves(:location_id, ARRAY[CAST(:id AS bigint)], '{false}')")


async def write_off_lot(
    db: AsyncSession,
    lot_id: int,
    *,
    quantity: Units | None,
    reason: str,
    note: str | None,
    actor: int,
) -> Lot:
    """The lot afterwards; without a quantity nothing of it is left.

    Raises ``LotNotFound``, ``InsufficientLot`` and ``QuantityPrecision``.
    """
    lot = await db.get(Lot, lot_id)
    if lot is None:
        raise LotNotFound(lot_id)
    # Whoever sells of it waits, or has sold before what is read next.
    await db.execute(_HOLD, {"location_id": lot.location_id, "id": lot.product_id})
    await db.refresh(lot)
    units = lot.on_hand if quantity is None else quantity
    if not units or units > lot.on_hand:
        raise InsufficientLot(lot_id=lot_id, left=lot.on_hand)
    (moved,) = await move_stock(
        db,
        [
            Move(
                lot.product_id,
                lot.location_id,
                -units,
                reason,
                f"lot/{lot_id}/{lot.version + 1}",
                note,
                lots=[LotPart(lot.code, lot.expires_on, units)],
            )
        ],
        source=f"lot/{lot_id}",
        actor=actor,
        field="quantity",
    )
    await db.refresh(lot)
    await audit.record(
        db,
        "lot.written_off",
        f"lot/{lot_id}",
        actor=actor,
        version=lot.version,
        changes={
            "movement_id": moved.movement_id,
            "reason": reason,
            "units": as_json(units),
        },
    )
    return lot
