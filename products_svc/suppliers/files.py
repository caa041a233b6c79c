"""Suppliers and terms as CSV files: what comes in, and what goes out.

Files are those that spreadsheets write: UTF-8 or Windows-1252, columns in any order,
between them commas, semicolons or tabs. Beside a comma as delimiter decimals have a
point; else they may have a comma, as in French. What an export says an import reads.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from products_svc.suppliers.errors import UnreadableFile
from products_svc.suppliers.queries import NamedTerms
from products_svc.tables import Supplier
from shared.codes import formula_safe

MAX_ROWS = 5_000
SUPPLIER_COLUMNS = (
    "name", "email", "phone", "address", "country", "account_number",
    "electronic_address", "language", "currency", "rate", "minimum_order_value",
    "carriage_free_from", "order_days", "review_days", "lead_time_days", "closed", "note",
)  # fmt: skip
TERMS_COLUMNS = (
    "supplier", "product_sku", "sku", "unit_cost", "price_breaks", "order_multiple",
    "minimum_quantity", "lead_time_days", "preferred", "units_per_case", "case_cost",
)  # fmt: skip
_BLANKS = re.compile(r"[\s\u00a0\u202f]")
_YES = {"yes", "true", "1", "oui", "vrai"}
_NO = {"no", "false", "0", "non", "faux"}


@dataclass(frozen=True, slots=True)
class SheetRow:
    """``values`` by column, of the columns that the file has; an empty cell is None."""

    line: int
    values: dict[str, Any]


def read_suppliers(content: bytes) -> list[SheetRow]:
    """Raises ``UnreadableFile``."""
    return _read(content, SUPPLIER_COLUMNS, needed=("name",))


def read_terms(content: bytes) -> list[SheetRow]:
    """Raises ``UnreadableFile``."""
    return _read(content, TERMS_COLUMNS, needed=("supplier", "product_sku"))


def _read(
    content: bytes, columns: Sequence[str], *, needed: Sequence[str]
) -> list[SheetRow]:
    text = _decoded(content)
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        rows = [(reader.line_num, cells) for cells in reader if any(cells)]
    except csv.Error as error:
        raise UnreadableFile(f"This is no CSV file: {error}.") from error
    odd = [name for name in header if name not in columns]
    missing = [name for name in needed if name not in header]
    if odd or missing or len(set(header)) < len(header):
        raise UnreadableFile(
            f"Its columns are {', '.join(columns)}, each at most once, and at least"
            f" {', '.join(needed)}.",
            unknown=odd[:10],
            missing=missing,
        )
    if len(rows) > MAX_ROWS:
        raise UnreadableFile(f"It has more than {MAX_ROWS} rows.", most=MAX_ROWS)
    comma = delimiter != ","
    return [
        SheetRow(
            line,
            {
                name: _CELLS.get(name, _text)(cell.strip(), comma)
                for name, cell in zip(header, cells, strict=False)
            },
        )
        for line, cells in rows
    ]


def _decoded(content: bytes) -> str:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    if "\x00" in text or not text.strip():
        raise UnreadableFile("This is no CSV file, or it is empty.")
    return text


# What a cell cannot mean stays as it is: its field's own rule refuses it, and says so.


def _text(cell: str, _comma: bool) -> Any:
    # An export protects what looks like a formula by an apostrophe.
    return (cell[1:] if cell[:2] in _PROTECTED else cell) or None


_PROTECTED = {f"'{sign}" for sign in "=+-@'"}


def _number(cell: str, comma: bool) -> Any:
    plain = _BLANKS.sub("", cell)
    if comma and "." not in plain:
        plain = plain.replace(",", ".")
    if not plain:
        return None
    try:
        return Decimal(plain)
    except InvalidOperation:
        return cell


def _whole(cell: str, comma: bool) -> Any:
    number = _number(cell, comma)
    whole = isinstance(number, Decimal) and number.is_finite() and number % 1 == 0
    return int(number) if whole else number


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
        {"from_quantity": _number(quantity, comma), "unit_cost": _number(cost, comma)}
        for quantity, _, cost in (each.partition(":") for each in cell.split())
    ]


def _yes_or_no(cell: str, _comma: bool) -> Any:
    said = cell.lower()
    if said in _YES or said in _NO:
        return said in _YES
    return cell or None


_CELLS: Mapping[str, Callable[[str, bool], Any]] = {
    "rate": _number,
    "minimum_order_value": _number,
    "carriage_free_from": _number,
    "unit_cost": _number,
    "order_multiple": _number,
    "minimum_quantity": _number,
    "units_per_case": _number,
    "case_cost": _number,
    "review_days": _whole,
    "lead_time_days": _whole,
    "order_days": _days,
    "closed": _periods,
    "price_breaks": _breaks,
    "preferred": _yes_or_no,
}


def suppliers_csv(suppliers: Iterable[Supplier]) -> str:
    return _written(
        SUPPLIER_COLUMNS,
        (
            [_cell(getattr(each, name)) for name in SUPPLIER_COLUMNS]
            for each in suppliers
        ),
    )


def terms_csv(rows: Iterable[NamedTerms]) -> str:
    return _written(TERMS_COLUMNS, (_terms_cells(row) for row in rows))


def _terms_cells(row: NamedTerms) -> list[str]:
    terms = row.terms
    breaks = zip(terms.break_quantities, terms.break_costs, strict=True)
    return [
        _cell(row.supplier_name),
        _cell(row.product_sku),
        _cell(terms.sku),
        _cell(terms.unit_cost),
        " ".join(f"{_cell(quantity)}:{_cell(cost)}" for quantity, cost in breaks),
        _cell(terms.order_multiple),
        _cell(terms.minimum_quantity),
        _cell(terms.lead_time_days),
        "yes" if terms.preferred else "no",
        _cell(terms.units_per_case),
        # An import takes it instead of the cost of a unit; both would contradict each
        # other as soon as somebody changes one.
        "",
    ]


def _cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case Decimal():
            return f"{value.normalize():f}"
        case [{"from": _}, *_]:
            return " ".join(f"{each['from']}/{each['to']}" for each in value)
        case list():
            return " ".join(map(str, value))
    return formula_safe(str(value))


def _written(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    page = io.StringIO()
    writer = csv.writer(page)
    writer.writerow(columns)
    writer.writerows(rows)
    return page.getvalue()
