"""Decisions about counts that need no computer."""

from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from shared.money import CENT
from shared.quantities import Units, exact

RecountReason = Literal[
    "percent", "units", "value", "moved_meanwhile", "counted_since", "below_zero"
]
Outcome = Literal["posted", "no_difference", "not_counted", "archived"]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Above any of these a difference is counted once more: per cent of what was
    expected, units, money. None: whatever it is."""

    percent: Decimal | None
    units: Units | None
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Finding:
    """A product of a sheet: what was counted in the last round (0: in none yet), and
    what the ledger says.

    ``expected`` is of the moment at which the last of it was counted, with what other
    counts have corrected since. ``moved_meanwhile``: something moved between the first
    entry and the last. ``counted_since``: somebody else's count came later. ``on_hand``
    is now.
    """

    line_id: int
    product_id: int
    sku: str
    name: str
    unit: str
    archived: bool
    outcome: Outcome | None
    movement_id: int | None
    round: int
    counted: Units
    counted_at: datetime | None
    expected: Units
    on_hand: Units
    unit_cost: Decimal | None
    posted_value: Decimal | None
    moved_meanwhile: bool
    counted_since: bool

    @property
    def difference(self) -> Units:
        """Units more than expected, or fewer; none of what nobody counted."""
        return exact(self.counted - self.expected) if self.round else 0

    @property
    def value(self) -> Decimal | None:
        """What the difference is worth; None where nobody knows what a unit costs."""
        if self.outcome == "posted":
            return self.posted_value
        return worth(self.difference, self.unit_cost)


def worth(units: Units, unit_cost: Decimal | None) -> Decimal | None:
    if unit_cost is None:
        return None
    return (units * unit_cost).quantize(CENT, ROUND_HALF_UP)


def recount_reason(finding: Finding, thresholds: Thresholds) -> RecountReason | None:
    """Why a line should be counted once more before its difference is believed."""
    if finding.archived or not finding.difference:
        return None
    if finding.on_hand + finding.difference < 0:
        return "below_zero"
    if finding.counted_since:
        return "counted_since"
    if finding.moved_meanwhile:
        return "moved_meanwhile"
    # Who counted again has seen it.
    return _beyond(finding, thresholds) if finding.round == 1 else None


def _beyond(finding: Finding, limits: Thresholds) -> RecountReason | None:
    off = abs(Decimal(finding.difference))
    value = abs(finding.value or Decimal(0))
    percent = limits.percent
    if percent is not None and off * 100 > percent * Decimal(finding.expected):
        return "percent"
    if limits.units is not None and off > limits.units:
        return "units"
    if limits.value is not None and value > limits.value:
        return "value"
    return None


def outcome(finding: Finding) -> Outcome:
    """What becomes of a line when its sheet is posted."""
    if not finding.round:
        return "not_counted"
    if finding.archived:
        return "archived"
    return "posted" if finding.difference else "no_difference"


@dataclass(frozen=True, slots=True)
class Variance:
    """What a sheet found, in units and in money. Units of several products are added up
    as they stand; ``unvalued`` differences are of products whose cost nobody knows."""

    lines: int
    counted: int
    differences: int
    units_over: Units
    units_short: Units
    value_over: Decimal
    value_short: Decimal
    unvalued: int

    @property
    def value(self) -> Decimal:
        return self.value_over - self.value_short


def variance(findings: list[Finding]) -> Variance:
    off = [each for each in findings if each.difference and each.outcome != "archived"]
    over = [each for each in off if each.difference > 0]
    short = [each for each in off if each.difference < 0]
    return Variance(
        lines=len(findings),
        counted=sum(1 for each in findings if each.round),
        differences=len(off),
        units_over=exact(sum(each.difference for each in over)),
        units_short=exact(-sum(each.difference for each in short)),
        value_over=sum((each.value or Decimal(0) for each in over), Decimal(0)),
        value_short=-sum((each.value or Decimal(0) for each in short), Decimal(0)),
        unvalued=sum(1 for each in off if each.value is None),
    )
