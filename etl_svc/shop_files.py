"""Routes of what is known of a made-up shop besides its sales, as files."""

from collections.abc import Iterator, Sequence
from typing import Annotated

from fastapi import Depends
from fastapi.responses import StreamingResponse
from starlette.concurrency import iterate_in_threadpool

from etl_svc import queries
from etl_svc.errors import NotSynthetic
from etl_svc.rules import SyntheticPlan, batched
from etl_svc.source import synthetic_plan
from etl_svc.synthetic.purchasing import PurchasingTable, purchasing_rows
from etl_svc.synthetic.shop import ground_truth_rows
from shared.csv_files import csv_lines
from shared.db.database import Database
from shared.http.auth import Role, require
from shared.http.exports import export_for, paced
from shared.http.service import api_router
from shared.types import Id

router = api_router("/api/etl/jobs", "etl")

LINES_AT_ONCE = 2_000
Export = Annotated[Database, Depends(export_for(require(Role.MANAGER)))]


@router.get(
    "/{job_id}/demand",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
async def get_demand(job_id: Id, store: Export) -> StreamingResponse:
    """Of a synthetic shop, as CSV: what people wanted on each day beside what they
    got, with price, promotions and days without stock.

    One such file at a time for each person, and few for all: 429 otherwise.
    """
    plan = await _plan_of(store, job_id)
    return _csv(ground_truth_rows(plan), f"import-{job_id}-demand.csv")


@router.get(
    "/{job_id}/purchasing/{table}",
    response_class=StreamingResponse,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
async def get_purchasing(
    job_id: Id, table: PurchasingTable, store: Export
) -> StreamingResponse:
    """Of a synthetic shop, as CSV: its suppliers and their terms, in the columns that
    `/api/suppliers/import` and `/api/suppliers/terms/import` read, and its orders.

    One such file at a time for each person, and few for all: 429 otherwise.
    """
    plan = await _plan_of(store, job_id)
    return _csv(purchasing_rows(plan, table), f"import-{job_id}-{table}.csv")


async def _plan_of(store: Database, job_id: int) -> SyntheticPlan:
    """``NotSynthetic`` where nobody made a shop up."""
    async with store.read() as db:
        job = await queries.get_job(db, job_id)
    if job.kind != "synthetic":
        raise NotSynthetic(job_id)
    return synthetic_plan(job.params)


def _csv(rows: Iterator[Sequence[object]], name: str) -> StreamingResponse:
    made = (csv_lines(page) for page in batched(rows, LINES_AT_ONCE))
    return StreamingResponse(
        paced(iterate_in_threadpool(made)),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
