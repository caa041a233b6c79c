"""A count's variance as CSV, for a spreadsheet."""

from collections.abc import Iterable
from itertools import chain

from products_svc.counting.rules import Finding
from shared.csv_files import csv_lines

HEADER = (
    "sku", "name", "unit", "expected", "counted", "difference", "unit_cost", "value",
    "counted_at", "round", "outcome", "movement_id",
)  # fmt: skip


def variance_csv(findings: Iterable[Finding]) -> str:
    """A row for each product of the sheet; cells of what nobody counted are empty."""
    return csv_lines(chain([HEADER], map(_row, findings)))


def _row(each: Finding) -> tuple[object, ...]:
    counted = bool(each.round)
    return (
        each.sku,
        each.name,
        each.unit,
        each.expected,
        each.counted if counted else None,
        each.difference if counted else None,
        None if each.unit_cost is None else each.unit_cost.normalize(),
        each.value if counted else None,
        each.counted_at.isoformat() if each.counted_at else None,
        each.round,
        each.outcome,
        each.movement_id,
    )
