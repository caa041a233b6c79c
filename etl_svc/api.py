"""Routes of imports: parse, one call, answer."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Query, Request, Response
from fastapi.responses import StreamingResponse
from sqlalchemy.ext.asyncio import AsyncSession

from etl_svc import audit, queries
from etl_svc.files.header import detect_layout
from etl_svc.files.layout import file_options_of
from etl_svc.files.uploads import Uploads
from etl_svc.jobs.progress import progress
from etl_svc.jobs.rejected import rejected_csv
from etl_svc.operations.cancel_job import cancel_job
from etl_svc.operations.commit_job import commit_job
from etl_svc.operations.reparse_job import reparse_job
from etl_svc.operations.start_job import start_emitter, start_synthetic, start_upload
from etl_svc.operations.undo_job import undo_job
from etl_svc.operations.undo_products import MOST_IMPORTS, undo_products
from etl_svc.peers.products import Catalogue
from etl_svc.peers.sales import RecordedSales
from etl_svc.review.layouts import LayoutIn
from etl_svc.review.warnings import warnings_by_job
from etl_svc.rules import IN_PROGRESS, Gone, JobKind, JobStatus
from etl_svc.schemas import (
    EmitterIn,
    JobDetailOut,
    JobListedOut,
    JobOut,
    SyntheticIn,
    UploadQuery,
    WarningOut,
)
from etl_svc.tables import Job
from shared.clock import business_today, utc_now
from shared.db.database import Database, ReadSession, Store, Transaction
from shared.http.auth import Manager, Role, require
from shared.http.event_stream import event_stream
from shared.http.exports import export_for, paced
from shared.http.idempotency import IdempotencyKey
from shared.http.pages import Paging
from shared.http.service import api_router
from shared.types import Id

router = api_router("/api/etl", "etl")

Export = Annotated[Database, Depends(export_for(require(Role.MANAGER)))]
_FILE_FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "title": "UploadForm",
                    "type": "object",
                    "required": ["file"],
                    "properties": {
                        "file": {
                            "type": "string",
                            "contentMediaType": "application/octet-stream",
                            "description": "Rows of series_id,date,quantity or of"
                            " sku,sold_at,quantity,price, an export that is known,"
                            " or one with a column mapping: CSV, a workbook (all"
                            " sheets of the same columns) or a table of a page, also"
                            " as gzip or zip",
                        }
                    },
                }
            }
        },
    }
}


async def uploads_of(request: Request) -> Uploads:
    uploads: Uploads = request.app.state.uploads
    return uploads


async def catalogue_of(request: Request) -> Catalogue:
    catalogue: Catalogue = request.app.state.catalogue
    return catalogue


async def sales_of(request: Request) -> RecordedSales:
    sales: RecordedSales = request.app.state.sales
    return sales


@router.post("/synthetic", status_code=202, name="start_synthetic")
async def post_synthetic(
    body: SyntheticIn,
    response: Response,
    db: Transaction,
    manager: Manager,
    idempotency_key: IdempotencyKey = None,
) -> JobOut:
    """Make up a shop's history: products, and sales for them day by day."""
    job = await start_synthetic(
        db,
        body.plan(business_today() - timedelta(days=1)),
        user_id=manager.id,
        key=idempotency_key,
    )
    response.headers["Location"] = f"/api/etl/jobs/{job.id}"
    return JobOut.model_validate(job)


@router.post("/emitter", status_code=202, name="start_emitter")
async def post_emitter(
    body: EmitterIn,
    response: Response,
    db: Transaction,
    manager: Manager,
    idempotency_key: IdempotencyKey = None,
) -> JobOut:
    """Make up sales as time goes by, of the products that there are, until it is
    stopped or its time is over. There is one at a time."""
    job = await start_emitter(
        db, body.plan(utc_now()), user_id=manager.id, key=idempotency_key
    )
    response.headers["Location"] = f"/api/etl/jobs/{job.id}"
    return JobOut.model_validate(job)


@router.get("/emitter", name="get_emitter")
async def get_emitter(db: ReadSession, _manager: Manager) -> JobOut:
    """The one that runs, or that ran last."""
    return JobOut.model_validate(await queries.newest_emitter(db))


@router.post("/emitter/stop", name="stop_emitter")
async def post_emitter_stop(db: Transaction, manager: Manager) -> JobOut:
    """No further sales. Once more changes nothing."""
    job = await queries.newest_emitter(db)
    if job.status in IN_PROGRESS and job.sent_at is None:
        job = await cancel_job(db, job.id, actor=manager.id)
    return JobOut.model_validate(job)


_Listed = TypeVar("_Listed", bound=JobListedOut)


async def _with_warnings(
    db: AsyncSession, kind: type[_Listed], jobs: Sequence[Job]
) -> list[_Listed]:
    warnings = await warnings_by_job(db, jobs)
    listed = [kind.model_validate(job) for job in jobs]
    for job in listed:
        job.warnings = [WarningOut.model_validate(one) for one in warnings[job.id]]
    return listed


# The file goes straight to disk: a parameter of type UploadFile would be read
# before the caller's role is checked, and spooled a second time.
@router.post("/uploads", status_code=202, name="upload_sales", openapi_extra=_FILE_FORM)
async def post_upload(
    request: Request,
    response: Response,
    store: Store,
    manager: Manager,
    query: Annotated[UploadQuery, Query()],
    uploads: Annotated[Uploads, Depends(uploads_of)],
    idempotency_key: IdempotencyKey = None,
) -> JobOut:
    """Import a file in the background. Rows that were imported before, from
    this file or another of the same source, change nothing."""
    options = query.options()
    async with store.read() as db:
        saved = await queries.saved_file_options(db, options.source)
    chosen = file_options_of(options)
    check = partial(
        detect_layout, file_options=chosen, saved=saved, guess=options.dry_run
    )
    async with uploads.receive(request, check) as received, store.transaction() as db:
        job = await start_upload(
            db,
            options,
            file=received.name,
            file_digest=received.digest,
            file_name=received.file_name,
            user_id=manager.id,
            key=idempotency_key,
        )
        received.keep = job.file == received.name
    response.headers["Location"] = f"/api/etl/jobs/{job.id}"
    return JobOut.model_validate(job)


@router.get("/jobs")
async def list_jobs(
    db: ReadSession,
    _manager: Manager,
    paging: Paging,
    status: Annotated[
        list[JobStatus] | None, Query(max_length=20, description="Any of these")
    ] = None,
    kind: Annotated[
        list[JobKind] | None, Query(max_length=20, description="Any of these")
    ] = None,
) -> list[JobListedOut]:
    """Imports, newest first."""
    which = queries.JobFilter(status or (), kind or ())
    jobs = await paging.rows(
        of_page=partial(queries.list_jobs, db, which),
        after=partial(queries.list_jobs_after, db, which),
        count=partial(queries.count_jobs, db, which),
    )
    return await _with_warnings(db, JobListedOut, jobs)


@router.get("/jobs/{job_id}")
async def get_job(job_id: Id, db: ReadSession, _manager: Manager) -> JobDetailOut:
    job = await queries.get_job(db, job_id)
    (detail,) = await _with_warnings(db, JobDetailOut, [job])
    return detail


@router.get(
    "/jobs/{job_id}/events",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/event-stream": {}}}},
)
async def get_events(job_id: Id, store: Store, _manager: Manager) -> StreamingResponse:
    """How far it is, as server-sent events: an event `job` for each change, until it
    is over. A stream lasts ten seconds at most; ask again for more."""
    return event_stream(await progress(store, job_id))


@router.get(
    "/jobs/{job_id}/rejected",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
async def get_rejected(
    job_id: Id, store: Export, manager: Manager
) -> StreamingResponse:
    """The rows that were refused, as CSV with a first column that says why; the
    first 100 000 of them. Corrected, it can be uploaded as it is.

    One such file at a time for each person, and few for all: 429 otherwise.
    """
    pages = paced(await rejected_csv(store, job_id))
    await audit.record_export(store, f"import/{job_id}", actor=manager.id)
    name = f"import-{job_id}-rejected.csv"
    return StreamingResponse(
        pages,
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@router.post("/jobs/{job_id}/cancel", name="cancel_job")
async def post_cancel(job_id: Id, db: Transaction, manager: Manager) -> JobOut:
    """Send no more of it. Once more changes nothing."""
    return JobOut.model_validate(await cancel_job(db, job_id, actor=manager.id))


@router.put("/jobs/{job_id}/layout", status_code=202, name="reparse_job")
async def put_layout(
    job_id: Id, body: LayoutIn, db: Transaction, _manager: Manager
) -> JobOut:
    """Read the file of a dry run in another way, and check it again."""
    values = body.model_dump(mode="json")
    # Nothing is chosen where a list is empty.
    chosen = {
        name: value if value != [] and value != {} else None
        for name, value in values.items()
    }
    return JobOut.model_validate(await reparse_job(db, job_id, chosen))


@router.post("/jobs/{job_id}/commit", status_code=202, name="commit_job")
async def post_commit(
    job_id: Id,
    db: Transaction,
    manager: Manager,
    gone: Annotated[
        Gone,
        Query(
            description="`void` takes back what is recorded for the days of the file and"
            " is not in it any more, as the preview showed (`comparison.gone`)"
        ),
    ] = "keep",
) -> JobOut:
    """Import what a dry run has checked, within a week. Once more changes nothing."""
    return JobOut.model_validate(await commit_job(db, job_id, gone, actor=manager.id))


@router.post("/jobs/{job_id}/undo", status_code=202, name="undo_job")
async def post_undo(
    job_id: Id,
    store: Store,
    manager: Manager,
    sales: Annotated[RecordedSales, Depends(sales_of)],
    catalogue: Annotated[Catalogue, Depends(catalogue_of)],
) -> JobOut:
    """Take all of it back: sales and daily series become what they were before, and
    products that it made are gone, but for those that somebody has touched or sold since.

    Nothing more of it is recorded once this is answered; what was recorded is
    voided in the background. Afterwards the file can be imported again. Once
    more changes nothing.
    """
    async with store.read() as db:
        await queries.get_job(db, job_id)
        undone = await queries.latest_undone(db, MOST_IMPORTS - 1)
    await sales.undo(job_id, user_id=manager.id)
    imports = list({job_id, *undone})
    await undo_products(catalogue, sales, imports, user_id=manager.id)
    async with store.transaction() as db:
        return JobOut.model_validate(await undo_job(db, job_id))
