"""Decisions about transfers that need no computer."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, Protocol

from products_svc.stock.rules import LotPart
from shared.money import CENT
from shared.quantities import Units, exact

LossReason = Literal["missing", "damaged", "other"]
LEAVES_AS = {"missing": "loss", "damaged": "damaged", "other": "loss"}
"""The reason of the movement with which lost units leave again."""


class _Line(Protocol):
    shipped: Units
    received: Units
    lost: Units


@dataclass(frozen=True, slots=True)
class TransferLineDraft:
    product_id: int
    quantity: Units


@dataclass(frozen=True, slots=True)
class Lost:
    """Units that did not come in to be used, and why."""

    quantity: Units
    reason: LossReason
    note: str | None


@dataclass(frozen=True, slots=True)
class ArrivalDraft:
    """What came in of a line."""

    line_id: int
    quantity: Units
    lost: Lost | None

    @property
    def units(self) -> Units:
        return self.quantity + (self.lost.quantity if self.lost else 0)


def units_open(line: _Line) -> Units:
    """What of a line is on its way."""
    return exact(line.shipped - line.received - line.lost)


def status_of(lines: Sequence[_Line]) -> str:
    """Of a transfer that was shipped."""
    if not any(units_open(line) for line in lines):
        return "received"
    arrived = any(line.received or line.lost for line in lines)
    return "partially_received" if arrived else "in_transit"


def take_lots(lots: list[LotPart], units: Units) -> list[LotPart]:
    """What arrives is what expires first; taken out of ``lots``. What is more than they
    are is of no lot."""
    taken = []
    while lots and units:
        lot = lots.pop(0)
        part = min(units, lot.units)
        taken.append(replace(lot, units=part))
        units = exact(units - part)
        if part < lot.units:
            lots.insert(0, replace(lot, units=exact(lot.units - part)))
    return taken


def share_of(
    value: Decimal | None, taken: Decimal, *, part: Units, of: Units, done: Units
) -> Decimal | None:
    """What ``part`` units bring along of the value with which ``of`` units left, after
    ``done`` of them brought ``taken``: the last take what is left, so that nothing of it
    is lost between."""
    if value is None:
        return None
    due = value * (done + part) / of
    return due.quantize(CENT, ROUND_HALF_UP) - taken
