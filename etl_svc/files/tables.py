"""Several tables in one file, as the sheets of a workbook: those of the same columns
are read one after another, the others are named.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any

from etl_svc.errors import JobFailed
from etl_svc.files.output import EMPTY, BoundedFile, TableLines
from etl_svc.files.vocabulary import UNKNOWN, concepts
from etl_svc.files.workbook_cells import text_of

HEAD_ROWS = 20
"""Among so many rows of a table its header is looked for."""
ROWS_AT_ONCE = 1_000
LEAST_NAMES = 2


@dataclass(frozen=True, slots=True)
class Table:
    """``rows`` begins anew at each call."""

    name: str
    rows: Callable[[], Iterator[Sequence[Any]]]
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """What became of a table; ``line`` is that of its first row in what is read."""

    name: str
    read: bool
    why: str = ""
    rows: int = 0
    line: int = 0


@dataclass(frozen=True, slots=True)
class Head:
    """Where the names of the columns stand in a table, and how many of them are known
    words."""

    at: int
    names: tuple[str, ...]
    known: int


def head_of(rows: Iterable[tuple[int, Sequence[str]]]) -> Head | None:
    """Of the first rows of a table, with their places; none when it is empty."""
    heads = [
        Head(at, names, sum(set(concepts(name)) != {UNKNOWN} for name in names if name))
        for at, row in rows
        if any(names := tuple(" ".join(cell.split()).casefold() for cell in row))
    ]
    several = [head for head in heads if sum(map(bool, head.names)) >= LEAST_NAMES]
    return max(several or heads, key=lambda head: (head.known, -head.at), default=None)


def same_columns(one: Head, other: Head) -> bool:
    return set(filter(None, one.names)) <= set(filter(None, other.names))


def best_head(heads: Sequence[Head]) -> Head | None:
    """The columns that speak of the most in the most tables: a cover sheet has fewer
    known words than the tables behind it."""

    def worth(head: Head) -> int:
        return head.known**2 * sum(same_columns(head, other) for other in heads)

    return max(heads, key=worth, default=None)


def write_tables(
    tables: Sequence[Table], writer: BoundedFile, chosen: Sequence[str]
) -> list[dict[str, Any]]:
    """One CSV file of those that are chosen, or else of all visible ones with the same
    columns; what became of each."""
    if not tables:
        raise JobFailed("not_one_file", "The workbook has no sheet.")
    heads = {table.name: _head(table) for table in tables}
    refuse_unknown(chosen, list(heads))
    wanted = [t for t in tables if (t.name in chosen if chosen else not t.hidden)]
    if not chosen and not any(heads[table.name] for table in wanted):
        wanted = list(tables)
    best = best_head([head for table in wanted if (head := heads[table.name])])
    lines = TableLines()
    parts, first = [], None
    for table in tables:
        head = heads[table.name]
        why = _why_not(table, head, best, wanted, chosen)
        if why or head is None:
            parts.append(Part(table.name, read=False, why=why))
            continue
        before = lines.written
        _write(table, head, first, writer, lines)
        begins = before + 1 + (head.at + 1 if first is None else 0)
        rows = max(0, lines.written - begins + 1)
        parts.append(Part(table.name, read=True, rows=rows, line=begins))
        first = first or head
    writer.write(lines.take())
    return [asdict(part) for part in parts]


def refuse_unknown(chosen: Sequence[str], names: Sequence[str]) -> None:
    absent = [name for name in chosen if name not in names]
    if absent:
        raise JobFailed(
            "unknown_part",
            f"There is no {', '.join(absent)[:200]} in the file. It has:"
            f" {', '.join(names)[:500]}.",
        )


def _head(table: Table) -> Head | None:
    filled = (
        (at, [text_of(value) for value in row])
        for at, row in enumerate(table.rows())
        if any(value not in EMPTY for value in row)
    )
    return head_of(islice(filled, HEAD_ROWS))


def _why_not(
    table: Table,
    head: Head | None,
    best: Head | None,
    wanted: Sequence[Table],
    chosen: Sequence[str],
) -> str:
    if table not in wanted:
        return "not_chosen" if chosen else "hidden"
    if head is None or best is None:
        return "empty"
    return "" if same_columns(best, head) else "other_columns"


def _write(
    table: Table,
    head: Head,
    first: Head | None,
    writer: BoundedFile,
    lines: TableLines,
) -> None:
    """The first one as it is; of the others the rows, in the order of its columns."""
    order = None
    if first is not None:
        places = {name: at for at, name in enumerate(head.names) if name}
        order = [places.get(name) for name in first.names]
    for n, row in enumerate(table.rows()):
        if order is None:
            lines.add(n + 1, row)
        elif n > head.at and any(value not in EMPTY for value in row):
            lines.add(n + 1, [_picked(row, at) for at in order])
        if n % ROWS_AT_ONCE == 0:
            writer.write(lines.take())
    lines.part_ends()


def _picked(row: Sequence[Any], at: int | None) -> Any:
    return row[at] if at is not None and at < len(row) else None
