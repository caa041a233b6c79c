"""What importing a file would do to what earlier files of its source brought."""

from collections.abc import Mapping, Sequence
from typing import Any

from etl_svc.operations.advance_job import Step
from etl_svc.peers.sales import RecordedSales
from etl_svc.rules import SourceHistory, SourceRow, in_parts
from etl_svc.source import Batch
from etl_svc.tables import Job
from shared.quantities import as_json

SHOWN_CHANGES = 20
ROWS_AT_ONCE = 1_000
COUNTED = ("new", "same", "changed", "withdrawn")


class Comparison:
    """Counts by what becomes of a row, and the first rows that change. ``gone`` are
    sales that are recorded for the days of the file and that it does not tell of."""

    def __init__(self, job: Job, sales: RecordedSales) -> None:
        self._job = job
        self._sales = sales
        stored: Mapping[str, Any] = job.comparison or {}
        self._counts = {name: int(stored.get(name, 0)) for name in COUNTED}
        self._changes: list[dict[str, Any]] = list(stored.get("changes", ()))

    async def of_step(
        self, batch: Batch, step: Step, history: SourceHistory
    ) -> dict[str, Any]:
        """What importing the file up to here would do. Raises ``httpx.HTTPError`` when
        sales_svc cannot be asked now."""
        if not history.known:
            self._counts["new"] += len(batch.rows)
        else:
            await self._add([*batch.rows, *batch.withdrawn])
            if step.finished:
                await self._end(step)
        return {"gone": 0, **self._counts, "changes": self._changes}

    async def _add(self, rows: Sequence[SourceRow]) -> None:
        for some in in_parts(rows, ROWS_AT_ONCE):
            found = await self._sales.compare(some)
            for row, (outcome, recorded) in zip(some, found, strict=True):
                if outcome in self._counts:
                    self._counts[outcome] += 1
                if recorded is not None and outcome in {"changed", "withdrawn"}:
                    self._show(row, recorded)

    def _show(self, row: SourceRow, recorded: int | float) -> None:
        if len(self._changes) < SHOWN_CHANGES:
            self._changes.append(
                {
                    "line": row.line,
                    "sku": row.sku,
                    "recorded": recorded,
                    "quantity": as_json(row.quantity),
                }
            )

    async def _end(self, step: Step) -> None:
        """Days of a file that is to be moved say nothing of what is recorded."""
        job, source = self._job, self._job.params["source"]
        told = (job.first_day, job.last_day, step.first_day, step.last_day)
        days = [day for day in told if day is not None]
        if days and not job.params.get("shift_dates"):
            there = await self._sales.recorded(source, min(days), max(days))
            found = sum(self._counts[name] for name in COUNTED if name != "new")
            self._counts["gone"] = max(there - found, 0)
