"""Take in goods that were ordered: receipt, stock and ledger in one transaction."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import func, text
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc.errors import stock_errors
from products_svc.lots.errors import LotExpired
from products_svc.lots.operations.settle_lots import settle_lots
from products_svc.purchasing.errors import (
    OrderEnded,
    OrderLineNotFound,
    OrderNotPlaced,
    OverReceipt,
)
from products_svc.purchasing.facts import state_of, subject_of
from products_svc.purchasing.operations.record_change import (
    record_change,
    require_seen,
)
from products_svc.purchasing.queries import Order, lock_order
from products_svc.purchasing.rules import open_units, status_of, units_of_cases
from products_svc.receiving.queries import Receipt
from products_svc.receiving.rules import ReceiptDraft, landed_costs
from products_svc.stock.rules import LotPart
from products_svc.suppliers.operations.learn_lead_times import ask_to_learn
from products_svc.tables import (
    AWAITED,
    PurchaseOrderLine,
    PurchaseReceipt,
    PurchaseReceiptLine,
)
from shared.clock import business_today, utc_now
from shared.context import request_id
from shared.db.database import WROTE_EVENTS
from shared.quantities import Units, as_json

_RECEIVE = text(
    "SELECT reference, movement_id FROM receive_stock(:location_id,"
    " CAST(:products AS bigint[]), CAST(:quantities AS numeric[]),"
    " CAST(:costs AS numeric[]), CAST(:worths AS numeric[]), CAST(:refs AS text[]),"
    " :source, :actor, :correlation_id)"
)


async def receive_order(
    db: AsyncSession,
    order_id: int,
    draft: ReceiptDraft,
    *,
    if_match: str | None,
    actor: int,
) -> tuple[Receipt, Order]:
    """The receipt, and the order after it. A second receiver waits for the first, and
    then meets what is still open.

    Raises ``OrderNotFound``, ``OrderChangedMeanwhile``, ``OrderNotPlaced``,
    ``OrderEnded`` of a cancelled one, ``OrderLineNotFound``, ``OverReceipt``, ``LotExpired``,
    ``ChargesWithoutGoods``, ``CostTooLarge``, ``LocationArchived``,
    ``QuantityPrecision`` and ``TooMuchStock``.
    """
    found = await lock_order(db, order_id)
    order = found.order
    await require_seen(db, order, if_match)
    if order.status == "draft":
        raise OrderNotPlaced
    if order.status == "cancelled":
        raise OrderEnded(order.status)
    lines = _by_id(found.lines, draft)
    draft = _in_units(lines, draft)
    if not draft.confirm_expired:
        _require_unexpired(draft)
    if not draft.confirm_over_receipt:
        _require_expected(lines, draft)
    before = state_of(order, found.lines)
    receipt = await _record(db, found, lines, draft, actor=actor)
    await _put_on_shelves(db, found, lines, receipt, actor=actor)
    for each in receipt.lines:
        lines[each.line_id].received += each.quantity
    # What was closed short and comes after all leaves the order closed.
    order.status = status_of(found.lines)
    if order.status not in AWAITED:
        order.ended_at = func.clock_timestamp()
    await record_change(
        db,
        found,
        "order.received",
        actor=actor,
        before=before,
        said={"receipt_id": receipt.receipt.id},
    )
    await ask_to_learn(db, order.supplier_id)
    return receipt, found


def _by_id(
    lines: Sequence[PurchaseOrderLine], draft: ReceiptDraft
) -> dict[int, PurchaseOrderLine]:
    by_id = {line.id: line for line in lines}
    for place, each in enumerate(draft.lines):
        if each.line_id not in by_id:
            raise OrderLineNotFound(each.line_id, f"lines.{place}.line_id")
    return by_id


def _in_units(
    lines: Mapping[int, PurchaseOrderLine], draft: ReceiptDraft
) -> ReceiptDraft:
    """Cases as they were ordered; raises ``NoCase`` and ``CasesDiffer``."""
    counted = []
    for place, each in enumerate(draft.lines):
        units_per_case = lines[each.line_id].units_per_case
        field = f"lines.{place}.cases"
        units = units_of_cases(each.cases, each.quantity, units_per_case, field)
        counted.append(replace(each, quantity=units))
    return replace(draft, lines=counted)


def _require_expected(
    lines: Mapping[int, PurchaseOrderLine], draft: ReceiptDraft
) -> None:
    """A line may come in several lots: all of them count."""
    units: dict[int, Units] = defaultdict(int)
    for each in draft.lines:
        units[each.line_id] += each.quantity
    over = [
        {
            "line_id": line_id,
            "ordered": as_json(lines[line_id].quantity),
            "received": as_json(lines[line_id].received),
            "open": as_json(open_units(lines[line_id])),
            "quantity": as_json(quantity),
        }
        for line_id, quantity in units.items()
        if quantity > open_units(lines[line_id])
    ]
    if over:
        raise OverReceipt(over)


def _require_unexpired(draft: ReceiptDraft) -> None:
    """A date in the past is a slip of the pen, or goods that nobody wants."""
    today = business_today()
    expired = [
        {"place": place, "lot": each.lot, "expires_on": each.expires_on.isoformat()}
        for place, each in enumerate(draft.lines)
        if each.quantity and each.expires_on is not None and each.expires_on < today
    ]
    if expired:
        raise LotExpired(expired)


async def _record(
    db: AsyncSession,
    found: Order,
    lines: Mapping[int, PurchaseOrderLine],
    draft: ReceiptDraft,
    *,
    actor: int,
) -> Receipt:
    costs = [
        lines[each.line_id].unit_cost if each.unit_cost is None else each.unit_cost
        for each in draft.lines
    ]
    landed = landed_costs(
        [(each.quantity, cost) for each, cost in zip(draft.lines, costs, strict=True)],
        rate=found.order.rate,
        charges=draft.freight + draft.duty,
        spread=draft.spread,
    )
    receipt = PurchaseReceipt(
        order_id=found.order.id,
        received_at=draft.received_at or utc_now(),
        delivery_note=draft.delivery_note,
        freight=draft.freight,
        duty=draft.duty,
        spread=draft.spread,
        received_by=actor,
    )
    db.add(receipt)
    await db.flush()
    recorded = [
        PurchaseReceiptLine(
            receipt_id=receipt.id,
            line_id=each.line_id,
            quantity=each.quantity,
            unit_cost=cost,
            landed_unit_cost=here.unit_cost,
            value=here.value,
            lot=each.lot,
            expires_on=each.expires_on,
            discrepancy_quantity=each.discrepancy and each.discrepancy.quantity,
            discrepancy_reason=each.discrepancy and each.discrepancy.reason,
            discrepancy_note=each.discrepancy and each.discrepancy.note,
        )
        for each, cost, here in zip(draft.lines, costs, landed, strict=True)
    ]
    db.add_all(recorded)
    await db.flush()
    return Receipt(receipt, recorded)


async def _put_on_shelves(
    db: AsyncSession,
    found: Order,
    lines: Mapping[int, PurchaseOrderLine],
    receipt: Receipt,
    *,
    actor: int,
) -> None:
    """By the one function that writes stock for receipts; each line its own movement."""
    goods = {f"receipt/{each.id}": each for each in receipt.lines if each.quantity}
    location = found.order.location_id
    with stock_errors(location, "lines"):
        moved = await db.execute(
            _RECEIVE,
            {
                "location_id": location,
                "products": [lines[each.line_id].product_id for each in goods.values()],
                "quantities": [each.quantity for each in goods.values()],
                "costs": [each.landed_unit_cost for each in goods.values()],
                "worths": [each.value for each in goods.values()],
                "refs": list(goods),
                "source": subject_of(found.order),
                "actor": actor,
                "correlation_id": request_id() or None,
            },
        )
    for reference, movement_id in moved:
        goods[reference].movement_id = movement_id
    await settle_lots(
        db,
        {
            each.movement_id: [LotPart(each.lot, each.expires_on, each.quantity)]
            for each in goods.values()
            if each.movement_id and (each.lot or each.expires_on)
        },
    )
    db.info[WROTE_EVENTS] = True
