"""Where rows come from, read in bounded steps that can be repeated.

A step says where the next one begins; a job stores that place together with
what it sends, so reading goes on there after a crash. Steps are synchronous and
run in a thread.
"""

import itertools
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol

from etl_svc import synthetic
from etl_svc.rules import (
    KEPT_PROBLEMS,
    EmitterPlan,
    ProductDraft,
    RejectedLine,
    RowProblem,
    SourceRow,
    SyntheticPlan,
    UploadOptions,
)

STEP_ROWS = 2_000


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
    returned: int = 0
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
    told = params | {"default_price": Decimal(params["default_price"])}
    told.pop("path", None)
    return UploadOptions(**told)


class SyntheticSource:
    """Positions are row numbers of the plan."""

    header = ""
    pause_s = 0.0

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
