"""From the records of a file to sales: one after another, by the file's layout."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from etl_svc.files.cells import (
    BadCell,
    BadRow,
    read_price,
    read_quantity,
    read_sku,
    read_unit_price,
    sku_of_name,
)
from etl_svc.files.dates import read_day, read_instant
from etl_svc.files.layout import Layout, decoded, split
from etl_svc.files.presets import FIELDS, Field
from etl_svc.files.states import State, bare, state_of
from etl_svc.rules import MAX_AHEAD, MAX_CONTENT, OnNegative
from shared.clock import business_day

CARRIED: tuple[Field, ...] = ("sold_at", "time", "id", "status", "cancelled_at")
"""What exports of orders write into the first line of an order only."""
NOTHING_SOLD = 0
MAX_NAME = 200
STATE_FIELDS: tuple[Field, ...] = ("status", "type", "cancelled_at")
MONEY_FIELDS: tuple[Field, ...] = ("amount", "price")


@dataclass(frozen=True, slots=True)
class Cells:
    """The values of one good line. ``content`` names the sale within its source:
    a product's day, the source's own number on its day, or else what was sold; where
    versions before named it otherwise, ``former`` is that name. A ``quantity`` below
    zero came back; of nothing, an earlier sale of that name is taken back when the
    name ``is_lasting``."""

    sku: str
    quantity: int
    price: Decimal | None
    sold_at: datetime
    content: str
    name: str = ""
    category: str = ""
    former: str = ""
    is_lasting: bool = False
    states: tuple[str, ...] = ()


class RowReader:
    """Reads the records of one file in their order: a line may go on with the order
    of the line before it."""

    def __init__(
        self,
        layout: Layout,
        on_negative: OnNegative = "reject",
        *,
        former_names: bool = False,
    ) -> None:
        self._layout = layout
        self._on_negative = on_negative
        self._at = {name: places for name in FIELDS if (places := layout.places(name))}
        self._title = {
            name: layout.header[places[0]] for name, places in self._at.items()
        }
        # Spreadsheets write empty rows as separators alone.
        self._nothing = f'{layout.delimiter}" \t\r\n'
        self._carried: dict[Field, str] = {}
        self._carries = "id" in self._at
        self._has_states = not self._at.keys().isdisjoint(STATE_FIELDS)
        self._money: tuple[Field, ...] = tuple(
            name for name in MONEY_FIELDS if name in self._at
        )
        self._former_names = former_names

    def read(self, line: bytes, now: datetime) -> Cells | None:
        """The sale that a record tells of; None for a blank one, ``BadRow`` for a
        bad one."""
        text = _text(line, self._layout)
        if not text.strip(self._nothing):
            return None
        row = split(text, self._layout.delimiter)
        if len(row) != len(self._layout.header):
            raise BadRow(
                "",
                "wrong_cell_count",
                f"{len(row)} cells where the header has {len(self._layout.header)}",
            )
        if self._carries:
            self._carry(row)
        cells = self._cells(row)
        if cells.sold_at > now + MAX_AHEAD:
            raise BadCell(
                self._title["sold_at"],
                "future",
                self._cell(row, "sold_at"),
                "is more than 24 hours ahead",
            )
        return cells

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
        if not places:
            return ""
        if len(places) == 1:
            return row[places[0]]
        joint = "-" if name == "sku" else " "
        return joint.join(told for at in places if (told := row[at].strip()))

    def _cells(self, row: Sequence[str]) -> Cells:
        title, mark = self._title, self._layout.decimal
        state = self._state(row) if self._has_states else "sold"
        quantity = self._quantity(row, state)
        sku, name = self._product(row)
        told, sold_at = self._moment(row)
        price = None
        if "price" in self._at:
            price = read_price(unsigned(self._cell(row, "price")), title["price"], mark)
        elif "amount" in self._at:
            amount = unsigned(self._cell(row, "amount"))
            price = read_unit_price(amount, title["amount"], mark, quantity)
        content, former, is_lasting = self._names(
            row, sku, told, sold_at, quantity, price
        )
        return Cells(
            sku,
            NOTHING_SOLD if state == "nothing" else quantity,
            price,
            sold_at,
            content,
            name[:MAX_NAME],
            self._cell(row, "category").strip()[:MAX_NAME],
            former,
            is_lasting=is_lasting,
            states=self._told_states(row) if self._has_states else (),
        )

    def _names(
        self,
        row: Sequence[str],
        sku: str,
        told: str,
        sold_at: datetime,
        quantity: int,
        price: Decimal | None,
    ) -> tuple[str, str, bool]:
        """The name of a sale; the one that versions before gave it if that is another:
        they knew no location, and of a number of an order no day; and whether it stays
        the same whatever becomes of the sale."""
        place = self._cell(row, "location").strip() if "location" in self._at else ""
        if self._layout.daily:
            former = f"{sku}/{told}"
            name = f"{former}@{fingerprint(place)[:12]}" if place else former
            return name, former if place else "", True
        if "id" in self._at and (order := self._cell(row, "id").strip()):
            side = "return" if quantity < 0 else ""
            day = f"{business_day(sold_at)}"
            name = fingerprint("", order, day, place, sku, side)
            former = fingerprint(order, sku, side) if self._former_names else ""
            return name, former, True
        content = (sku, told, str(quantity), "" if price is None else str(price))
        if not place:
            return fingerprint(*content), "", False
        return fingerprint(*content, place), fingerprint(*content), False

    def _quantity(self, row: Sequence[str], state: State) -> int:
        """Below zero when the row tells of goods that came back, by whichever cell."""
        text = self._cell(row, "quantity")
        by = self._below_zero(row, text) or ("type" if state == "returned" else None)
        title, mark = self._title["quantity"], self._layout.decimal
        if by is None:
            return read_quantity(text, title, mark)
        quantity = abs(read_quantity(unsigned(text), title, mark))
        if state == "nothing" or not quantity:
            return quantity
        if self._on_negative == "reject":
            why = "is a return" if by == "type" else "is below zero"
            raise BadCell(self._title[by], "negative", self._cell(row, by), why)
        return -quantity

    def _below_zero(self, row: Sequence[str], quantity: str) -> Field | None:
        """The first cell that says so."""
        if is_below_zero(quantity):
            return "quantity"
        for name in self._money:
            if is_below_zero(self._cell(row, name)):
                return name
        return None

    def _product(self, row: Sequence[str]) -> tuple[str, str]:
        name = self._cell(row, "name").strip()
        code = self._cell(row, "sku")
        if name and not code.strip():
            sku, name = sku_of_name(name)
            return read_sku(sku, self._title["name"]), name
        return read_sku(code, self._title.get("sku") or self._title["name"]), name

    def _moment(self, row: Sequence[str]) -> tuple[str, datetime]:
        order, title = self._layout.dates, self._title["sold_at"]
        text = self._cell(row, "sold_at")
        if self._layout.daily:
            return read_day(text, title, order)
        if "time" in self._at and (at := self._cell(row, "time").strip()):
            text = f"{text.strip()} {at}"
        return read_instant(text, title, order)

    def _state(self, row: Sequence[str]) -> State:
        """What its words say of a row; one that nobody knows is asked about."""
        if "cancelled_at" in self._at and self._cell(row, "cancelled_at").strip():
            return "nothing"
        state: State = "sold"
        for name in ("status", "type"):
            if name not in self._at:
                continue
            text = self._cell(row, name)
            found = self._layout.states.get(bare(text)) or state_of(
                text, is_type=name == "type"
            )
            if found is None:
                raise BadCell(
                    self._title[name],
                    "unknown_state",
                    text,
                    "is a word that nobody knows: say whether it was sold",
                )
            if found != "sold" and state != "nothing":
                state = found
        return state

    def _told_states(self, row: Sequence[str]) -> tuple[str, ...]:
        return tuple(
            text
            for name in ("status", "type")
            if name in self._at and (text := self._cell(row, name).strip())
        )


def _text(line: bytes, layout: Layout) -> str:
    if b"\x00" in line:
        raise BadRow("", "nul", "the line holds NUL bytes")
    text = decoded(line, layout.encoding)
    if text is None:
        raise BadRow("", "not_text", "the line is no text")
    return text.rstrip("\r\n")


_below_zero = re.compile(
    r"\(.*\d.*\)|[^\d]*[-\u2212][^\d]*\d.*|.*\d[^\d]*[-\u2212]", re.DOTALL
)
_SIGNS = str.maketrans("", "", "-\u2212()")


def is_below_zero(text: str) -> bool:
    """As people write it: with a minus on either side, or in brackets."""
    if not ("-" in text or "(" in text or "\u2212" in text):
        return False
    return _below_zero.fullmatch(text.strip()) is not None


def unsigned(text: str) -> str:
    return text.translate(_SIGNS) if is_below_zero(text) else text


def fingerprint(*parts: str) -> str:
    content = "\x1f".join(parts).encode()
    return hashlib.blake2b(content, digest_size=16).hexdigest()


def content_of(line: bytes, layout: Layout | None = None) -> str:
    """A record as it can be kept and given back: text without what cannot be stored."""
    text = decoded(line, layout.encoding if layout else None)
    text = text or line.decode(errors="replace")
    return text.rstrip("\r\n").replace("\x00", "\ufffd")[:MAX_CONTENT]
