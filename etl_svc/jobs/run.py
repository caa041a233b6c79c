"""One job, from where it stands to its end or to the end of this process."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial

from etl_svc import queries
from etl_svc.errors import JobFailed
from etl_svc.files.csv_source import FileSource
from etl_svc.files.detect import detect_file
from etl_svc.files.layout import Layout, from_stored, stored
from etl_svc.files.questions import asking_for_sheets
from etl_svc.files.scratch import ToldKeys
from etl_svc.files.uploads import Uploads
from etl_svc.jobs.comparison import Comparison
from etl_svc.jobs.import_rows import gone_rows
from etl_svc.jobs.own_sales import leave_out_known
from etl_svc.jobs.periods import PeriodSpreader
from etl_svc.jobs.product_units import ProductUnits
from etl_svc.jobs.products import ProductLookup
from etl_svc.jobs.tally import Tally
from etl_svc.operations.advance_job import Step, advance_job
from etl_svc.operations.claim_job import renew_claim
from etl_svc.operations.require_review import require_review
from etl_svc.operations.save_layout import save_layout
from etl_svc.operations.saved_sheets import ask_for_sheets
from etl_svc.peers.products import Catalogue
from etl_svc.peers.sales import RecordedSales
from etl_svc.rules import (
    SourceHistory,
    T,
)
from etl_svc.settings import Settings
from etl_svc.source import (
    Source,
    emitter_plan,
    synthetic_plan,
    upload_options,
)
from etl_svc.synthetic.emitter import EmitterSource
from etl_svc.synthetic.source import SyntheticSource
from etl_svc.tables import Job
from shared.background import wait_or_stop
from shared.clock import utc_now
from shared.contracts.imports import ImportRow
from shared.db.database import Database
from shared.db.failures import retry_conflicts

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
        self._sales = sales
        self._uploads = uploads
        self._settings = settings
        self._stopping = stopping
        self.pause_s = 0.0
        """How long the job may lie before somebody goes on with it."""
        self._renew_at = 0.0
        self._tally = Tally(job)
        self._products = ProductLookup(job, catalogue, self._tally.notices)
        self._units = ProductUnits(job, self._products)
        self._history = SourceHistory()
        self._told: ToldKeys | None = None
        self._periods = PeriodSpreader(job, database, catalogue, sales)
        self._comparison: Comparison | None = None
        if job.phase == "check":
            self._comparison = Comparison(job, catalogue, sales, self._products)

    async def run(self) -> bool:
        file = self._job.file
        if file is None:
            source = await self._generated_source()
        else:
            self._refuse_missing(file)
            try:
                if not await self._unpack(file):
                    return False
            except JobFailed as failure:
                await self._forget_sheets(failure)
                return True
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
        scratch = self._uploads.path(f"{file}.{job.claimed_by}")
        if self._comparison is not None and self._history.known:
            self._told = ToldKeys(scratch.with_name(f"{scratch.name}.told"))
        return FileSource(
            self._uploads.plain(file, self._sheets),
            layout,
            upload_options(job.params),
            scratch=scratch,
            position=job.position,
            shift=timedelta(days=job.shift_days or 0),
            history=self._history,
            told=self._told,
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
        if gone := job.params.get("sheets_gone"):
            layout = asking_for_sheets(layout, gone)
        async with self._database.transaction() as db:
            found = stored(layout, rows) | {"parts": parts}
            await save_layout(db, job, found, complete=layout.complete)
        return layout if layout.complete else None

    async def _forget_sheets(self, failure: JobFailed) -> None:
        """Saved sheets that a file does not have are asked for again."""
        job = self._job
        if failure.code != "unknown_part" or not job.params.get("sheets_saved"):
            raise failure
        if job.kind != "folder" and not job.params.get("dry_run"):
            raise JobFailed(
                "sheets_gone",
                f"{failure} It was chosen for this source before: check the file first,"
                " and choose again.",
            ) from failure
        async with self._database.transaction() as db:
            await ask_for_sheets(db, job)

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
            await leave_out_known(batch, self._sales)
            await self._periods.spread(batch, self._history)
            await self._products.look_up(batch, source)
            await self._units.apply(batch)
            step = self._tally.step(batch, source.header, self._products)
            if self._comparison is not None:
                await self._renew_claim()
                step = await self._comparison.of_step(
                    batch, step, self._told, self._renew_claim
                )
            elif step.finished and self._job.params.get("gone") == "void":
                step = replace(step, rows=[*step.rows, *await self._gone_rows()])
            self._job.chunks += await retry_conflicts(partial(self._commit, step))
            if step.finished:
                return True
            self._tally.give_up_on_garbage(step)
            if source.pause_s:
                self.pause_s = source.pause_s
                return False
        return False

    async def _gone_rows(self) -> Sequence[ImportRow]:
        """With the last step of the file, so that they leave together or not at all."""
        async with self._database.read() as db:
            return gone_rows(await queries.gone_rows(db, self._job.id))

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
