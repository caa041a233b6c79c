"""A count's variance as CSV, for a spreadsheet."""

import csv
import io
from collections.abc import Iterable

from products_svc.counting.rules import Finding
from shared.codes import formula_safe

HEADER = (
    "sku", "name", "unit", "expected", "counted", "difference", "unit_cost", "value",
    "counted_at", "round", "outcome", "movement_id",
)  # fmt: skip


def variance_csv(findings: Iterable[Finding]) -> str:
    """A row for each product of the sheet; cells of what nobody counted are empty."""
    page = io.StringIO()
    writer = csv.writer(page)
    writer.writerow(HEADER)
    for each in findings:
        counted = bool(each.round)
        cost = "" if each.unit_cost is None else f"{each.unit_cost.normalize():f}"
        writer.writerow(
            (
                formula_safe(each.sku),
                formula_safe(each.name),
                each.unit,
                each.expected,
                each.counted if counted else "",
                each.difference if counted else "",
                cost,
                each.value if counted and each.value is not None else "",
                each.counted_at.isoformat() if each.counted_at else "",
                each.round,
                each.outcome or "",
                each.movement_id or "",
            )
        )
    return page.getvalue()
