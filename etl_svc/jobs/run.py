"""One job, from where it stands to its end or to the end of this process."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import partial

from etl_svc import queries
from etl_svc.errors import JobFailed
from etl_svc.files.csv_source import FileSource
from etl_svc.files.detect import detect_file
from etl_svc.files.layout import Layout, from_stored, stored
from etl_svc.files.uploads import Uploads
from etl_svc.operations.advance_job import Step, advance_job
from etl_svc.operations.claim_job import renew_claim
from etl_svc.operations.require_review import require_review
from etl_svc.operations.save_layout import save_layout
from etl_svc.peers.products import Catalogue, Product
from etl_svc.rules import (
    MAX_PROBLEMS,
    MAX_REJECTED,
    REASON,
    RejectedLine,
    RowProblem,
    SourceRow,
    T,
)
from etl_svc.settings import Settings
from etl_svc.source import Batch, Source, emitter_plan, synthetic_plan, upload_options
from etl_svc.synthetic.emitter import EmitterSource
from etl_svc.synthetic.source import SyntheticSource
from etl_svc.tables import Job
from shared.background import wait_or_stop
from shared.clock import business_day, cached_by_zone, utc_now
from shared.contracts.imports import ImportRow
from shared.db.database import Database
from shared.db.failures import retry_conflicts

CACHED_PRODUCTS = 100_000
"""Skus that a job remembers before it asks again."""
GIVE_UP_AFTER = 100_000
"""Bad rows, when there is no good one among them."""
NEEDS_MAPPING = {"wrong_columns", "ambiguous_dates", "mixed_layout"}
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
        uploads: Uploads,
        settings: Settings,
        stopping: asyncio.Event,
    ) -> None:
        self._job = job
        self._database = database
        self._catalogue = catalogue
        self._uploads = uploads
        self._settings = settings
        self._stopping = stopping
        self._products: dict[str, Product | None] = {}
        self._may_create = job.params.get("on_unknown", "create") == "create"
        self.pause_s = 0.0
        """How long the job may lie before somebody goes on with it."""
        self._renew_at = 0.0
        self._rejected = self._bad = job.rows_invalid
        self._good = job.rows_accepted + job.rows_zero + job.rows_returned
        self._months: dict[str, list[int]] = dict(job.months)
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
            source = await asyncio.to_thread(self._opened, file, layout)
        try:
            while not await self._with_claim(partial(source.catch_up, utc_now())):
                if self._stopping.is_set():
                    return False
            return await self._send_from(source)
        finally:
            await asyncio.to_thread(source.close)

    def _refuse_missing(self, file: str) -> None:
        """A job that is sent again may have been sent before files were kept so long."""
        if not self._uploads.plain(file).exists():
            raise JobFailed(
                "file_gone",
                "The file is no longer there. Upload it again: sales that were"
                " recorded are known.",
            )

    async def _generated_source(self) -> Source:
        job = self._job
        if job.kind == "synthetic":
            return SyntheticSource(synthetic_plan(job.params), job.position)
        self._products.update(await self._catalogue.some())
        if not self._products:
            raise JobFailed("no_products", "There is no product to sell yet.")
        key = f"emitter/{job.id}"
        plan = emitter_plan(job.params)
        return EmitterSource(plan, list(self._products), key, job.position)

    def _opened(self, file: str, layout: Layout) -> Source:
        job = self._job
        return FileSource(
            self._uploads.plain(file),
            layout,
            upload_options(job.params),
            scratch=self._uploads.path(f"{file}.{job.claimed_by}"),
            position=job.position,
            line=job.line,
            shift=timedelta(days=job.shift_days or 0),
        )

    async def _layout_of(self, file: str) -> Layout | None:
        """How the file is built, detected once and then stored. None when the job waits
        for a column mapping."""
        job = self._job
        if job.layout is not None:
            return from_stored(job.layout)
        options = upload_options(job.params)
        async with self._database.read() as db:
            saved = await queries.saved_file_options(db, options.source)
        path = self._uploads.plain(file)
        try:
            layout, rows = await asyncio.to_thread(detect_file, path, options, saved)
        except JobFailed as unsure:
            fails_at_once = job.kind != "folder" or options.dry_run
            if fails_at_once or unsure.code not in NEEDS_MAPPING:
                raise
            async with self._database.transaction() as db:
                await require_review(db, job)
            return None
        async with self._database.transaction() as db:
            await save_layout(db, job, stored(layout, rows), complete=layout.complete)
        return layout if layout.complete else None

    async def _unpack(self, file: str) -> bool:
        """Have a plain file to read; whether this process may go on."""
        if await asyncio.to_thread(self._uploads.is_plain, file):
            return True
        limit = self._settings.max_unpacked_bytes
        claim = str(self._job.claimed_by)
        task = asyncio.create_task(self._uploads.unpack(file, claim, limit=limit))
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
        """Work in a thread, under the claim however long it takes. The thread has
        ended when this has, also when the job is no longer ours."""
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
            await self._look_up(batch.rows, source)
            step = self._step(batch, source.header)
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

    async def _look_up(self, rows: Sequence[SourceRow], source: Source) -> None:
        """Learn the products of these rows; create those that may be created."""
        if not self._needs_products:
            return
        if len(self._products) > CACHED_PRODUCTS:
            self._products.clear()
        by_sku = {row.sku: row for row in rows if row.sku not in self._products}
        found = await self._catalogue.find(by_sku.keys())
        missing = sorted(by_sku.keys() - found.keys())
        if missing and self._may_create:
            drafts = [source.draft(by_sku[sku]) for sku in missing]
            await self._catalogue.ensure([draft for draft in drafts if draft])
            found |= await self._catalogue.find(missing)
        for sku in by_sku:
            self._products[sku] = found.get(sku)

    @property
    def _needs_products(self) -> bool:
        """A check must not create any, and needs none when it could."""
        return self._job.phase == "send" or not self._may_create

    def _count(self, row: SourceRow) -> None:
        self._first = min(self._first or row.sold_at, row.sold_at)
        self._last = max(self._last or row.sold_at, row.sold_at)
        month = self._months.setdefault(month_of(row.sold_at), [0, 0])
        month[0] += 1
        month[1] += row.quantity

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
        unknown: list[RowProblem] = []
        rejected = list(batch.rejected)
        for row in batch.rows:
            product = self._products.get(row.sku)
            if product is not None:
                rows.append(_import_row(row, product))
                self._count(row)
            elif self._needs_products:
                problem = RowProblem(
                    row.line,
                    "sku",
                    "unknown_sku",
                    f"{row.sku!r} is no product",
                    row.sku,
                )
                unknown.append(problem)
                rejected.append(RejectedLine(row.line, str(problem), row.content))
            else:
                self._count(row)
        problems = sorted([*batch.problems, *unknown], key=lambda p: p.line)
        return Step(
            rows=rows if self._job.phase == "send" else (),
            months=self._months,
            first_day=self._day(self._first),
            last_day=self._day(self._last),
            problems=problems[:MAX_PROBLEMS],
            rejected=self._within_quota(rejected, header),
            read=batch.read,
            accepted=len(batch.rows) - len(unknown),
            zero=batch.zero,
            returned=batch.returned,
            invalid=batch.invalid + len(unknown),
            position=batch.position,
            line=batch.line,
            finished=batch.finished,
        )

    def _day(self, instant: datetime | None) -> date | None:
        """Its day of the shop as the file tells it; rows that were moved tell
        nothing new."""
        moved = self._job.shift_days is not None
        return None if instant is None or moved else business_day(instant)


def month_of(instant: datetime) -> str:
    """The month of the shop, as 2026-05."""
    return _month_of(instant.toordinal(), instant.hour, instant.minute // 15)


# No zone is off by less than a quarter of an hour: far fewer months to work out.
@cached_by_zone(65_536)
def _month_of(day: int, hour: int, quarter: int) -> str:
    midnight = datetime.combine(date.fromordinal(day), time(), UTC)
    instant = midnight + timedelta(hours=hour, minutes=15 * quarter)
    return f"{business_day(instant):%Y-%m}"


def _import_row(row: SourceRow, product: Product) -> ImportRow:
    # Not checked once more: each value was when it was read.
    return ImportRow.model_construct(
        row_key=row.row_key,
        product_id=product.id,
        quantity=row.quantity,
        price=product.price if row.price is None else row.price,
        sold_at=row.sold_at,
    )
