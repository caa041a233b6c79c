"""Where rows come from, read in bounded steps that can be repeated.

A step says where the next one begins; a job stores that place together with
what it sends, so reading goes on there after a crash. Steps are synchronous and
run in a thread.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol

from etl_svc.rules import (
    MAX_PROBLEMS,
    EmitterPlan,
    Note,
    Notices,
    ProductDraft,
    RejectedLine,
    RowProblem,
    SourceReturn,
    SourceRow,
    SyntheticPlan,
    UploadOptions,
)

STEP_ROWS = 2_000


@dataclass
class LeftOutRows:
    """How many rows were left out for a reason; the first of them is the example."""

    line: int
    example: str
    rows: int = 0


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """The total of so many days from a row's on; ``told`` is what its column, called
    ``title``, says."""

    row: SourceRow
    days: int
    told: str
    title: str


@dataclass
class Batch:
    """What one step read. ``problems`` describes the first bad rows only."""

    position: int
    line: int
    rows: list[SourceRow] = field(default_factory=list)
    periods: list[PeriodRow] = field(default_factory=list)
    """Totals whose days are no rows yet."""
    withdrawn: list[SourceRow] = field(default_factory=list)
    """Of nothing: what an earlier file of the source told of them is taken back."""
    earlier_returns: list[SourceReturn] = field(default_factory=list)
    """Of what earlier files of the source sold."""
    states: Counter[str] = field(default_factory=Counter)
    """Words of states and types, and how many rows say each."""
    added_up: int = 0
    """Further rows of the same product and day in a file of days."""
    problems: list[RowProblem] = field(default_factory=list)
    notices: Notices = field(default_factory=Notices)
    rejected: list[RejectedLine] = field(default_factory=list)
    read: int = 0
    zero: int = 0
    returned: int = 0
    invalid: int = 0
    finished: bool = False
    left_out: dict[str, LeftOutRows] = field(default_factory=dict)
    is_measured: bool = False
    """Some of it may be told otherwise than its products are counted."""

    def leave_out(self, code: str, line: int, content: str) -> None:
        """A row that is no sale, such as one of totals."""
        counted = self.left_out.setdefault(code, LeftOutRows(line, content))
        counted.rows += 1

    def reject(self, problem: RowProblem, content: str) -> None:
        self.invalid += 1
        self.notices.add(
            Note(
                "rejected", problem.code, problem.field, problem.value, problem.message
            ),
            problem.line,
        )
        self.rejected.append(RejectedLine(problem.line, str(problem), content))
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(problem)

    def take(self, row: SourceRow) -> None:
        if row.quantity:
            self.rows.append(row)
        else:
            self.zero += 1


def count_left_out(
    total: dict[str, dict[str, Any]], found: Mapping[str, LeftOutRows]
) -> None:
    """Add what a step left out to what steps before it did."""
    for code, some in found.items():
        first = {"rows": 0, "line": some.line, "example": some.example}
        before = total.get(code, first)
        total[code] = before | {"rows": before["rows"] + some.rows}


class Source(Protocol):
    """A history to import, from a place in it to its end. ``header`` is a file's
    first line."""

    header: str
    joins_case: bool
    """Codes that differ by case only are of the same product."""

    @property
    def pause_s(self) -> float:
        """Time to let pass after each step; 0 when there is more to read at once."""

    def catch_up(self, now: datetime) -> bool:
        """One step towards the place to begin at; whether it is reached."""

    def read(self, now: datetime) -> Batch:
        """The next rows."""

    def draft(self, row: SourceRow) -> ProductDraft | None:
        """The product to create when the catalogue does not have the row's sku;
        None when the row is refused then."""

    def close(self) -> None:
        """Let go of files."""


def synthetic_plan(params: dict[str, Any]) -> SyntheticPlan:
    return SyntheticPlan(**params | {"end": date.fromisoformat(params["end"])})


def emitter_plan(params: dict[str, Any]) -> EmitterPlan:
    return EmitterPlan(**params | {"start": datetime.fromisoformat(params["start"])})


def upload_options(params: dict[str, Any]) -> UploadOptions:
    """Of an upload, or of a file that has a ``path`` in the watched folder."""
    values = params | {"default_price": Decimal(params["default_price"])}
    for known_besides in ("path", "file_name", "gone", "sheets_saved", "sheets_gone"):
        values.pop(known_besides, None)
    return UploadOptions(**values)
