"""What a job's rows come to, step by step."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from etl_svc.errors import JobFailed
from etl_svc.jobs.counts import (
    count_months,
    count_states,
    months_as_json,
    months_of,
)
from etl_svc.jobs.import_rows import earlier_returns, import_row, withdrawn_rows
from etl_svc.jobs.products import ProductLookup
from etl_svc.operations.advance_job import Step
from etl_svc.rules import (
    MAX_PROBLEMS,
    MAX_REJECTED,
    REASON,
    Note,
    Notice,
    Notices,
    RejectedLine,
    RowProblem,
    SourceRow,
)
from etl_svc.source import Batch, count_left_out
from etl_svc.tables import Job
from shared.clock import business_day
from shared.contracts.imports import ImportRow

GIVE_UP_AFTER = 100_000
"""Bad rows, when there is no good one among them."""


class Tally:
    """Begins with what the job has counted so far."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._rejected = self._bad = job.rows_invalid
        self._good = job.rows_accepted + job.rows_zero + job.rows_returned
        self._months = months_of(job.months)
        self.notices = Notices(Notice(**told) for told in job.notices)
        self._left_out: dict[str, dict[str, Any]] = dict(job.left_out)
        self._states: dict[str, int] = dict(job.states)
        self._first: datetime | None = None
        self._last: datetime | None = None

    def step(self, batch: Batch, header: str, products: ProductLookup) -> Step:
        rows: list[ImportRow] = []
        counted: list[SourceRow] = []
        unknown: list[RowProblem] = []
        rejected = list(batch.rejected)
        for row in batch.rows:
            product = products.find(row.sku)
            if product is not None:
                rows.append(import_row(row, product))
                counted.append(row)
            elif products.needed:
                if row.further:
                    continue
                why = f"{row.sku!r} is no product"
                problem = RowProblem(row.line, "sku", "unknown_sku", why, row.sku)
                unknown.append(problem)
                note = Note("rejected", problem.code, "sku", row.sku, why)
                self.notices.add(note, row.line)
                rejected.append(RejectedLine(row.line, str(problem), row.content))
            else:
                counted.append(row)
        self._count(counted)
        for notice in batch.notices:
            self.notices.merge(notice)
        count_left_out(self._left_out, batch.left_out)
        problems = sorted([*batch.problems, *unknown], key=lambda p: p.line)
        count_states(self._states, batch.states)
        sending = self._job.phase == "send"
        rows += withdrawn_rows(batch, products)
        return Step(
            rows=rows if sending else (),
            returns=earlier_returns(batch, products) if sending else (),
            months=months_as_json(self._months),
            notices=list(self.notices),
            left_out=self._left_out,
            first_day=self._day(self._first),
            last_day=self._day(self._last),
            problems=problems[:MAX_PROBLEMS],
            rejected=self._within_quota(rejected, header),
            read=batch.read,
            accepted=sum(not row.further for row in batch.rows) - len(unknown),
            zero=batch.zero,
            returned=batch.returned,
            invalid=batch.invalid + len(unknown),
            position=batch.position,
            line=batch.line,
            finished=batch.finished,
            added_up=batch.added_up,
            states=self._states,
        )

    def give_up_on_garbage(self, step: Step) -> None:
        """A gigabyte of lines that are no sales is not read to its end."""
        self._good += step.accepted + step.zero + step.returned
        self._bad += step.invalid
        if not self._good and self._bad >= GIVE_UP_AFTER:
            raise JobFailed(
                "only_bad_rows",
                f"Not one of the first {self._bad} rows can be imported.",
            )

    def _count(self, rows: Sequence[SourceRow]) -> None:
        moments = [row.sold_at for row in rows]
        self._first = min(filter(None, [self._first, *moments]), default=None)
        self._last = max(filter(None, [self._last, *moments]), default=None)
        count_months(self._months, rows)

    def _within_quota(
        self, rejected: list[RejectedLine], header: str
    ) -> Sequence[RejectedLine]:
        """With the header in front; none beyond what a job may keep."""
        room = MAX_REJECTED - self._rejected
        self._rejected += len(rejected)
        if not rejected or room <= 0:
            return ()
        return [RejectedLine(1, REASON, header), *rejected[:room]]

    def _day(self, instant: datetime | None) -> date | None:
        """Its day of the shop as the file tells it; rows that were moved tell
        nothing new."""
        moved = self._job.shift_days is not None
        return None if instant is None or moved else business_day(instant)
