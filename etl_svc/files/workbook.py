"""Workbooks of all kinds as tables: XLSX as it is read, flat in memory; old XLS, XLSB
and ODS as a whole, within the limits of the process.
"""

import re
import sys
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from etl_svc.errors import JobFailed
from etl_svc.files.names import is_amount
from etl_svc.files.tables import Table
from etl_svc.files.workbook_cells import shown, text_of

MAX_SHARED_STRINGS = 64 << 20
"""Bytes of a workbook's texts: the one part of it that is held in memory."""
MAX_MERGED = 50_000
"""Merged cells of a sheet that are filled."""
READ_BYTES = 1 << 20
_STRINGS = "xl/sharedStrings.xml"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_merged = re.compile(
    rb'mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"'
)


def xlsx_tables(source: Path, limit: int) -> list[Table]:
    _check_size(source, limit)
    # openpyxl would bring numpy where that is installed, which takes longer to load
    # and more memory than all the rest, and lxml, which resolves the entities of a
    # hostile file instead of refusing them. It reads everything without them.
    for unwanted in ("numpy", "lxml"):
        sys.modules[unwanted] = None  # type: ignore[assignment]
    from openpyxl import load_workbook

    # By its content: openpyxl asks for the ending of a name. It stays open as long as
    # the process, which is for this file alone.
    workbook = load_workbook(
        source.open("rb"), read_only=True, data_only=True, keep_links=False
    )
    return [
        Table(
            sheet.title,
            _Rows(source, sheet).__iter__,
            hidden=sheet.sheet_state != "visible",
        )
        for sheet in workbook.worksheets
    ]


class _Rows:
    """The rows of a sheet, cells that are merged down filled."""

    def __init__(self, source: Path, sheet: Any) -> None:
        self._source = source
        self._sheet = sheet
        self._merged: dict[int, list[tuple[int, int]]] | None = None

    def __iter__(self) -> Iterator[Sequence[Any]]:
        if self._merged is None:
            self._merged = merged_down(self._source, self._sheet._worksheet_path)
        # The size that a file tells of itself may be wrong; its rows are not.
        self._sheet.reset_dimensions()
        rows = (list(map(shown, row)) for row in self._sheet.iter_rows())
        return filled_down(rows, self._merged) if self._merged else iter(rows)


def merged_down(source: Path, part: str) -> dict[int, list[tuple[int, int]]]:
    """By its first row: the column and the last row of each merged cell that reaches
    over several rows. They stand below the rows in a sheet's file, so it is looked
    through once more."""
    found: dict[int, list[tuple[int, int]]] = {}
    count, rest = 0, b""
    with zipfile.ZipFile(source) as archive, archive.open(part.lstrip("/")) as file:
        while (block := file.read(READ_BYTES)) and count < MAX_MERGED:
            block = rest + block
            for left, top, _, bottom in _merged.findall(block):
                if int(bottom) > int(top):
                    found.setdefault(int(top), []).append((_column(left), int(bottom)))
                    count += 1
            rest = block[block.rfind(b"<") :][-200:]
    return found


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def filled_down(
    rows: Iterator[Sequence[Any]], merged: dict[int, list[tuple[int, int]]]
) -> Iterator[Sequence[Any]]:
    """A merged cell counts for all of its rows; but how many were sold, or for how
    much, was so once."""
    above: dict[int, tuple[int, Any]] = {}
    names: Sequence[str] = ()
    for n, row in enumerate(rows, start=1):
        cells = list(row)
        if not names and sum(isinstance(cell, str) for cell in cells) > 1:
            names = [text_of(cell) for cell in cells]
        for at, (last, value) in list(above.items()):
            if n > last:
                del above[at]
            else:
                # Rows end at their last filled cell.
                cells += [None] * (at + 1 - len(cells))
                cells[at] = value if cells[at] is None else cells[at]
        for at, last in merged.get(n, ()):
            told = at < len(cells) and cells[at] is not None
            if told and not _is_counted(cells[at], names, at):
                above[at] = (last, cells[at])
        yield cells


def _is_counted(value: Any, names: Sequence[str], at: int) -> bool:
    number = isinstance(value, int | float)
    return number and at < len(names) and is_amount(names[at])


def other_tables(source: Path) -> list[Table]:
    """Of XLS, XLSB and ODS."""
    with source.open("rb") as file:
        old = file.read(4) == b"\xd0\xcf\x11\xe0"
        if old and _ENCRYPTED in file.read(1 << 20):
            raise JobFailed("encrypted", "The workbook is protected by a password.")
    from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

    try:
        with source.open("rb") as file:
            workbook = CalamineWorkbook.from_filelike(file)
        return [
            Table(
                about.name,
                _CalamineRows(workbook, about.name).__iter__,
                hidden=about.visible != SheetVisibleEnum.Visible,
            )
            for about in workbook.sheets_metadata
        ]
    except CalamineError as error:
        raise JobFailed(
            "old_excel" if old else "broken_file",
            "This is an old Excel file (.xls) that cannot be read: save it as XLSX or"
            " CSV."
            if old
            else "The workbook is damaged, or of a kind that cannot be read: save it as"
            " XLSX or CSV.",
        ) from error


class _CalamineRows:
    def __init__(self, workbook: Any, name: str) -> None:
        self._workbook = workbook
        self._name = name

    def __iter__(self) -> Iterator[Sequence[Any]]:
        sheet = self._workbook.get_sheet_by_name(self._name)
        merged: dict[int, list[tuple[int, int]]] = {}
        for (top, left), (bottom, _) in sheet.merged_cell_ranges or ():
            if bottom > top:
                merged.setdefault(top + 1, []).append((left, bottom + 1))
        rows = iter(sheet.to_python(skip_empty_area=False))
        plain = ([None if cell == "" else cell for cell in row] for row in rows)
        return filled_down(plain, merged)


def _check_size(source: Path, limit: int) -> None:
    """Before anything is read: a workbook is a zip file that says how large it is,
    and gives no more than it says."""
    with zipfile.ZipFile(source) as archive:
        sizes = {member.filename: member.file_size for member in archive.infolist()}
    if sum(sizes.values()) > limit or sizes.get(_STRINGS, 0) > MAX_SHARED_STRINGS:
        raise JobFailed(
            "unpacks_too_large", "Unpacked the workbook is larger than may be read."
        )
