"""CSV files that people bring and take: read, planned, written.

Files are those that spreadsheets write: UTF-8 or Windows-1252, columns in any order,
between them commas, semicolons or tabs. Beside a comma as delimiter decimals have a
point; else they may have a comma, as in French.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from itertools import chain
from typing import Any, Generic, Protocol, TypeVar

from fastapi import Response
from pydantic import BaseModel, ConfigDict, ValidationError

from products_svc.errors import RowsRejected, UnreadableFile
from shared.csv_files import FOR_PROGRAMS, Dialect, as_typed, csv_lines
from shared.errors import ServiceError

Row = TypeVar("Row")
MAX_ROWS = 5_000
MAX_REJECTED = MAX_SHOWN = 100
CSV_ANSWER: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/csv": {"schema": {"type": "string"}}}}
}
CSV_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"text/csv": {"schema": {"type": "string"}}},
    }
}
_BLANKS = re.compile(r"[\s\u00a0\u202f]")
_YES = {"yes", "true", "1", "oui", "vrai"}
_NO = {"no", "false", "0", "non", "faux"}


@dataclass(frozen=True, slots=True)
class SheetRow:
    """``values`` by column, of the columns that the file has; an empty cell is None."""

    line: int
    values: dict[str, Any]


@dataclass(slots=True)
class Plan(Generic[Row]):
    rows: list[Row] = field(default_factory=list)
    rejected: list[dict[str, Any]] = field(default_factory=list)

    def add(self, line: int, make: Callable[[], Row]) -> None:
        """A row is taken, or it is said what is wrong with it."""
        try:
            self.rows.append(make())
        except ValidationError as error:
            for each in error.errors():
                place = ".".join(map(str, each["loc"]))
                self.reject(line, place, each["type"], each["msg"])
        except ServiceError as error:
            self.reject(line, error.field or "", error.code, error.detail)

    def reject(self, line: int, where: str, code: str, message: str) -> None:
        self.rejected.append(
            {"line": line, "field": where, "code": code, "message": message}
        )

    def require_all(self) -> None:
        """Raises ``RowsRejected``: half a file is worse than none."""
        if self.rejected:
            lines = {each["line"] for each in self.rejected}
            raise RowsRejected(self.rejected[:MAX_REJECTED], len(lines))


def each_once(
    plan: Plan[Row], sheet: Sequence[SheetRow], columns: Sequence[str]
) -> list[SheetRow]:
    """Of two rows about the same nobody knows which one is meant."""
    seen: set[tuple[Any, ...]] = set()
    unique = []
    for row in sheet:
        about = tuple((row.values[name] or "").casefold() for name in columns)
        if about in seen:
            plan.reject(
                row.line, columns[-1], "repeated", "An earlier row is about it."
            )
        else:
            seen.add(about)
            unique.append(row)
    return unique


def read_sheet(
    content: bytes,
    columns: Sequence[str],
    *,
    needed: Sequence[str],
    cells: Mapping[str, Callable[[str, bool], Any]],
) -> list[SheetRow]:
    """``cells``: how those of a column are read that are no text; told whether decimals
    may have a comma. Raises ``UnreadableFile``."""
    text = _decoded(content)
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        rows = [(reader.line_num, row) for row in reader if any(row)]
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
                name: cells.get(name, text_cell)(said.strip(), comma)
                for name, said in zip(header, row, strict=False)
            },
        )
        for line, row in rows
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


def text_cell(cell: str, _comma: bool) -> Any:
    # An export protects what looks like a formula by an apostrophe.
    return as_typed(cell) or None


def number(cell: str, comma: bool) -> Any:
    plain = _BLANKS.sub("", cell)
    if comma and "." not in plain:
        plain = plain.replace(",", ".")
    if not plain:
        return None
    try:
        return Decimal(plain)
    except InvalidOperation:
        return cell


def whole(cell: str, comma: bool) -> Any:
    read = number(cell, comma)
    is_whole = isinstance(read, Decimal) and read.is_finite() and read % 1 == 0
    return int(read) if is_whole else read


def yes_or_no(cell: str, _comma: bool) -> Any:
    said = cell.lower()
    if said in _YES or said in _NO:
        return said in _YES
    return cell or None


def cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case Decimal():
            return f"{value.normalize():f}"
        case [{"from": _}, *_]:
            return " ".join(f"{each['from']}/{each['to']}" for each in value)
        case list():
            return " ".join(map(str, value))
    return str(value)


def figure(value: Decimal | None) -> Decimal | str:
    """A number of its own, written as the file writes numbers; without idle zeros."""
    return "" if value is None else value.normalize()


def write_sheet(
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    dialect: Dialect = FOR_PROGRAMS,
) -> str:
    return dialect.start + csv_lines(chain([columns], rows), dialect=dialect)


def csv_file(content: str, name: str) -> Response:
    return Response(
        content,
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


class RejectedRowOut(BaseModel):
    line: int
    field: str
    code: str
    message: str


class RowChangeOut(BaseModel):
    """What a row changes, by field what was and what is."""

    model_config = ConfigDict(from_attributes=True)

    line: int
    name: str
    created: bool
    changes: dict[str, Any]


class FileImportOut(BaseModel):
    """What a file changed, or in a dry run would change."""

    dry_run: bool
    rows: int
    created: int
    changed: int
    unchanged: int
    changes: list[RowChangeOut]
    """The first hundred."""
    rejected: list[RejectedRowOut]
    """In a dry run, the first hundred; otherwise nothing is imported with any of them."""


class Change(Protocol):
    """What a row changes."""

    @property
    def line(self) -> int: ...
    @property
    def name(self) -> str: ...
    @property
    def created(self) -> bool: ...
    @property
    def changes(self) -> dict[str, Any]: ...


def import_report(
    plan: Plan[Any], changes: Sequence[Change], *, dry_run: bool
) -> FileImportOut:
    created = sum(change.created for change in changes)
    refused = {each["line"] for each in plan.rejected}
    return FileImportOut(
        dry_run=dry_run,
        rows=len(plan.rows) + len(refused),
        created=created,
        changed=len(changes) - created,
        unchanged=len(plan.rows) - len(changes),
        changes=[RowChangeOut.model_validate(each) for each in changes[:MAX_SHOWN]],
        rejected=[
            RejectedRowOut.model_validate(each) for each in plan.rejected[:MAX_REJECTED]
        ],
    )
