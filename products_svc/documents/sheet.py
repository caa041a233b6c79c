"""An order as CSV, for a spreadsheet."""

from products_svc.documents.rules import OrderDocument
from shared.csv_files import csv_lines

HEADER = (
    "order", "supplier", "supplier_sku", "sku", "name", "quantity", "unit", "unit_cost",
    "currency", "amount", "expected_on", "cases", "units_per_case",
)  # fmt: skip


def order_csv(document: OrderDocument) -> str:
    return csv_lines(
        (
            HEADER,
            *(
                (
                    document.number,
                    document.seller.name,
                    line.supplier_sku,
                    line.sku,
                    line.name,
                    line.quantity,
                    line.unit,
                    line.unit_cost.normalize(),
                    document.currency,
                    line.amount,
                    line.expected_on,
                    line.cases,
                    line.units_per_case,
                )
                for line in document.lines
            ),
        )
    )
