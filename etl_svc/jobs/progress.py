"""A job's progress as server-sent events (WHATWG HTML, section 9.2).

One event for each change, the job as JSON, ``id`` the moment of the change. A stream
ends with the job, or after some seconds: the client then asks again by itself, and no
open stream holds up a service that is to stop.
"""

import asyncio
from collections.abc import AsyncIterator

from etl_svc import queries
from etl_svc.rules import OVER
from etl_svc.schemas import JobOut
from shared.db.database import Database

POLL_S = 0.5
STREAM_S = 10.0
"""Less than a service has for stopping."""
RETRY_MS = 200


async def progress(database: Database, job_id: int) -> AsyncIterator[str]:
    """Whether the job is there is found out before the first event."""
    first = await _job(database, job_id)

    async def events() -> AsyncIterator[str]:
        loop = asyncio.get_running_loop()
        until = loop.time() + STREAM_S
        job, sent = first, ""
        yield f"retry: {RETRY_MS}\n\n"
        while True:
            content = job.model_dump_json()
            if content != sent:
                sent = content
                yield (
                    f"id: {job.updated_at.timestamp()}\nevent: job\ndata: {content}\n\n"
                )
            if job.status in OVER or loop.time() >= until:
                return
            await asyncio.sleep(POLL_S)
            job = await _job(database, job_id)

    return events()


async def _job(database: Database, job_id: int) -> JobOut:
    async with database.read() as db:
        return JobOut.model_validate(await queries.get_job(db, job_id))
