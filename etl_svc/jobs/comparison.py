"""What importing a file would do to what earlier files of its source brought."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from etl_svc.peers.sales import RecordedSales
from etl_svc.rules import SourceRow, in_parts

SHOWN_CHANGES = 20
ROWS_AT_ONCE = 1_000
COUNTED = ("new", "same", "changed", "withdrawn")


class Comparison:
    """Counts by what becomes of a row, and the first rows that change. ``gone`` are
    sales that are recorded for the days of the file and that it does not tell of."""

    def __init__(self, sales: RecordedSales, stored: Mapping[str, Any] | None) -> None:
        self._sales = sales
        stored = stored or {}
        self._counts = {name: int(stored.get(name, 0)) for name in COUNTED}
        self._changes: list[dict[str, Any]] = list(stored.get("changes", ()))

    async def add(self, rows: Sequence[SourceRow]) -> None:
        """Raises ``httpx.HTTPError`` when sales_svc cannot be asked now."""
        for some in in_parts(rows, ROWS_AT_ONCE):
            found = await self._sales.compare(some)
            for row, (outcome, recorded) in zip(some, found, strict=True):
                if outcome in self._counts:
                    self._counts[outcome] += 1
                if recorded is not None and outcome in {"changed", "withdrawn"}:
                    self._show(row, recorded)

    def _show(self, row: SourceRow, recorded: int) -> None:
        if len(self._changes) < SHOWN_CHANGES:
            self._changes.append(
                {
                    "line": row.line,
                    "sku": row.sku,
                    "recorded": recorded,
                    "quantity": row.quantity,
                }
            )

    def all_new(self, rows: Sequence[SourceRow]) -> None:
        """Of a source that nothing is recorded of."""
        self._counts["new"] += len(rows)

    async def end(self, source: str, first_day: date, last_day: date) -> None:
        there = await self._sales.recorded(source, first_day, last_day)
        found = sum(self._counts[name] for name in COUNTED if name != "new")
        self._counts["gone"] = max(there - found, 0)

    def stored(self) -> dict[str, Any]:
        return {"gone": 0, **self._counts, "changes": self._changes}
