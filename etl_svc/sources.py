"""Where rows come from, read in bounded steps that can be repeated.

A step says where the next one begins; a job stores that place together with
what it sends, so reading goes on there after a crash. Steps are synchronous and
run in a thread.
"""

import itertools
import sqlite3
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

from etl_svc import synthetic
from etl_svc.errors import JobFailed
from etl_svc.rows import (
    BOM,
    MAX_LINE,
    BadRow,
    Cells,
    Layout,
    content_of,
    read_header,
    read_line,
)
from etl_svc.rules import (
    KEPT_PROBLEMS,
    ProductDraft,
    RejectedLine,
    RowProblem,
    SourceRow,
    SyntheticPlan,
    UploadOptions,
)
from shared.errors import ServiceError

STEP_ROWS = 2_000
STEP_LINES = 20_000
STEP_BYTES = 8 << 20
READ_BYTES = 256 * 1024


@dataclass
class Batch:
    """What one step read. ``problems`` describes the first bad rows only."""

    position: int
    line: int
    rows: list[SourceRow] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    rejected: list[RejectedLine] = field(default_factory=list)
    read: int = 0
    zero: int = 0
    invalid: int = 0
    finished: bool = False

    def reject(self, problem: RowProblem, content: str) -> None:
        self.invalid += 1
        self.rejected.append(RejectedLine(problem.line, str(problem), content))
        if len(self.problems) < KEPT_PROBLEMS:
            self.problems.append(problem)

    def take(self, row: SourceRow) -> None:
        if row.quantity:
            self.rows.append(row)
        else:
            self.zero += 1


class Source(Protocol):
    """A history to import, from a place in it to its end. ``header`` is a file's
    first line."""

    header: str

    def catch_up(self, now: datetime) -> bool:
        """One step towards the place to begin at; whether it is reached."""

    def read(self, now: datetime) -> Batch:
        """The next rows."""

    def draft(self, row: SourceRow) -> ProductDraft:
        """The product to create when the catalogue does not have the row's sku."""

    def close(self) -> None:
        """Let go of files."""


def synthetic_plan(params: dict[str, Any]) -> SyntheticPlan:
    return SyntheticPlan(**params | {"end": date.fromisoformat(params["end"])})


def upload_options(params: dict[str, Any]) -> UploadOptions:
    return UploadOptions(**params | {"default_price": Decimal(params["default_price"])})


class SyntheticSource:
    """Positions are row numbers of the plan."""

    header = ""

    def __init__(self, plan: SyntheticPlan, position: int) -> None:
        self._plan = plan
        self._position = position
        self._rows = synthetic.rows(plan, position)
        self._drafts: dict[str, ProductDraft] = {}

    def catch_up(self, _now: datetime) -> bool:
        return True

    def read(self, _now: datetime) -> Batch:
        self._drafts.clear()
        batch = Batch(self._position, 0)
        for row in itertools.islice(self._rows, STEP_ROWS):
            self._drafts[row.sku] = synthetic.draft(self._plan, batch.position)
            batch.position += 1
            batch.read += 1
            batch.take(row)
        self._position = batch.position
        batch.finished = batch.position >= self._plan.rows
        return batch

    def draft(self, row: SourceRow) -> ProductDraft:
        return self._drafts[row.sku]

    def close(self) -> None:
        """It has no files."""


class FileSource:
    """A CSV file; positions are bytes, and a record is one line."""

    def __init__(
        self,
        path: Path,
        options: UploadOptions,
        *,
        scratch: Path,
        position: int,
        line: int,
    ) -> None:
        try:
            self._file = path.open("rb", buffering=READ_BYTES)
        except FileNotFoundError:
            raise JobFailed(
                "file_missing", "The uploaded file is no longer in the data folder."
            ) from None
        self._options = options
        self._start = position
        self._layout, self._position = self._header()
        self._line = 1
        # Only rows of sales files need to know how often they came before.
        self._seen = Occurrences(scratch) if self._layout.kind == "sales" else None
        if self._seen is None and position:
            self._file.seek(position)
            self._position, self._line = position, line

    def _header(self) -> tuple[Layout, int]:
        line = self._file.readline(MAX_LINE + 1)
        self.header = content_of(line.removeprefix(BOM))
        try:
            return read_header(line), len(line)
        except ServiceError as error:
            self._file.close()
            raise JobFailed(error.code, error.detail) from error

    def catch_up(self, now: datetime) -> bool:
        """Occurrences are counted again from the first line on: that is cheaper
        than storing them with every step."""
        if self._position < self._start:
            passed = self._step(now, stop_at=self._start)
            if passed.finished:
                raise JobFailed("file_changed", "The file is shorter than it was.")
        return self._position >= self._start

    def read(self, now: datetime) -> Batch:
        return self._step(now)

    def draft(self, row: SourceRow) -> ProductDraft:
        price = self._options.default_price if row.price is None else row.price
        return ProductDraft(row.sku, row.sku, price, stock=0, category=None)

    def close(self) -> None:
        self._file.close()
        if self._seen is not None:
            self._seen.close()

    def _step(self, now: datetime, *, stop_at: int | None = None) -> Batch:
        batch = Batch(self._position, self._line)
        limit = self._position + STEP_BYTES
        if stop_at is not None:
            limit = min(limit, stop_at)
        for _ in range(STEP_LINES):
            if len(batch.rows) >= STEP_ROWS or batch.position >= limit:
                break
            line, length = self._next_line()
            if not length:
                batch.finished = True
                break
            batch.position += length
            batch.line += 1
            self._take(batch, line, now)
        self._position, self._line = batch.position, batch.line
        return batch

    def _next_line(self) -> tuple[bytes | None, int]:
        """The next line and its length in bytes; no line when it is too long."""
        line = self._file.readline(MAX_LINE + 1)
        length = len(line)
        if length <= MAX_LINE or line.endswith(b"\n"):
            return line, length
        while not line.endswith(b"\n") and line:
            line = self._file.readline(MAX_LINE)
            length += len(line)
        return None, length

    def _take(self, batch: Batch, line: bytes | None, now: datetime) -> None:
        try:
            if line is None:
                raise BadRow("", "line_too_long", f"longer than {MAX_LINE} bytes")
            cells = read_line(self._layout, line, now)
        except BadRow as bad:
            batch.read += 1
            problem = RowProblem(batch.line, bad.field, bad.code, str(bad), bad.value)
            batch.reject(problem, content_of(line or b""))
            return
        if cells is not None:
            batch.read += 1
            batch.take(self._row(cells, batch.line, line or b""))

    def _row(self, cells: Cells, number: int, line: bytes) -> SourceRow:
        key = f"{self._options.source}/{cells.content}"
        if self._seen is not None and cells.quantity:
            key = f"{key}/{self._seen.count(cells)}"
        return SourceRow(
            row_key=key,
            sku=cells.sku,
            quantity=cells.quantity,
            price=cells.price,
            sold_at=cells.sold_at,
            line=number,
            content=content_of(line) if self._options.on_unknown == "reject" else "",
        )


class Occurrences:
    """How often a sale of the same content came before in a file.

    Two customers may buy the same in the same minute: the second such line is
    another sale, yet the same file again brings both again. Counted on disk,
    because memory would grow with the file.
    """

    def __init__(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        self._path = path
        # Threads take turns: one step at a time uses it.
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        for statement in (
            "PRAGMA journal_mode = OFF",
            "PRAGMA synchronous = OFF",
            "PRAGMA cache_size = -16000",
            "CREATE TABLE seen (id INTEGER PRIMARY KEY, times INTEGER NOT NULL)",
            # Never committed: nobody reads it after a crash.
            "BEGIN",
        ):
            self._db.execute(statement)

    def count(self, cells: Cells) -> int:
        """0 for the first of its kind."""
        # The day in front keeps neighbours of a sorted file on the same pages.
        day = cells.sold_at.toordinal() & 0xFFFF
        id_ = day << 47 | int(cells.content[:12], 16) & (1 << 47) - 1
        (times,) = self._db.execute(
            "INSERT INTO seen VALUES (?, 0)"
            " ON CONFLICT (id) DO UPDATE SET times = times + 1 RETURNING times",
            (id_,),
        ).fetchone()
        return int(times)

    def close(self) -> None:
        self._db.close()
        self._path.unlink(missing_ok=True)
