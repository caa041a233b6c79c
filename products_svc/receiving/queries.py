"""Reads of receipts."""

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc.purchasing.errors import OrderNotFound
from products_svc.tables import PurchaseOrder, PurchaseReceipt, PurchaseReceiptLine


@dataclass(frozen=True, slots=True)
class Receipt:
    receipt: PurchaseReceipt
    lines: list[PurchaseReceiptLine] = field(default_factory=list)


async def receipts_of(db: AsyncSession, order_id: int) -> list[Receipt]:
    """What came in of an order, the first delivery first; raises ``OrderNotFound``."""
    if await db.get(PurchaseOrder, order_id) is None:
        raise OrderNotFound(order_id)
    rows = await db.execute(
        select(PurchaseReceipt, PurchaseReceiptLine)
        .join(PurchaseReceiptLine, PurchaseReceiptLine.receipt_id == PurchaseReceipt.id)
        .where(PurchaseReceipt.order_id == order_id)
        .order_by(PurchaseReceipt.id, PurchaseReceiptLine.id)
    )
    found: dict[int, Receipt] = {}
    for receipt, line in rows:
        found.setdefault(receipt.id, Receipt(receipt)).lines.append(line)
    return list(found.values())
