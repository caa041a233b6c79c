"""An order as CSV, for a spreadsheet."""

import csv
import io

from products_svc.documents.rules import OrderDocument
from shared.codes import formula_safe

HEADER = (
    "order", "supplier", "supplier_sku", "sku", "name", "quantity", "unit", "unit_cost",
    "currency", "amount", "expected_on", "cases", "units_per_case",
)  # fmt: skip


def order_csv(document: OrderDocument) -> str:
    page = io.StringIO()
    writer = csv.writer(page)
    writer.writerow(HEADER)
    for line in document.lines:
        writer.writerow(
            (
                document.number,
                formula_safe(document.seller.name),
                formula_safe(line.supplier_sku or ""),
                formula_safe(line.sku),
                formula_safe(line.name),
                line.quantity,
                line.unit,
                f"{line.unit_cost.normalize():f}",
                document.currency,
                line.amount,
                line.expected_on or "",
                line.cases or "",
                line.units_per_case or "",
            )
        )
    return page.getvalue()
