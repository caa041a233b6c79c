"""Suppliers and terms as CSV files: what comes in, and what goes out. What an export says
an import reads."""

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from products_svc.sheets import (
    SheetRow,
    cell,
    figure,
    number,
    read_sheet,
    whole,
    write_sheet,
    yes_or_no,
)
from products_svc.suppliers.queries import NamedTerms
from products_svc.tables import Supplier
from shared.csv_files import FOR_PROGRAMS, Dialect

SUPPLIER_COLUMNS = (
    "name", "email", "phone", "address", "country", "account_number",
    "electronic_address", "language", "currency", "rate", "minimum_order_value",
    "carriage_free_from", "order_days", "review_days", "lead_time_days", "closed", "note",
)  # fmt: skip
TERMS_COLUMNS = (
    "supplier", "product_sku", "sku", "unit_cost", "price_breaks", "order_multiple",
    "minimum_quantity", "lead_time_days", "preferred", "units_per_case", "case_cost",
)  # fmt: skip


def read_suppliers(content: bytes) -> list[SheetRow]:
    """Raises ``UnreadableFile``."""
    return read_sheet(content, SUPPLIER_COLUMNS, needed=("name",), cells=_CELLS)


def read_terms(content: bytes) -> list[SheetRow]:
    """Raises ``UnreadableFile``."""
    needed = ("supplier", "product_sku")
    return read_sheet(content, TERMS_COLUMNS, needed=needed, cells=_CELLS)


def _days(cell: str, _comma: bool) -> list[Any]:
    return [
        int(day) if day.isdecimal() else day for day in re.split(r"[ ,;]+", cell) if day
    ]


def _periods(cell: str, _comma: bool) -> list[Any]:
    return [
        {"from": first, "to": last or first}
        for first, _, last in (period.partition("/") for period in cell.split())
    ]


def _breaks(cell: str, comma: bool) -> list[Any]:
    return [
        {"from_quantity": number(quantity, comma), "unit_cost": number(cost, comma)}
        for quantity, _, cost in (each.partition(":") for each in cell.split())
    ]


_CELLS: Mapping[str, Callable[[str, bool], Any]] = {
    "rate": number,
    "minimum_order_value": number,
    "carriage_free_from": number,
    "unit_cost": number,
    "order_multiple": number,
    "minimum_quantity": number,
    "units_per_case": number,
    "case_cost": number,
    "review_days": whole,
    "lead_time_days": whole,
    "order_days": _days,
    "closed": _periods,
    "price_breaks": _breaks,
    "preferred": yes_or_no,
}


def suppliers_csv(
    suppliers: Iterable[Supplier], dialect: Dialect = FOR_PROGRAMS
) -> str:
    rows = (
        [_figure_or_words(getattr(each, name)) for name in SUPPLIER_COLUMNS]
        for each in suppliers
    )
    return write_sheet(SUPPLIER_COLUMNS, rows, dialect)


def _figure_or_words(value: object) -> object:
    return figure(value) if isinstance(value, Decimal) else cell(value)


def terms_csv(rows: Iterable[NamedTerms], dialect: Dialect = FOR_PROGRAMS) -> str:
    return write_sheet(TERMS_COLUMNS, map(_terms_cells, rows), dialect)


def _terms_cells(row: NamedTerms) -> list[object]:
    terms = row.terms
    breaks = zip(terms.break_quantities, terms.break_costs, strict=True)
    return [
        cell(row.supplier_name),
        cell(row.product_sku),
        cell(terms.sku),
        figure(terms.unit_cost),
        " ".join(f"{cell(quantity)}:{cell(cost)}" for quantity, cost in breaks),
        _figure_or_words(terms.order_multiple),
        _figure_or_words(terms.minimum_quantity),
        cell(terms.lead_time_days),
        "yes" if terms.preferred else "no",
        _figure_or_words(terms.units_per_case),
        # An import takes it instead of the cost of a unit; both would contradict each
        # other as soon as somebody changes one.
        "",
    ]
