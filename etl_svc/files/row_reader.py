"""From the records of a file to sales: one after another, by the file's layout."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from etl_svc.files.cells import CACHED, BadCell, BadRow, LeftOut
from etl_svc.files.codes import is_placeholder, read_sku, sku_of_name, spoilt_code
from etl_svc.files.date_periods import read_period
from etl_svc.files.dates import read_day, read_instant
from etl_svc.files.goods import is_no_goods
from etl_svc.files.layout import Layout, fitted, split
from etl_svc.files.line_money import MoneyReader
from etl_svc.files.numbers import could_be_two
from etl_svc.files.own_export import PRESET, OwnExport
from etl_svc.files.period_columns import calendar_unit
from etl_svc.files.presets import FIELDS, NEEDED, Field
from etl_svc.files.records import cell_of, text_of
from etl_svc.files.row_names import (
    name_in_order,
    name_of_day,
    name_of_own,
    name_of_period,
    name_of_sale,
)
from etl_svc.files.units import UnitsReader
from etl_svc.files.vocabulary import says_total
from etl_svc.rules import MAX_AHEAD, NOON, Note, OnNegative, OwnSale
from shared.clock import as_utc, business_zone
from shared.quantities import Units
from shared.types import Unit

CARRIED: tuple[Field, ...] = ("sold_at", "time", "id", "status", "cancelled_at")
"""What exports of orders write into the first line of an order only."""
NOTHING_SOLD = 0
MAX_NAME = 200


class Cells(NamedTuple):
    """The values of one good line. ``content`` names the sale within its source:
    a product's day, the source's own number on its day, or else what was sold; where
    versions before named it otherwise, ``former`` is that name. A ``quantity`` below
    zero came back; of nothing, an earlier sale of that name is taken back when the
    name ``is_lasting``. It is the total of so many ``days`` from ``sold_at`` on.
    ``amount_told`` when a column tells what the line came to."""

    sku: str
    quantity: Units
    price: Decimal | None
    sold_at: datetime
    content: str
    name: str = ""
    category: str = ""
    amount: Decimal | None = None
    price_unknown: bool = False
    days: int = 1
    notes: tuple[Note, ...] = ()
    former: str = ""
    is_lasting: bool = False
    states: tuple[str, ...] = ()
    period: str = ""
    """The name of these days, where they are several."""
    unit: Unit | None = None
    amount_told: bool = False
    own: OwnSale | None = None


class RowReader:
    """Reads the records of one file in their order: a line may go on with the order
    of the line before it."""

    def __init__(self, layout: Layout, on_negative: OnNegative = "reject") -> None:
        self._layout = layout
        self._at = {name: places for name in FIELDS if (places := layout.places(name))}
        titles = layout.all_columns
        self._unit = calendar_unit([titles[at] for at in self._at.get("sold_at", ())])
        self._title = {name: titles[places[0]] for name, places in self._at.items()}
        # Spreadsheets write empty rows as separators alone.
        self._nothing = f'{layout.delimiter}" \t\r\n'
        self._width = len(layout.header)
        self._across = frozenset(layout.across)
        self._fills = [at for name in layout.fill_down for at in layout.places(name)]
        self._above: dict[int, str] = {}
        self._carried: dict[Field, str] = {}
        self._carries = "id" in self._at
        self._guesses = "quantity" in layout.guessed
        self._money = MoneyReader(self._title, layout.marks, layout.currency)
        self._units = UnitsReader(layout, self._at, self._title, on_negative)
        self._own = OwnExport(layout) if layout.preset == PRESET else None
        self._products: dict[tuple[str, str], tuple[str, str, tuple[Note, ...]]] = {}

    def read(self, line: bytes, now: datetime) -> Cells | None:
        """The sale that a record tells of; None for a blank one, ``LeftOut`` for one
        that is no sale, ``BadRow`` for a bad one."""
        row = self._row(line)
        if row is None:
            return None
        try:
            return self._checked(row, now)
        except BadRow:
            # Looked at only then: what is left out costs good rows nothing.
            self._leave_out(row)
            raise

    def read_across(self, line: bytes, now: datetime) -> list[Cells | BadRow]:
        """The rows that a record of a wide table is unpivoted to; empty cells are
        none."""
        row = self._row(line)
        if row is None:
            return []
        beside = [cell for at, cell in enumerate(row) if at not in self._across]
        if any(map(says_total, beside)):
            raise LeftOut("total")
        found: list[Cells | BadRow] = []
        for at in self._layout.across:
            if not row[at].strip():
                continue
            try:
                found.append(
                    self._checked([*row, self._layout.header[at], row[at]], now)
                )
            except BadRow as bad:
                found.append(bad)
        return found

    def _row(self, line: bytes) -> list[str] | None:
        text = text_of(line, self._layout)
        if not text.strip(self._nothing):
            return None
        row = split(text, self._layout.delimiter)
        if len(row) != self._width:
            as_wide = fitted(row, self._layout.header)
            if as_wide is None and len(row) == 1 and says_total(row[0]):
                raise LeftOut("total")
            if as_wide is None:
                raise BadRow(
                    "",
                    "wrong_cell_count",
                    f"{len(row)} cells where the header has {self._width}",
                )
            row = as_wide
        if self._carries:
            self._carry(row)
        if self._fills:
            self._fill_down(row)
        return row

    def _checked(self, row: list[str], now: datetime) -> Cells:
        cells = self._cells(row)
        if cells.sold_at > now + MAX_AHEAD:
            raise BadCell(
                self._title["sold_at"],
                "future",
                self._cell(row, "sold_at"),
                "is more than 24 hours ahead",
            )
        return cells

    def _leave_out(self, row: Sequence[str]) -> None:
        filled = [cell for cell in row if cell.strip()]
        if self._is_total(row, filled[0]):
            raise LeftOut("total")
        quantity = self._cell(row, "quantity")
        if len(filled) == 1 and self._width > len(NEEDED) - 1 and not quantity.strip():
            raise LeftOut("section")

    def _is_total(self, row: Sequence[str], first: str) -> bool:
        """A product may be called Total: then it was sold on a day, like any other."""
        day, *product = (self._cell(row, name) for name in ("sold_at", "sku", "name"))
        if not any(map(says_total, (first, day, *product))):
            return False
        return not day.strip() or says_total(day) or not any(map(str.strip, product))

    def _fill_down(self, row: list[str]) -> None:
        """Empty cells that repeat the one above; rows of sums repeat nothing."""
        if any(map(says_total, row)):
            return
        for at in self._fills:
            if row[at].strip():
                self._above[at] = row[at]
            else:
                row[at] = self._above.get(at, "")

    def _carry(self, row: list[str]) -> None:
        order = self._cell(row, "id")
        # A row with a day of its own and no number is no further line of an order.
        goes_on = not order.strip() and not self._cell(row, "sold_at").strip()
        same = goes_on or (order.strip() and order == self._carried.get("id"))
        for name in CARRIED:
            for at in self._at.get(name, ())[:1]:
                if same and not row[at].strip():
                    row[at] = self._carried.get(name, "")
                self._carried[name] = row[at]

    def _cell(self, row: Sequence[str], name: Field) -> str:
        places = self._at.get(name)
        return cell_of(row, places) if places else ""

    def _code(self, row: Sequence[str]) -> str:
        places = self._at.get("sku", ())
        if len(places) < 2:
            return row[places[0]] if places else ""
        parts = [row[at].strip() for at in places]
        if any(parts) and not all(part and not is_placeholder(part) for part in parts):
            raise BadCell(
                self._title["sku"],
                "incomplete_code",
                "-".join(parts),
                "lacks a part of the code that the columns make together",
            )
        return "-".join(parts) if any(parts) else ""

    def _cells(self, row: Sequence[str]) -> Cells:
        if self._own is not None:
            return self._own_cells(row, self._own)
        sku, name, notes = self._product(row)
        units = self._units.read(row)
        quantity = units.quantity
        if units.note is not None:
            notes += (units.note,)
        told, sold_at, days = self._moment(row)
        money = self._money.read(units.price, units.amount, quantity)
        place = self._cell(row, "location").strip() if "location" in self._at else ""
        order = self._cell(row, "id").strip() if self._carries else ""
        if self._layout.daily:
            names = name_of_day(sku, told, place)
        elif days > 1 and not order:
            names = name_of_period(sku, told, quantity, money.price, place)
        elif order:
            names = name_in_order(order, sku, sold_at, quantity, place)
        else:
            names = name_of_sale(sku, told, quantity, money.price, place, units.unit)
        return Cells(
            sku,
            NOTHING_SOLD if units.is_nothing else quantity,
            money.price,
            sold_at,
            names.content,
            name[:MAX_NAME],
            self._cell(row, "category").strip()[:MAX_NAME],
            money.amount,
            money.unknown,
            days,
            self._notes(notes, units.text, money.note),
            names.former,
            names.is_lasting,
            units.states,
            told if days > 1 else "",
            units.unit,
            money.of_line,
        )

    def _own_cells(self, row: Sequence[str], own: OwnExport) -> Cells:
        sale, product = own.sale(row), own.product(row)
        units = self._units.read(row)
        money = own.money(row, units.quantity)
        return Cells(
            product.sku,
            NOTHING_SOLD if units.is_nothing else units.quantity,
            money.price,
            self._moment(row)[1],
            name_of_own(sale.id, sale.created_at),
            product.name,
            amount=money.amount,
            price_unknown=money.unknown,
            is_lasting=True,
            own=sale,
        )

    def _notes(
        self, notes: tuple[Note, ...], quantity: str, of_money: Note | None
    ) -> tuple[Note, ...]:
        if of_money is not None:
            notes += (of_money,)
        # What could be two numbers has a mark and three digits behind another one.
        if self._guesses and len(quantity) > 4 and could_be_two(quantity):
            why = "may be another number: the mark of its decimals is a guess"
            title = self._title["quantity"]
            notes += (Note("guessed", "number_guessed", title, quantity.strip(), why),)
        return notes

    def _product(self, row: Sequence[str]) -> tuple[str, str, tuple[Note, ...]]:
        """Its code, its name and what is to be told of them."""
        said = (self._code(row), self._cell(row, "name").strip())
        known = self._products.get(said)
        if known is None:
            known = self._read_product(*said)
            if len(self._products) < CACHED:
                self._products[said] = known
        return known

    def _read_product(self, code: str, name: str) -> tuple[str, str, tuple[Note, ...]]:
        if self._layout.no_goods == "leave_out" and is_no_goods(name or code.strip()):
            raise LeftOut("no_goods")
        title = self._title.get("sku") or self._title["name"]
        if name and (not code.strip() or is_placeholder(code)):
            sku, name = sku_of_name(name)
            sku = read_sku(sku, self._title["name"])
        else:
            sku = read_sku(code, title)
        spoilt = spoilt_code(sku)
        if spoilt is None:
            return sku, name, ()
        why = f"{sku!r} may be what a spreadsheet made of another code"
        return sku, name, (Note("warning", spoilt, title, sku, why),)

    def _moment(self, row: Sequence[str]) -> tuple[str, datetime, int]:
        """What is said of it in one spelling, the moment, and days from it on."""
        text = self._cell(row, "sold_at")
        try:
            return *self._instant(row, text), 1
        except BadCell:
            period = read_period(text, self._layout.dates, self._unit)
            if period is None:
                raise
        first = datetime.combine(period.first, NOON, business_zone())
        return period.told, as_utc(first), period.days

    def _instant(self, row: Sequence[str], text: str) -> tuple[str, datetime]:
        order, title = self._layout.dates, self._title["sold_at"]
        if self._layout.daily:
            return read_day(text, title, order)
        if "time" in self._at and (at := self._cell(row, "time").strip()):
            # Spreadsheets write an hour of its own into the day, too.
            text = f"{read_day(text, title, order)[0]} {at}"
        return read_instant(text, title, order)
