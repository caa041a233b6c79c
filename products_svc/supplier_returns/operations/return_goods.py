"""Send goods back to their supplier: document, stock and ledger in one transaction."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc import audit
from products_svc.errors import ProductNotFound
from products_svc.locations.queries import get_location
from products_svc.lots.errors import LotNotFound
from products_svc.stock.operations.move_stock import Move, move_stock
from products_svc.stock.rules import LotPart
from products_svc.supplier_returns.errors import (
    MoreThanReceived,
    ReceiptLineNotFound,
)
from products_svc.supplier_returns.queries import GoodsBack
from products_svc.supplier_returns.rules import (
    SupplierReturnDraft,
    SupplierReturnLineDraft,
    worth_of,
)
from products_svc.suppliers.queries import get_supplier
from products_svc.tables import (
    Lot,
    Product,
    PurchaseOrder,
    PurchaseOrderLine,
    PurchaseReceipt,
    PurchaseReceiptLine,
    SupplierReturn,
    SupplierReturnLine,
)
from shared.quantities import Units, as_json, exact


async def return_goods(
    db: AsyncSession, draft: SupplierReturnDraft, *, actor: int
) -> GoodsBack:
    """What went back; never more than is there, nor than came in by a line of a receipt.

    Raises ``SupplierNotFound``, ``LocationNotFound``, ``ProductNotFound``,
    ``ReceiptLineNotFound``, ``MoreThanReceived``, ``LotNotFound``, ``InsufficientStock``,
    ``InsufficientLot`` and ``QuantityPrecision``.
    """
    await get_supplier(db, draft.supplier_id)
    await get_location(db, draft.location_id)
    await _require_products(db, draft.lines)
    await _require_received(db, draft)
    lots = await _lots(db, draft)
    back = SupplierReturn(
        supplier_id=draft.supplier_id,
        location_id=draft.location_id,
        reason=draft.reason,
        reference=draft.reference,
        note=draft.note,
        returned_by=actor,
    )
    db.add(back)
    await db.flush()
    lines = [
        SupplierReturnLine(
            return_id=back.id,
            product_id=each.product_id,
            receipt_line_id=each.receipt_line_id,
            quantity=each.quantity,
            unit_credit=each.unit_credit,
        )
        for each in draft.lines
    ]
    db.add_all(lines)
    await db.flush()
    await _move(db, back, lines, draft.lines, lots, actor=actor)
    await db.flush()
    await db.refresh(back)
    await audit.record(
        db,
        "supplier_return.recorded",
        f"supplier_return/{back.id}",
        actor=actor,
        changes={
            "supplier_id": back.supplier_id,
            "location_id": back.location_id,
            "reason": back.reason,
            "lines": [
                {"product_id": line.product_id, "quantity": as_json(line.quantity)}
                for line in lines
            ],
        },
    )
    return GoodsBack(back, lines)


async def _require_products(
    db: AsyncSession, lines: Sequence[SupplierReturnLineDraft]
) -> None:
    """Archived ones may go back too."""
    product_ids = {line.product_id for line in lines}
    found = set(await db.scalars(select(Product.id).where(Product.id.in_(product_ids))))
    if product_ids - found:
        raise ProductNotFound(min(product_ids - found))


async def _require_received(db: AsyncSession, draft: SupplierReturnDraft) -> None:
    """With the lines of the receipts locked: of two who send the same back at once, the
    second meets what the first left."""
    ids = sorted({e.receipt_line_id for e in draft.lines if e.receipt_line_id})
    if not ids:
        return
    left = await _left(db, draft.supplier_id, ids)
    for place, each in enumerate(draft.lines):
        if each.receipt_line_id is None:
            continue
        field = f"lines.{place}.receipt_line_id"
        key = (each.receipt_line_id, each.product_id)
        if key not in left:
            raise ReceiptLineNotFound(each.receipt_line_id, field)
        if each.quantity > left[key]:
            raise MoreThanReceived(each.receipt_line_id, left[key], field)
        left[key] = exact(left[key] - each.quantity)


async def _left(
    db: AsyncSession, supplier_id: int, ids: Sequence[int]
) -> dict[tuple[int, int], Units]:
    received = await db.execute(
        select(
            PurchaseReceiptLine.id,
            PurchaseOrderLine.product_id,
            PurchaseReceiptLine.quantity,
        )
        .join(PurchaseOrderLine, PurchaseOrderLine.id == PurchaseReceiptLine.line_id)
        .join(PurchaseReceipt, PurchaseReceipt.id == PurchaseReceiptLine.receipt_id)
        .join(PurchaseOrder, PurchaseOrder.id == PurchaseReceipt.order_id)
        .where(
            PurchaseReceiptLine.id.in_(ids), PurchaseOrder.supplier_id == supplier_id
        )
        .order_by(PurchaseReceiptLine.id)
        .with_for_update(of=PurchaseReceiptLine)
    )
    came = {row.id: row for row in received}
    gone: dict[int, Any] = defaultdict(int)
    for row in await db.execute(
        select(
            SupplierReturnLine.receipt_line_id,
            func.sum(SupplierReturnLine.quantity).label("units"),
        )
        .where(SupplierReturnLine.receipt_line_id.in_(ids))
        .group_by(SupplierReturnLine.receipt_line_id)
    ):
        gone[row.receipt_line_id] = row.units
    return {
        (id_, row.product_id): exact(row.quantity - gone[id_])
        for id_, row in came.items()
    }


async def _lots(db: AsyncSession, draft: SupplierReturnDraft) -> dict[int, Lot]:
    ids = {each.lot_id for each in draft.lines if each.lot_id is not None}
    found = await db.scalars(select(Lot).where(Lot.id.in_(ids)))
    lots = {lot.id: lot for lot in found if lot.location_id == draft.location_id}
    for each in draft.lines:
        lot = lots.get(each.lot_id or 0)
        if each.lot_id and (lot is None or lot.product_id != each.product_id):
            raise LotNotFound(each.lot_id)
    return lots


async def _move(
    db: AsyncSession,
    back: SupplierReturn,
    lines: Sequence[SupplierReturnLine],
    drafts: Sequence[SupplierReturnLineDraft],
    lots: Mapping[int, Lot],
    *,
    actor: int,
) -> None:
    moved = await move_stock(
        db,
        [
            Move(
                line.product_id,
                back.location_id,
                -line.quantity,
                "supplier_return",
                f"supplier_return_line/{line.id}",
                worth=worth_of(draft),
                lots=_part(lots.get(draft.lot_id or 0), line.quantity),
            )
            for line, draft in zip(lines, drafts, strict=True)
        ],
        source=f"supplier_return/{back.id}",
        actor=actor,
        field="lines",
    )
    for line, movement in zip(lines, moved, strict=True):
        line.movement_id = movement.movement_id
        line.value = None if movement.value is None else -movement.value


def _part(lot: Lot | None, units: Units) -> list[LotPart]:
    return [] if lot is None else [LotPart(lot.code, lot.expires_on, units)]
