"""A CSV file as a source: positions are bytes, and steps can be repeated."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from etl_svc.errors import JobFailed
from etl_svc.files.cells import BadRow, LeftOut
from etl_svc.files.codes import case_note
from etl_svc.files.detect import opened, read_past_header
from etl_svc.files.layout import BOM, MAX_LINE, Layout
from etl_svc.files.measures import decimals_of
from etl_svc.files.own_export import PRESET
from etl_svc.files.periods import day_key
from etl_svc.files.records import Record, content_of, next_record
from etl_svc.files.row_reader import Cells, RowReader
from etl_svc.files.scratch import Occurrences, Returns, ToldKeys
from etl_svc.rules import (
    ProductDraft,
    RowProblem,
    SourceHistory,
    SourceReturn,
    SourceRow,
    UploadOptions,
)
from etl_svc.source import STEP_ROWS, Batch, PeriodRow
from shared.clock import as_utc, business_zone, cached_by_zone
from shared.quantities import Units, exact
from shared.types import Unit

STEP_LINES = 20_000
STEP_BYTES = 8 << 20
STEP_RETURNS = 2_000
CODES_COMPARED = 200_000
"""Codes of a file that are held, to find those that differ by case only."""
EXAMPLE = 200
"""Characters of a row that is shown as an example."""


Pending = tuple[Cells, int, str]
"""A row of the step under way, its line, and what stands there if that is kept."""


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
        shift: timedelta = timedelta(),
        history: SourceHistory | None = None,
        told: ToldKeys | None = None,
    ) -> None:
        self._file = opened(path)
        self._layout = layout
        self.joins_case = layout.on_case == "same"
        self._options = options
        self._shift = shift
        self._history = history or SourceHistory()
        self._told = told
        self._start = position
        header = read_past_header(self._file, layout)
        self.header = content_of(header.removeprefix(BOM), layout)
        self._below = self._position = self._file.tell()
        self._line = self._header_line = layout.skipped + layout.header_lines
        # A period of a wide table that is below zero is no return of one sale.
        self._on_negative = "reject" if layout.across else options.on_negative
        self._reader = RowReader(layout, self._on_negative)
        self._skus: set[str] = set()
        self._spellings: dict[str, str] = {}
        self._returns: Returns | None = None
        if self._on_negative == "return":
            self._returns = Returns(scratch.with_name(f"{scratch.name}.returns"))
        self._matched = False
        self._pending: list[Pending] = []
        self._pending_days = 0
        self._seen = Occurrences(scratch)
        self._seen_before: Occurrences | None = None
        if self._history.former_keys:
            self._seen_before = Occurrences(scratch.with_name(f"{scratch.name}.former"))

    def catch_up(self, now: datetime) -> bool:
        """Returns are found first, in a pass of their own. Then occurrences are
        counted again from the first line on: that is cheaper than storing them
        with every step."""
        if self._returns is not None and not self._matched:
            self._matched = self._find(self._returns, now)
            return False
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
            unit=row.unit or "piece",
            quantity_decimals=decimals_of(row.quantity),
        )

    def close(self) -> None:
        self._file.close()
        for kept in (self._seen, self._seen_before, self._returns, self._told):
            if kept is not None:
                kept.close()

    def _find(self, returns: Returns, now: datetime) -> bool:
        """One step of the first pass; whether it is over and reading can begin."""
        for _ in range(STEP_LINES):
            record = next_record(self._file, self._layout)
            if not record.size:
                break
            self._line += record.lines
            with suppress(BadRow):
                cells = self._reader.read(record.content or b"", now)
                # Of the total of several days nothing comes off a single one.
                if cells is not None and (cells.days == 1 or cells.quantity < 0):
                    returns.add(self._line - record.lines + 1, cells)
        else:
            return False
        if not returns.match(STEP_RETURNS):
            return False
        self._file.seek(self._below)
        self._position, self._line = self._below, self._header_line
        self._reader = RowReader(self._layout, self._on_negative)
        return True

    def _step(self, now: datetime, *, stop_at: int | None = None) -> Batch:
        batch = Batch(self._position, self._line)
        limit = self._position + STEP_BYTES
        if stop_at is not None:
            limit = min(limit, stop_at)
        self._pending, self._pending_days = [], 0
        for _ in range(STEP_LINES):
            if self._pending_days >= STEP_ROWS or batch.position >= limit:
                break
            record = next_record(self._file, self._layout)
            if not record.size:
                batch.finished = True
                break
            batch.position += record.size
            self._take(batch, record, batch.line + 1, now)
            batch.line += record.lines
        self._position, self._line = batch.position, batch.line
        self._take_pending(batch)
        return batch

    def _take(self, batch: Batch, record: Record, line: int, now: datetime) -> None:
        content = record.content or b""
        try:
            if record.content is None:
                raise BadRow("", "line_too_long", f"longer than {MAX_LINE} bytes")
            found = self._rows(content, now)
        except LeftOut as left:
            batch.read += 1
            example = content_of(content, self._layout)[:EXAMPLE]
            batch.leave_out(left.code, line, example)
            return
        except BadRow as bad:
            found = (bad,)
        for each in found:
            batch.read += 1
            try:
                self._take_cells(batch, each, line, content)
            except BadRow as bad:
                if bad.code == "unknown_state":
                    batch.states[bad.value] += 1
                problem = RowProblem(line, bad.field, bad.code, str(bad), bad.value)
                batch.reject(problem, content_of(content, self._layout))

    def _rows(self, content: bytes, now: datetime) -> Sequence[Cells | BadRow]:
        if self._layout.across:
            return self._reader.read_across(content, now)
        cells = self._reader.read(content, now)
        return () if cells is None else (cells,)

    def _take_cells(
        self,
        batch: Batch,
        cells: Cells | BadRow,
        line: int,
        content: bytes,
    ) -> None:
        if isinstance(cells, BadRow):
            raise cells
        for note in cells.notes:
            batch.notices.add(note, line)
        if cells.states:
            batch.states.update(cells.states)
        if cells.sku not in self._skus:
            self._compare_spelling(batch, cells.sku, line)
        is_measured = cells.unit is not None or type(cells.quantity) is not int
        batch.is_measured |= is_measured
        if cells.quantity < 0:
            self._take_return(batch, cells, line, content)
            batch.returned += 1
            return
        if not cells.quantity:
            batch.zero += 1
        if cells.quantity or cells.is_lasting:
            # Only beside its product it is known whether it can be imported.
            keep = is_measured or self._options.on_unknown == "reject"
            text = content_of(content, self._layout) if keep else ""
            self._pending.append((cells, line, text))
            self._pending_days += cells.days

    def _take_pending(self, batch: Batch) -> None:
        """The step's rows, each with its number among those of the same name: of lines
        of a ticket for the same article, or of sales that are alike. Further rows of a
        product and day are added up."""
        pending = self._pending
        numbers = self._seen.count([(c.sold_at, c.content) for c, _, _ in pending])
        former = self._former_keys(pending)
        for n, (cells, line, text) in enumerate(pending):
            row = self._row(cells, line, text, numbers[n], former.get(n))
            if self._layout.daily and numbers[n]:
                batch.added_up += 1
            if self._told is not None:
                self._told.add(_keys_of(row, cells.days))
            if cells.days > 1:
                title = self._layout.all_columns[self._layout.places("sold_at")[0]]
                batch.periods.append(PeriodRow(row, cells.days, cells.period, title))
            elif cells.quantity:
                batch.rows.append(row)
            elif self._history.known:
                batch.withdrawn.append(row)

    def _former_keys(self, pending: Sequence[Pending]) -> dict[int, str]:
        """By place in the step, where versions before gave a row another key."""
        if self._seen_before is None:
            return {}
        rows = [
            (c, n) for n, (c, _, _) in enumerate(pending) if c.former and c.quantity
        ]
        numbers = self._seen_before.count([(c.sold_at, c.former) for c, _ in rows])
        source, daily = self._options.source, self._layout.daily
        return {
            n: f"{source}/{c.former}" if daily else f"{source}/{c.former}/{number}"
            for (c, n), number in zip(rows, numbers, strict=True)
        }

    def _compare_spelling(self, batch: Batch, sku: str, line: int) -> None:
        """Told once for each code that differs from another one by case only."""
        if len(self._skus) < CODES_COMPARED:
            self._skus.add(sku)
            other = self._spellings.setdefault(sku.casefold(), sku)
            if other != sku and not self.joins_case:
                title = self._layout.header[(self._layout.places("sku") or (0,))[0]]
                batch.notices.add(case_note(title, sku, other), line)

    def _take_return(
        self, batch: Batch, cells: Cells, line: int, content: bytes
    ) -> None:
        # Only where returns are asked for does the reader let a negative one pass.
        if self._returns is None:
            return
        name, unsold = self._returns.without_sale(line, cells.unit)
        if not unsold:
            return
        if not self._history.known:
            raise BadRow(
                "",
                "return_without_sale",
                f"{unsold:f} of {exact(-cells.quantity):f} came back without an earlier sale"
                " in this file",
            )
        key = f"{self._options.source}/{name}"
        at = cells.sold_at
        at = _shifted(at, self._shift) if self._shift else at
        text = content_of(content, self._layout)
        back = SourceReturn(key, cells.sku, unsold, at, cells.unit, line, text)
        batch.earlier_returns.append(back)

    def _row(
        self, cells: Cells, line: int, text: str, number: int, former: str | None
    ) -> SourceRow:
        at = cells.sold_at
        key, returns = self._identity(cells, line, number)
        return SourceRow(
            row_key=key,
            sku=cells.sku,
            quantity=cells.quantity,
            price=cells.price,
            amount=cells.amount,
            price_unknown=cells.price_unknown,
            sold_at=_shifted(at, self._shift) if self._shift else at,
            line=line,
            content=text,
            name=cells.name,
            category=cells.category,
            former_key=former,
            returns=returns,
            unit=cells.unit,
            amount_told=cells.amount_told,
            own=cells.own,
        )

    def _identity(
        self, cells: Cells, line: int, number: int
    ) -> tuple[str, tuple[tuple[str, Units], ...]]:
        """Under which key a row is known, and what came back of it."""
        if cells.own is not None:
            # A sale is the same whichever source its download is said to be of.
            key, back = f"{PRESET}/{cells.content}", cells.own.came_back
            return key, ((f"{key}/back", back),) if back else ()
        key = f"{self._options.source}/{cells.content}"
        if number or not self._layout.daily:
            key = f"{key}/{number}"
        has_returns = self._returns is not None and bool(cells.quantity)
        return key, self._returns_of(line, cells.unit) if has_returns else ()

    def _returns_of(
        self, line: int, unit: Unit | None
    ) -> tuple[tuple[str, Units], ...]:
        found = self._returns.of_sale(line, unit) if self._returns is not None else ()
        return tuple((f"{self._options.source}/{name}", units) for name, units in found)


def _keys_of(row: SourceRow, days: int) -> Iterator[str]:
    """Under which its sales are recorded, or were by versions before."""
    for key in filter(None, (row.row_key, row.former_key)):
        yield key
        if days > 1:
            yield from (day_key(key, day) for day in range(days))


@cached_by_zone(65_536)
def _shifted(instant: datetime, shift: timedelta) -> datetime:
    """As many days later at the same time of the shop's clock."""
    local = instant.astimezone(business_zone()).replace(tzinfo=None)
    return as_utc(local + shift)
