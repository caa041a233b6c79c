"""What importing a file would do to what earlier files of its source brought."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from etl_svc.files.scratch import ToldKeys
from etl_svc.jobs.counts import month_of
from etl_svc.jobs.products import ProductLookup
from etl_svc.operations.advance_job import Step
from etl_svc.peers.products import Catalogue
from etl_svc.peers.sales import RecordedSale, RecordedSales
from etl_svc.rules import MAX_GONE, SourceRow, in_parts
from etl_svc.source import Batch
from etl_svc.tables import Job
from shared.clock import business_day
from shared.quantities import Units, as_json

SHOWN_CHANGES = 20
ROWS_AT_ONCE = 1_000
COUNTED = ("new", "same", "changed", "withdrawn")


class Comparison:
    """Counts by what becomes of a row, and the first rows that change. ``gone`` are
    sales that are recorded for the days of the file and that it does not tell of.

    Raises ``httpx.HTTPError`` when a peer cannot be asked now.
    """

    def __init__(
        self,
        job: Job,
        catalogue: Catalogue,
        sales: RecordedSales,
        products: ProductLookup,
    ) -> None:
        self._job = job
        self._catalogue = catalogue
        self._products = products
        self._sales = sales
        stored: Mapping[str, Any] = job.comparison or {}
        self._counts = {name: int(stored.get(name, 0)) for name in COUNTED}
        self._new_before = int(stored.get("new_products", 0))
        self._unpriced_before = int(stored.get("without_price", 0))
        self._changes: list[dict[str, Any]] = list(stored.get("changes", ()))

    async def of_step(
        self,
        batch: Batch,
        step: Step,
        told: ToldKeys | None,
        renew: Callable[[], Awaitable[None]],
    ) -> Step:
        """The step with what importing the file up to here would do. Nothing was
        recorded of its source before where there is nothing to look up in."""
        gone: list[RecordedSale] = []
        found: dict[str, Any] = {"gone": 0}
        if told is None:
            self._counts["new"] += len(batch.rows)
        else:
            await self._add([*batch.rows, *batch.withdrawn])
            if step.finished:
                gone, found = await self._gone(step, told, renew)
        if step.finished and self._job.params.get("dry_run"):
            found |= {"months": await self._months(step)}
        comparison = found | self._counts | self._of_products()
        comparison |= {"changes": self._changes}
        return replace(step, comparison=comparison, gone=gone)

    def _of_products(self) -> dict[str, int]:
        """What was found before a job was taken over is added to: a product of both parts
        counts twice then."""
        return {
            "new_products": self._new_before + len(self._products.new),
            "without_price": self._unpriced_before + len(self._products.without_price),
        }

    async def _add(self, rows: Sequence[SourceRow]) -> None:
        for some in in_parts(rows, ROWS_AT_ONCE):
            found = await self._sales.compare(some)
            for row, (outcome, recorded) in zip(some, found, strict=True):
                if outcome in self._counts:
                    self._counts[outcome] += 1
                if recorded is not None and outcome in {"changed", "withdrawn"}:
                    self._show(row, recorded)

    def _show(self, row: SourceRow, recorded: Units) -> None:
        if len(self._changes) < SHOWN_CHANGES:
            self._changes.append(
                {
                    "line": row.line,
                    "sku": row.sku,
                    "recorded": as_json(recorded),
                    "quantity": as_json(row.quantity),
                }
            )

    async def _gone(
        self, step: Step, told: ToldKeys, renew: Callable[[], Awaitable[None]]
    ) -> tuple[list[RecordedSale], dict[str, Any]]:
        """The sales that are gone, and what is told of them."""
        gone: list[RecordedSale] = []
        count = 0
        units: Units = 0
        if (days := self._days(step)) is not None:
            source = self._job.params["source"]
            async for some in self._sales.recorded(source, *days):
                await renew()
                keys = [sale.row_key for sale in some]
                lacking = await asyncio.to_thread(told.lacks, keys)
                for sale, is_gone in zip(some, lacking, strict=True):
                    # A file of some months says nothing of those between them.
                    if is_gone and month_of(sale.sold_at) in step.months:
                        count, units = count + 1, units + sale.quantity
                        gone += [sale] if count <= MAX_GONE else []
        shown = await self._shown(gone[:SHOWN_CHANGES])
        return gone, {"gone": count, "gone_units": as_json(units), "gone_rows": shown}

    async def _months(self, step: Step) -> dict[str, dict[str, float]]:
        """What is recorded for the months of the file, in all and of its source."""
        days = self._days(step)
        if days is None:
            return {}
        (first, _), (_, last) = map(_month_around, days)
        return await self._sales.months(self._job.params["source"], first, last)

    def _days(self, step: Step) -> tuple[date, date] | None:
        """Between which the file tells of sales; those of one that is to be moved say
        nothing of what is recorded."""
        job = self._job
        told = (job.first_day, job.last_day, step.first_day, step.last_day)
        days = [day for day in told if day is not None]
        if not days or job.params.get("shift_dates"):
            return None
        return min(days), max(days)

    async def _shown(self, gone: Sequence[RecordedSale]) -> list[dict[str, Any]]:
        skus = await self._catalogue.skus_of({sale.product_id for sale in gone})
        return [
            {
                "day": business_day(sale.sold_at).isoformat(),
                "sku": skus.get(sale.product_id, f"product {sale.product_id}"),
                "recorded": as_json(sale.quantity),
            }
            for sale in gone
        ]


def _month_around(day: date) -> tuple[date, date]:
    """The first and the last day of its month."""
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
