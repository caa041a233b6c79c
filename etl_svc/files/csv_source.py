"""A CSV file as a source: positions are bytes, and steps can be repeated."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from etl_svc.errors import JobFailed
from etl_svc.files.cells import BadRow
from etl_svc.files.detect import opened, read_past_header
from etl_svc.files.layout import BOM, MAX_LINE, Layout, decoded, split
from etl_svc.files.row_reader import Cells, RowReader, content_of
from etl_svc.files.scratch import Occurrences, Returns
from etl_svc.rules import (
    ProductDraft,
    RowProblem,
    SourceRow,
    UploadOptions,
)
from etl_svc.source import STEP_ROWS, Batch
from shared.clock import as_utc, business_zone, cached_by_zone

STEP_LINES = 20_000
STEP_BYTES = 8 << 20
STEP_RETURNS = 2_000


@dataclass(frozen=True, slots=True)
class Record:
    """``lines`` are those it stands in, ``size`` its bytes; no ``content`` when it
    is too long."""

    content: bytes | None
    lines: int
    size: int


class FileSource:
    """The rows of a file in its order, from a position on."""

    pause_s = 0.0

    def __init__(
        self,
        path: Path,
        layout: Layout,
        options: UploadOptions,
        *,
        scratch: Path,
        position: int,
        line: int,
        shift: timedelta = timedelta(),
    ) -> None:
        self._file = opened(path)
        self._layout = layout
        self._options = options
        self._shift = shift
        self._start = position
        header = read_past_header(self._file, layout.skipped)
        self.header = content_of(header.removeprefix(BOM), layout)
        self._below = self._position = self._file.tell()
        self._line = self._header_line = 1 + layout.skipped
        self._reader = RowReader(layout, options.on_negative)
        self._returns: Returns | None = None
        if options.on_negative == "return":
            self._returns = Returns(scratch.with_name(f"{scratch.name}.returns"))
        self._matched = False
        # A daily row is the only one of its day; others may come again.
        self._seen = None if layout.daily else Occurrences(scratch)
        self._from = (position, line) if layout.daily and position else None

    def catch_up(self, now: datetime) -> bool:
        """Returns are found first, in a pass of their own. Then occurrences are
        counted again from the first line on: that is cheaper than storing them
        with every step."""
        if self._returns is not None and not self._matched:
            self._matched = self._find(self._returns, now)
            return False
        if self._from is not None:
            (self._position, self._line), self._from = self._from, None
            self._file.seek(self._position)
        if self._position < self._start:
            passed = self._step(now, stop_at=self._start)
            if passed.finished:
                raise JobFailed("file_changed", "The file is shorter than it was.")
        return self._position >= self._start

    def read(self, now: datetime) -> Batch:
        return self._step(now)

    def draft(self, row: SourceRow) -> ProductDraft:
        price = self._options.default_price if row.price is None else row.price
        return ProductDraft(
            row.sku,
            row.name or row.sku,
            price,
            stock=0,
            category=row.category or None,
        )

    def close(self) -> None:
        self._file.close()
        for kept in (self._seen, self._returns):
            if kept is not None:
                kept.close()

    def _find(self, returns: Returns, now: datetime) -> bool:
        """One step of the first pass; whether it is over and reading can begin."""
        for _ in range(STEP_LINES):
            record = self._next_record()
            if not record.size:
                break
            self._line += record.lines
            with suppress(BadRow):
                cells = self._reader.read(record.content or b"", now)
                if cells is not None:
                    returns.add(self._line - record.lines + 1, cells)
        else:
            return False
        if not returns.match(STEP_RETURNS):
            return False
        self._file.seek(self._below)
        self._position, self._line = self._below, self._header_line
        self._reader = RowReader(self._layout, self._options.on_negative)
        return True

    def _step(self, now: datetime, *, stop_at: int | None = None) -> Batch:
        batch = Batch(self._position, self._line)
        limit = self._position + STEP_BYTES
        if stop_at is not None:
            limit = min(limit, stop_at)
        for _ in range(STEP_LINES):
            if len(batch.rows) >= STEP_ROWS or batch.position >= limit:
                break
            record = self._next_record()
            if not record.size:
                batch.finished = True
                break
            batch.position += record.size
            self._take(batch, record, batch.line + 1, now)
            batch.line += record.lines
        self._position, self._line = batch.position, batch.line
        return batch

    def _next_record(self) -> Record:
        """The next line; with those that belong to it, when a cell in quotes holds
        line ends. A stray quote swallows nothing: unless the lines make a row of
        the right width together, the first stands alone."""
        line = self._file.readline(MAX_LINE + 1)
        if len(line) > MAX_LINE and not line.endswith(b"\n"):
            return self._too_long(len(line))
        if line.count(b'"') % 2 == 0:
            return Record(line, 1, len(line))
        after = self._file.tell()
        joined, lines = line, 1
        for more in self._more_lines(MAX_LINE - len(line)):
            joined += more
            lines += 1
            if more.count(b'"') % 2:
                break
        if lines > 1 and self._is_row(joined):
            return Record(joined, lines, len(joined))
        self._file.seek(after)
        return Record(line, 1, len(line))

    def _more_lines(self, room: int) -> Iterator[bytes]:
        while room > 0 and (line := self._file.readline(room)):
            room -= len(line)
            yield line

    def _is_row(self, joined: bytes) -> bool:
        text = decoded(joined, self._layout.encoding) or ""
        try:
            cells = split(text.rstrip("\r\n"), self._layout.delimiter)
        except BadRow:
            return False
        return len(cells) == len(self._layout.header)

    def _too_long(self, size: int) -> Record:
        while piece := self._file.readline(MAX_LINE):
            size += len(piece)
            if piece.endswith(b"\n"):
                break
        return Record(None, 1, size)

    def _take(self, batch: Batch, record: Record, line: int, now: datetime) -> None:
        content = record.content or b""
        try:
            if record.content is None:
                raise BadRow("", "line_too_long", f"longer than {MAX_LINE} bytes")
            cells = self._reader.read(content, now)
            if cells is None:
                return
            if cells.quantity < 0:
                self._refuse_unsold(line, cells)
        except BadRow as bad:
            batch.read += 1
            problem = RowProblem(line, bad.field, bad.code, str(bad), bad.value)
            batch.reject(problem, content_of(content, self._layout))
            return
        batch.read += 1
        if cells.quantity < 0:
            batch.returned += 1
        else:
            batch.take(self._row(cells, line, content))

    def _refuse_unsold(self, line: int, cells: Cells) -> None:
        # Only where returns are asked for does the reader let a negative one pass.
        unsold = self._returns.without_sale(line) if self._returns is not None else 0
        if unsold:
            raise BadRow(
                "",
                "return_without_sale",
                f"{unsold} of {-cells.quantity} came back without an earlier sale"
                " in this file",
            )

    def _row(self, cells: Cells, line: int, content: bytes) -> SourceRow:
        key = f"{self._options.source}/{cells.content}"
        quantity = cells.quantity
        if quantity:
            if self._seen is not None:
                key = f"{key}/{self._seen.count(cells)}"
            if self._returns is not None:
                quantity = self._returns.kept(line)
        keep = self._options.on_unknown == "reject"
        return SourceRow(
            row_key=key,
            sku=cells.sku,
            quantity=quantity,
            price=cells.price,
            sold_at=_shifted(cells.sold_at, self._shift),
            line=line,
            content=content_of(content, self._layout) if keep else "",
            name=cells.name,
            category=cells.category,
        )


@cached_by_zone(65_536)
def _shifted(instant: datetime, shift: timedelta) -> datetime:
    """As many days later at the same time of the shop's clock."""
    if not shift:
        return instant
    local = instant.astimezone(business_zone()).replace(tzinfo=None)
    return as_utc(local + shift)
