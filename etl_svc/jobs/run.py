"""One job, from where it stands to its end or to the end of this process."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from etl_svc import queries
from etl_svc.errors import JobFailed
from etl_svc.files.csv_source import FileSource
from etl_svc.files.detect import detect_file
from etl_svc.files.layout import Layout, from_stored, stored
from etl_svc.files.uploads import Uploads
from etl_svc.jobs import counts
from etl_svc.jobs.comparison import Comparison
from etl_svc.jobs.import_rows import earlier_returns, import_row, withdrawn_rows
from etl_svc.jobs.product_units import ProductUnits
from etl_svc.jobs.products import ProductLookup
from etl_svc.operations.advance_job import Step, advance_job
from etl_svc.operations.claim_job import renew_claim
from etl_svc.operations.require_review import require_review
from etl_svc.operations.save_layout import save_layout
from etl_svc.peers.products import Catalogue
from etl_svc.peers.sales import RecordedSales
from etl_svc.rules import (
    MAX_PROBLEMS,
    MAX_REJECTED,
    REASON,
    Note,
    Notice,
    Notices,
    RejectedLine,
    RowProblem,
    SourceHistory,
    SourceRow,
    T,
)
from etl_svc.settings import Settings
from etl_svc.source import (
    Batch,
    Source,
    count_left_out,
    emitter_plan,
    synthetic_plan,
    upload_options,
)
from etl_svc.synthetic.emitter import EmitterSource
from etl_svc.synthetic.source import SyntheticSource
from etl_svc.tables import Job
from shared.background import wait_or_stop
from shared.clock import business_day, utc_now
from shared.contracts.imports import ImportRow
from shared.db.database import Database
from shared.db.failures import retry_conflicts

GIVE_UP_AFTER = 100_000
"""Bad rows, when there is no good one among them."""
NEEDS_MAPPING = {
    "wrong_columns", "ambiguous_dates", "ambiguous_numbers", "several_currencies",
    "mixed_layout", "ambiguous_encoding", "cells_repeat", "unknown_states",
}  # fmt: skip
"""What a column mapping may settle. An upload fails at once; a file of the watched
folder waits for somebody."""
PAUSE_S = 0.2
UNPACKING = "Unpacking the file."
RELAY_BEHIND = "Waiting until what was sent before has left."


class JobRunner:
    """``run`` returns whether the job has come to an end of what it reads.

    Raises ``ClaimLost`` when another one has the job, ``JobFailed`` when it can
    never succeed; anything else may pass by itself.
    """

    def __init__(
        self,
        job: Job,
        *,
        database: Database,
        catalogue: Catalogue,
        sales: RecordedSales,
        uploads: Uploads,
        settings: Settings,
        stopping: asyncio.Event,
    ) -> None:
        self._job = job
        self._database = database
        self._uploads = uploads
        self._settings = settings
        self._stopping = stopping
        self.pause_s = 0.0
        """How long the job may lie before somebody goes on with it."""
        self._renew_at = 0.0
        self._rejected = self._bad = job.rows_invalid
        self._good = job.rows_accepted + job.rows_zero + job.rows_returned
        self._months = counts.months_of(job.months)
        self._notices = Notices(Notice(**told) for told in job.notices)
        self._products = ProductLookup(job, catalogue, self._notices)
        self._units = ProductUnits(job, self._products)
        self._left_out: dict[str, dict[str, Any]] = dict(job.left_out)
        self._states: dict[str, int] = dict(job.states)
        self._history = SourceHistory()
        self._comparison: Comparison | None = None
        if job.phase == "check":
            self._comparison = Comparison(job, sales)
        self._first: datetime | None = None
        self._last: datetime | None = None

    async def run(self) -> bool:
        file = self._job.file
        if file is None:
            source = await self._generated_source()
        else:
            self._refuse_missing(file)
            if not await self._unpack(file):
                return False
            layout = await self._layout_of(file)
            if layout is None:
                return True
            async with self._database.read() as db:
                self._history = await queries.history_of(db, self._job)
            source = await asyncio.to_thread(self._opened, file, layout)
        try:
            while not await self._with_claim(partial(source.catch_up, utc_now())):
                if self._stopping.is_set():
                    return False
            return await self._send_from(source)
        finally:
            await asyncio.to_thread(source.close)

    @property
    def _sheets(self) -> Sequence[str]:
        """Of a workbook, or files of a zip file, that are chosen."""
        return self._job.params.get("sheets") or ()

    def _refuse_missing(self, file: str) -> None:
        """A job that is sent again may be older than files are kept."""
        if not self._uploads.plain(file, self._sheets).exists():
            raise JobFailed(
                "file_gone",
                "The file is no longer there. Upload it again: sales that were"
                " recorded are known.",
            )

    async def _generated_source(self) -> Source:
        job = self._job
        if job.kind == "synthetic":
            return SyntheticSource(synthetic_plan(job.params), job.position)
        skus = await self._products.some()
        if not skus:
            raise JobFailed("no_products", "There is no product to sell yet.")
        key = f"emitter/{job.id}"
        plan = emitter_plan(job.params)
        return EmitterSource(plan, skus, key, job.position)

    def _opened(self, file: str, layout: Layout) -> Source:
        job = self._job
        return FileSource(
            self._uploads.plain(file, self._sheets),
            layout,
            upload_options(job.params),
            scratch=self._uploads.path(f"{file}.{job.claimed_by}"),
            position=job.position,
            shift=timedelta(days=job.shift_days or 0),
            history=self._history,
        )

    async def _layout_of(self, file: str) -> Layout | None:
        """How the file is built, detected once. None when the job waits for a mapping."""
        job = self._job
        if job.layout is not None:
            return from_stored(job.layout)
        options = upload_options(job.params)
        async with self._database.read() as db:
            saved = await queries.saved_file_options(db, options.source)
            earlier = await queries.date_orders(db, options.source)
        path = self._uploads.plain(file, self._sheets)
        parts = self._uploads.parts(file, self._sheets)
        try:
            layout, rows = await asyncio.to_thread(
                detect_file, path, options, saved, parts, earlier
            )
        except JobFailed as unsure:
            fails_at_once = job.kind != "folder" or options.dry_run
            if fails_at_once or unsure.code not in NEEDS_MAPPING:
                raise
            async with self._database.transaction() as db:
                await require_review(db, job)
            return None
        async with self._database.transaction() as db:
            found = stored(layout, rows) | {"parts": parts}
            await save_layout(db, job, found, complete=layout.complete)
        return layout if layout.complete else None

    async def _unpack(self, file: str) -> bool:
        """Have a plain file to read; whether this process may go on."""
        sheets = self._sheets
        if await asyncio.to_thread(self._uploads.is_plain, file, sheets):
            return True
        limit = self._settings.max_unpacked_bytes
        claim = str(self._job.claimed_by)
        task = asyncio.create_task(
            self._uploads.unpack(file, claim, limit=limit, sheets=sheets)
        )
        try:
            while not (await asyncio.wait({task}, timeout=PAUSE_S))[0]:
                if self._stopping.is_set():
                    return False
                await self._renew_claim(UNPACKING)
            await task
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        return True

    async def _with_claim(self, work: Callable[[], T]) -> T:
        """Work in a thread, under the claim; it has ended when this has, in any case."""
        task = asyncio.create_task(asyncio.to_thread(work))
        try:
            while not (await asyncio.wait({task}, timeout=PAUSE_S))[0]:
                await self._renew_claim()
            return await task
        finally:
            await asyncio.gather(task, return_exceptions=True)

    async def _send_from(self, source: Source) -> bool:
        while not self._stopping.is_set():
            if await self._relay_is_behind():
                await self._renew_claim(RELAY_BEHIND)
                await wait_or_stop(self._stopping, PAUSE_S)
                continue
            batch = await asyncio.to_thread(source.read, utc_now())
            await self._products.look_up(batch, source)
            await self._units.apply(batch)
            step = self._step(batch, source.header)
            if self._comparison is not None:
                await self._renew_claim()
                found = await self._comparison.of_step(batch, step, self._history)
                step = replace(step, comparison=found)
            self._job.chunks += await retry_conflicts(partial(self._commit, step))
            if step.finished:
                return True
            self._give_up_on_garbage(step)
            if source.pause_s:
                self.pause_s = source.pause_s
                return False
        return False

    def _give_up_on_garbage(self, step: Step) -> None:
        """A gigabyte of lines that are no sales is not read to its end."""
        self._good += step.accepted + step.zero + step.returned
        self._bad += step.invalid
        if not self._good and self._bad >= GIVE_UP_AFTER:
            raise JobFailed(
                "only_bad_rows",
                f"Not one of the first {self._bad} rows can be imported.",
            )

    async def _relay_is_behind(self) -> bool:
        """Back-pressure: what waits stands in the outbox, not in memory, and the
        outbox stays small however large the import is."""
        limit = self._settings.max_waiting_chunks
        async with self._database.read() as db:
            return await queries.waiting_chunks(db, limit) >= limit

    async def _renew_claim(self, waiting_for: str | None = None) -> None:
        now = asyncio.get_running_loop().time()
        if now >= self._renew_at:
            self._renew_at = now + self._settings.lease_s / 4
            async with self._database.transaction() as db:
                await renew_claim(db, self._job, self._settings.lease_s, waiting_for)

    async def _commit(self, step: Step) -> int:
        async with self._database.transaction() as db:
            return await advance_job(db, self._job, step, self._settings.lease_s)

    def _count(self, rows: Sequence[SourceRow]) -> None:
        moments = [row.sold_at for row in rows]
        self._first = min(filter(None, [self._first, *moments]), default=None)
        self._last = max(filter(None, [self._last, *moments]), default=None)
        counts.count_months(self._months, rows)

    def _within_quota(
        self, rejected: list[RejectedLine], header: str
    ) -> Sequence[RejectedLine]:
        """With the header in front; none beyond what a job may keep."""
        room = MAX_REJECTED - self._rejected
        self._rejected += len(rejected)
        if not rejected or room <= 0:
            return ()
        return [RejectedLine(1, REASON, header), *rejected[:room]]

    def _step(self, batch: Batch, header: str) -> Step:
        rows: list[ImportRow] = []
        counted: list[SourceRow] = []
        unknown: list[RowProblem] = []
        rejected = list(batch.rejected)
        for row in batch.rows:
            product = self._products.find(row.sku)
            if product is not None:
                rows.append(import_row(row, product))
                counted.append(row)
            elif self._products.needed:
                if row.further:
                    continue
                why = f"{row.sku!r} is no product"
                problem = RowProblem(row.line, "sku", "unknown_sku", why, row.sku)
                unknown.append(problem)
                note = Note("rejected", problem.code, "sku", row.sku, why)
                self._notices.add(note, row.line)
                rejected.append(RejectedLine(row.line, str(problem), row.content))
            else:
                counted.append(row)
        self._count(counted)
        for notice in batch.notices:
            self._notices.merge(notice)
        count_left_out(self._left_out, batch.left_out)
        problems = sorted([*batch.problems, *unknown], key=lambda p: p.line)
        counts.count_states(self._states, batch.states)
        sending = self._job.phase == "send"
        rows += withdrawn_rows(batch, self._products)
        return Step(
            rows=rows if sending else (),
            returns=earlier_returns(batch, self._products) if sending else (),
            months=counts.months_as_json(self._months),
            notices=list(self._notices),
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

    def _day(self, instant: datetime | None) -> date | None:
        """Its day of the shop as the file tells it; moved rows tell nothing new."""
        moved = self._job.shift_days is not None
        return None if instant is None or moved else business_day(instant)
