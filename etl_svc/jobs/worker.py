"""Claims jobs, one after another, and sees that none is left lying.

Several workers and several processes take part; a claim in PostgreSQL decides
who does which job. A job whose worker died is taken over when its claim runs
out, and goes on from its last step.
"""

import asyncio

import httpx
import structlog

from etl_svc import queries
from etl_svc.errors import ClaimLost, JobFailed
from etl_svc.files.uploads import Uploads
from etl_svc.jobs.run import JobRunner
from etl_svc.operations.claim_job import claim_job, release_job
from etl_svc.operations.fail_job import fail_job
from etl_svc.peers.products import Catalogue
from etl_svc.peers.sales import RecordedSales
from etl_svc.settings import Settings
from etl_svc.tables import Job
from shared import context
from shared.background import Periodic
from shared.db.database import Database

log = structlog.get_logger(__name__)

RETRY_S = 3.0


def _path_of(error: httpx.HTTPError) -> str:
    try:
        return error.request.url.path
    except RuntimeError:
        return ""


class Worker(Periodic):
    """``run`` until ``stop``: then the step under way is finished and the job
    is free for others at once."""

    name = "etl_svc.worker"

    def __init__(
        self,
        *,
        database: Database,
        catalogue: Catalogue,
        sales: RecordedSales,
        uploads: Uploads,
        settings: Settings,
    ) -> None:
        super().__init__()
        self._database = database
        self._catalogue = catalogue
        self._sales = sales
        self._uploads = uploads
        self._settings = settings

    async def _round(self) -> None:
        async with self._database.transaction() as db:
            job = await claim_job(db, self._settings.lease_s)
        if job is None:
            await self._wait(self._settings.poll_s)
            return
        context.start_request(f"import:{job.id}")
        log.info("job_claimed", job=job.id, phase=job.phase, position=job.position)
        try:
            await self._work(job)
        finally:
            await self._tidy(job)

    async def _work(self, job: Job) -> None:
        run = JobRunner(
            job,
            database=self._database,
            catalogue=self._catalogue,
            sales=self._sales,
            uploads=self._uploads,
            settings=self._settings,
            stopping=self._stopping,
        )
        try:
            if not await run.run():
                await self._release(job, run.pause_s)
        except ClaimLost:
            log.info("job_claim_lost", job=job.id)
        except JobFailed as failure:
            log.warning("job_failed", job=job.id, code=failure.code, why=str(failure))
            async with self._database.transaction() as db:
                await fail_job(db, job, failure)
        except httpx.HTTPError as error:
            log.warning("peer_unreachable", job=job.id, error=repr(error))
            path = _path_of(error)
            peer = "sales_svc" if path.startswith("/api/sales") else "products_svc"
            await self._release(job, RETRY_S, f"Waiting for {peer}.")
        except Exception:
            # Whatever it was, the next attempt begins at the last step.
            await self._release(job, RETRY_S, "Interrupted; it will go on by itself.")
            raise

    async def _release(
        self, job: Job, retry_s: float, waiting_for: str | None = None
    ) -> None:
        async with self._database.transaction() as db:
            await release_job(db, job, retry_s, waiting_for)

    async def _tidy(self, job: Job) -> None:
        if job.file is None:
            return
        async with self._database.read() as db:
            in_use = await queries.files_in_use(db)
        if job.file not in in_use:
            await asyncio.to_thread(self._uploads.remove, job.file)
