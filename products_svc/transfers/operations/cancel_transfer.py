"""Cancel a transfer of which nothing has left."""

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc.tables import IN_TRANSIT
from products_svc.transfers.errors import TransferEnded, TransferShipped
from products_svc.transfers.facts import state_of
from products_svc.transfers.operations.record_change import record_change
from products_svc.transfers.queries import Goods, lock_transfer


async def cancel_transfer(
    db: AsyncSession, transfer_id: int, *, reason: str, actor: int
) -> Goods:
    """The transfer as cancelled; one that is cancelled already stays as it is.

    Raises ``TransferNotFound``, ``TransferShipped`` and ``TransferEnded``.
    """
    found = await lock_transfer(db, transfer_id)
    transfer = found.transfer
    if transfer.status == "cancelled":
        return found
    if transfer.status in IN_TRANSIT:
        raise TransferShipped
    if transfer.status != "draft":
        raise TransferEnded(transfer.status)
    before = state_of(transfer, found.lines)
    transfer.status, transfer.reason = "cancelled", reason
    transfer.ended_at = func.clock_timestamp()
    await record_change(
        db,
        found,
        "transfer.cancelled",
        actor=actor,
        before=before,
        said={"reason": reason},
    )
    return found
