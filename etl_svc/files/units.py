"""How many units a line tells of, and whether they were sold or came back."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from etl_svc.files.cells import CACHED, BadCell
from etl_svc.files.layout import Layout
from etl_svc.files.measures import (
    OTHER_UNIT,
    converted_note,
    measure_of,
    to_the_thousandth,
    unknown_unit_note,
)
from etl_svc.files.numbers import measure_behind, read_quantity
from etl_svc.files.presets import Field
from etl_svc.files.records import cell_of
from etl_svc.files.states import State, is_below_zero, said_state, unsigned
from etl_svc.rules import Note, OnNegative
from shared.quantities import Units
from shared.types import Unit

WORD_FIELDS: tuple[Field, ...] = ("status", "type")
STATE_FIELDS: tuple[Field, ...] = (*WORD_FIELDS, "cancelled_at")
MONEY_FIELDS: tuple[Field, ...] = ("amount", "price")


class Told(NamedTuple):
    """What a line tells of units: those below zero came back. ``text`` is the cell that
    says how many, and ``unit`` what of, where the line does; ``price`` and ``amount``
    are without the sign that the units have."""

    quantity: Units
    text: str
    price: str
    amount: str
    is_nothing: bool
    states: tuple[str, ...]
    unit: Unit | None = None
    note: Note | None = None


class UnitsReader:
    """Reads the lines of one file by the columns ``at`` which its fields stand, and
    their titles. What lines say again and again is read once."""

    def __init__(
        self,
        layout: Layout,
        at: Mapping[Field, tuple[int, ...]],
        title: Mapping[Field, str],
        on_negative: OnNegative,
    ) -> None:
        self._layout = layout
        self._at = at
        self._title = title
        self._on_negative = on_negative
        self._has_states = not at.keys().isdisjoint(STATE_FIELDS)
        self._money_fields = [name for name in MONEY_FIELDS if name in at]
        self._each_is_one = layout.quantity_is == "rows" and "quantity" not in at
        told: tuple[Field, ...] = ("quantity", "unit", *MONEY_FIELDS, *STATE_FIELDS)
        self._told_at = [place for name in told for place in at.get(name, ())]
        self._known: dict[tuple[str, ...], Told] = {}

    def read(self, row: Sequence[str]) -> Told:
        """Raises ``BadCell``, also for what came back where that is not asked for."""
        said = tuple([row[at] for at in self._told_at])
        known = self._known.get(said)
        if known is None:
            known = self._read(row)
            if len(self._known) < CACHED:
                self._known[said] = known
        return known

    def _read(self, row: Sequence[str]) -> Told:
        state = self._state(row) if self._has_states else "sold"
        text = "" if self._each_is_one else self._cell(row, "quantity")
        quantity = self._quantity(row, text, state)
        quantity, unit, note = self._measured(row, text, quantity)
        return Told(
            quantity,
            text,
            unsigned(self._cell(row, "price")),
            unsigned(self._cell(row, "amount")),
            state == "nothing",
            self._state_cells(row) if self._has_states else (),
            unit,
            note,
        )

    def _measured(
        self, row: Sequence[str], text: str, quantity: Units
    ) -> tuple[Units, Unit | None, Note | None]:
        """With the unit that stands behind the quantity, or in a column of its own."""
        title, measure = self._title.get("quantity", ""), measure_behind(text)
        if measure is None and "unit" in self._at:
            word, title = self._cell(row, "unit").strip(), self._title["unit"]
            beside = measure_of(word) if word else None
            if beside == "other":
                raise BadCell(title, "measured", word, OTHER_UNIT)
            if beside is None:
                return quantity, None, unknown_unit_note(title, word) if word else None
            measure, text = beside, f"{text} {word}"
            if measure.factor != 1:
                quantity = quantity * measure.factor
                quantity = to_the_thousandth(quantity, title, text)
        if measure is None:
            return quantity, None, None
        if measure.factor == 1:
            return quantity, measure.unit, None
        note = converted_note(title, text, quantity, measure.unit)
        return quantity, measure.unit, note

    def _quantity(self, row: Sequence[str], text: str, state: State) -> Units:
        """Below zero when the row tells of goods that came back, by whichever cell."""
        by = self._below_zero(row, text) or ("type" if state == "returned" else None)
        quantity: Units = 1
        if not self._each_is_one:
            title, mark = self._title["quantity"], self._layout.marks.get("quantity")
            said = text if by is None else unsigned(text)
            quantity = read_quantity(said, title, mark)
        if by is None or state == "nothing" or not quantity:
            return quantity
        if self._on_negative == "reject":
            why = "is a return" if by == "type" else "is below zero"
            raise BadCell(self._title[by], "negative", self._cell(row, by), why)
        return -quantity

    def _below_zero(self, row: Sequence[str], quantity: str) -> Field | None:
        """The first cell that says so."""
        if is_below_zero(quantity):
            return "quantity"
        for name in self._money_fields:
            if is_below_zero(self._cell(row, name)):
                return name
        return None

    def _state(self, row: Sequence[str]) -> State:
        """What its words say of a row; one that nobody knows is asked about."""
        if "cancelled_at" in self._at and self._cell(row, "cancelled_at").strip():
            return "nothing"
        state: State = "sold"
        for name in WORD_FIELDS:
            if name in self._at:
                text, told = self._cell(row, name), self._layout.states
                found = said_state(text, self._title[name], told, name == "type")
                if found != "sold" and state != "nothing":
                    state = found
        return state

    def _state_cells(self, row: Sequence[str]) -> tuple[str, ...]:
        return tuple(
            text
            for name in WORD_FIELDS
            if name in self._at and (text := self._cell(row, name).strip())
        )

    def _cell(self, row: Sequence[str], name: Field) -> str:
        places = self._at.get(name)
        return cell_of(row, places) if places else ""
