"""Take in goods that were on their way: units, and the value they left with."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from sqlalchemy import func
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc.stock.operations.move_stock import Move, move_stock
from products_svc.tables import (
    IN_TRANSIT,
    Transfer,
    TransferLine,
    TransferReceipt,
    TransferReceiptLine,
)
from products_svc.transfers.errors import (
    MoreThanInTransit,
    TransferEnded,
    TransferLineNotFound,
    TransferNotShipped,
)
from products_svc.transfers.facts import state_of, subject
from products_svc.transfers.operations.record_change import record_change
from products_svc.transfers.queries import (
    Arrived,
    Goods,
    lock_transfer,
    lots_in_transit,
)
from products_svc.transfers.rules import (
    LEAVES_AS,
    ArrivalDraft,
    share_of,
    status_of,
    take_lots,
    units_open,
)
from shared.quantities import Units, as_json, exact


async def receive_transfer(
    db: AsyncSession,
    transfer_id: int,
    arrivals: Sequence[ArrivalDraft] | None,
    *,
    note: str | None,
    actor: int,
) -> tuple[Arrived, Goods]:
    """What came in, and the transfer after it; without ``arrivals`` all that is on its
    way came in good. A second receiver waits for the first, and then meets what is left.

    Raises ``TransferNotFound``, ``TransferNotShipped``, ``TransferEnded``,
    ``TransferLineNotFound``, ``MoreThanInTransit``, ``QuantityPrecision`` and
    ``TooMuchStock``.
    """
    found = await lock_transfer(db, transfer_id)
    transfer = found.transfer
    if transfer.status == "draft":
        raise TransferNotShipped
    if transfer.status not in IN_TRANSIT:
        raise TransferEnded(transfer.status)
    before = state_of(transfer, found.lines)
    if arrivals is None:
        arrivals = _all_of(found.lines)
    lines = _by_id(found.lines, arrivals)
    arrived = await _record(db, transfer, arrivals, note=note, actor=actor)
    await _move(db, transfer, lines, arrived, arrivals, actor=actor)
    transfer.status = status_of(found.lines)
    if transfer.status not in IN_TRANSIT:
        transfer.ended_at = func.clock_timestamp()
    await record_change(
        db,
        found,
        "transfer.received",
        actor=actor,
        before=before,
        said={"receipt_id": arrived.receipt.id},
    )
    return arrived, found


def _all_of(lines: Sequence[TransferLine]) -> list[ArrivalDraft]:
    return [
        ArrivalDraft(line.id, units_open(line), None)
        for line in lines
        if units_open(line)
    ]


def _by_id(
    lines: Sequence[TransferLine], arrivals: Sequence[ArrivalDraft]
) -> dict[int, TransferLine]:
    by_id = {line.id: line for line in lines}
    units: dict[int, Units] = defaultdict(int)
    for place, each in enumerate(arrivals):
        if each.line_id not in by_id:
            raise TransferLineNotFound(each.line_id, f"lines.{place}.line_id")
        units[each.line_id] += each.units
    over = [
        {
            "line_id": line_id,
            "open": as_json(units_open(by_id[line_id])),
            "quantity": as_json(quantity),
        }
        for line_id, quantity in units.items()
        if quantity > units_open(by_id[line_id])
    ]
    if over:
        raise MoreThanInTransit(over)
    return by_id


async def _record(
    db: AsyncSession,
    transfer: Transfer,
    arrivals: Sequence[ArrivalDraft],
    *,
    note: str | None,
    actor: int,
) -> Arrived:
    receipt = TransferReceipt(transfer_id=transfer.id, note=note, received_by=actor)
    db.add(receipt)
    await db.flush()
    recorded = [
        TransferReceiptLine(
            receipt_id=receipt.id,
            line_id=each.line_id,
            quantity=each.quantity,
            lost=each.lost.quantity if each.lost else 0,
            reason=each.lost and each.lost.reason,
            note=each.lost and each.lost.note,
        )
        for each in arrivals
    ]
    db.add_all(recorded)
    await db.flush()
    return Arrived(receipt, recorded)


async def _move(
    db: AsyncSession,
    transfer: Transfer,
    lines: dict[int, TransferLine],
    arrived: Arrived,
    arrivals: Sequence[ArrivalDraft],
    *,
    actor: int,
) -> None:
    """All units come in with their share of the value; lost ones leave again with
    theirs."""
    moves: list[Move] = []
    under_way = await lots_in_transit(db, transfer.id)
    first: list[int] = []
    for each, arrival in zip(arrived.lines, arrivals, strict=True):
        line = lines[each.line_id]
        first.append(len(moves))
        worth = _take_share(line, arrival.units)
        reference = f"transfer_receipt_line/{each.id}"
        place = (line.product_id, transfer.to_location_id)
        lots = take_lots(under_way[line.product_id], arrival.units)
        moves.append(
            Move(*place, arrival.units, "transfer_in", reference, None, worth, lots)
        )
        if arrival.lost is not None:
            units = arrival.lost.quantity
            worth_lost = share_of(
                worth, Decimal(0), part=units, of=arrival.units, done=0
            )
            reason, note = LEAVES_AS[arrival.lost.reason], arrival.lost.note
            lots = take_lots(list(reversed(lots)), units)
            moves.append(
                Move(*place, -units, reason, reference, note, worth_lost, lots)
            )
        line.received = exact(line.received + arrival.quantity)
        line.lost = exact(line.lost + each.lost)
    moved = await move_stock(
        db, moves, source=subject(transfer), actor=actor, field="lines"
    )
    for each, place_of in zip(arrived.lines, first, strict=True):
        each.movement_id = moved[place_of].movement_id


def _take_share(line: TransferLine, units: Units) -> Decimal | None:
    done = line.received + line.lost
    worth = share_of(
        line.value, line.value_received, part=units, of=line.shipped, done=done
    )
    line.value_received += worth or 0
    return worth
