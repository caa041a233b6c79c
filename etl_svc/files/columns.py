"""What the cells of a file's columns say of its formats, without holding the file."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import get_args

from etl_svc.files.cells import BadRow, DecimalMark
from etl_svc.files.dates import DateOrder
from etl_svc.files.formats import NUMBERS, Cells, Property, decide
from etl_svc.files.layout import FileOptions, Layout, decoded, fitted, split
from etl_svc.files.presets import Field

FIELDS: tuple[Field, ...] = (*NUMBERS, "sold_at", "unit")
LINES_AT_ONCE = 50_000
REMEMBERED = 200_000
"""Texts of which it is known that they were looked at: files say the same again."""


def see_rows(
    seen: Cells,
    layout: Layout,
    rows: Iterable[Sequence[str]],
    known: set[tuple[Field, str]] | None = None,
) -> None:
    """Look at the cells that say numbers and days, once each where ``known`` is."""
    columns = [(name, at) for name in FIELDS for at in layout.places(name)]
    if layout.across:
        rows = (
            [*row, layout.header[at], row[at]] for row in rows for at in layout.across
        )
    for row in rows:
        for name, at in columns:
            text = row[at]
            if known is not None:
                if (name, text) in known:
                    continue
                if len(known) < REMEMBERED:
                    known.add((name, text))
            if text.strip():
                seen.add(name, text)


def decided(
    layout: Layout, seen: Cells, chosen: FileOptions, earlier: DateOrder | None
) -> Layout:
    """The layout with the formats that these cells tell."""
    found = decide(
        seen,
        layout.header,
        delimiter=layout.delimiter,
        decimal=chosen.decimal,
        dates=chosen.dates,
        currency=chosen.currency,
        earlier=earlier,
    )
    others = [name for name in layout.unsure if name not in get_args(Property)]
    usual: DecimalMark = "," if layout.delimiter == ";" else "."
    for name in NUMBERS:
        # The last one counts: money is seldom whole.
        usual = found.marks.get(name, usual)
    return replace(
        layout,
        decimal=chosen.decimal or usual,
        dates=found.dates,
        marks={n: mark for n, mark in found.marks.items() if n in layout.columns},
        guessed=found.guessed,
        currency=found.currency,
        evidence=found.evidence,
        questions=found.questions,
        no_goods=chosen.no_goods or "leave_out",
        on_case=chosen.on_case or "apart",
        unsure=tuple(dict.fromkeys((*others, *(q.about for q in found.questions)))),
    )


def decide_of_file(
    layout: Layout,
    lines: Iterable[bytes],
    chosen: FileOptions,
    earlier: DateOrder | None,
) -> Layout:
    """Every cell is looked at, until nothing is open any more."""
    seen, known = Cells(), set[tuple[Field, str]]()
    rows: list[list[str]] = []
    for number, line in enumerate(lines, start=1):
        row = _cells(layout, line)
        if row is not None:
            rows.append(row)
        if number % LINES_AT_ONCE == 0:
            see_rows(seen, layout, rows, known)
            rows.clear()
            found = decided(layout, seen, chosen, earlier)
            if not found.questions:
                return found
    see_rows(seen, layout, rows, known)
    return decided(layout, seen, chosen, earlier)


def _cells(layout: Layout, line: bytes) -> list[str] | None:
    text = decoded(line, layout.encoding, layout.fallback)
    if text is None:
        return None
    try:
        row = split(text.rstrip("\r\n"), layout.delimiter)
    except BadRow:
        return None
    return fitted(row, layout.header)
