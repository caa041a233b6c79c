"""The CSV download of sales, read again: every sale with its own id, what came back of
it, and what it exactly came to. Codes and names are as they are in the catalogue."""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import NamedTuple

from etl_svc.errors import DownloadWithoutCodes
from etl_svc.files.cells import BadCell, is_printable
from etl_svc.files.codes import MAX_SKU
from etl_svc.files.layout import Layout, normal, places_of
from etl_svc.files.line_money import LineMoney
from etl_svc.files.numbers import read_money, read_quantity, to_the_cent
from etl_svc.files.presets import MONEY
from etl_svc.rules import OwnSale
from shared.codes import normal_code
from shared.quantities import Units
from shared.types import MAX_ID

PRESET = "previstock"
COLUMNS = (
    "id", "created_at", "returned", "price_unknown", "price", "total", "sku", "name",
    "location_id",
)  # fmt: skip


def refuse_without_codes(header: Sequence[str]) -> None:
    """Of versions before, whose downloads named products by their numbers only."""
    if "sku" not in {normal(name) for name in header}:
        raise DownloadWithoutCodes


class OwnProduct(NamedTuple):
    sku: str
    name: str


class OwnExport:
    """Reads the columns of one such file that no other file has."""

    def __init__(self, layout: Layout) -> None:
        self._at = dict(zip(COLUMNS, places_of(layout.header, COLUMNS), strict=True))
        self._price_mark, self._total_mark = (layout.marks.get(of) for of in MONEY)
        self._quantity_mark = layout.marks.get("quantity")

    def sale(self, row: Sequence[str]) -> OwnSale:
        back = self._cell(row, "returned")
        mark = self._quantity_mark
        return OwnSale(
            self._id(row, "id"),
            self._created_at(row),
            read_quantity(back, "returned", mark) if back else 0,
            self._id(row, "location_id"),
        )

    def product(self, row: Sequence[str]) -> OwnProduct:
        """Without the apostrophe that keeps spreadsheets from running a cell."""
        sku = normal_code(self._cell(row, "sku").removeprefix("'"))
        if not 1 <= len(sku) <= MAX_SKU or not is_printable(sku):
            why = "is not 1 to 64 printable characters"
            raise BadCell("sku", "invalid_sku", self._cell(row, "sku"), why)
        return OwnProduct(sku, self._cell(row, "name").removeprefix("'"))

    def money(self, row: Sequence[str], quantity: Units) -> LineMoney:
        """The price to the cent and what the line came to, as they were recorded."""
        price = self._cell(row, "price")
        if not price or self._cell(row, "price_unknown"):
            return LineMoney(unknown=True)
        unit, _ = read_money(price, "price", self._price_mark)
        total, _ = read_money(self._cell(row, "total"), "total", self._total_mark)
        same = total == to_the_cent(unit * Decimal(quantity))
        return LineMoney(to_the_cent(unit), None if same else to_the_cent(total))

    def _id(self, row: Sequence[str], column: str) -> int:
        text = self._cell(row, column)
        if not (text.isascii() and text.isdecimal()) or not 1 <= int(text) <= MAX_ID:
            raise BadCell(column, "not_an_id", text, "is no number of a row")
        return int(text)

    def _created_at(self, row: Sequence[str]) -> datetime:
        text = self._cell(row, "created_at")
        try:
            return datetime.fromisoformat(text).astimezone(UTC)
        except (ValueError, OverflowError):
            why = "is not the moment that the download gave"
            raise BadCell("created_at", "not_a_date", text, why) from None

    def _cell(self, row: Sequence[str], column: str) -> str:
        return row[self._at[column]].strip()
