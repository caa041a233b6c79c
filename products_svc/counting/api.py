"""Routes of counts: parse, one call, answer."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated

from fastapi import Depends, Query, Request, Response

from products_svc import audit, idempotency
from products_svc.counting import queries
from products_svc.counting.files import variance_csv
from products_svc.counting.operations.cancel_count import cancel_count
from products_svc.counting.operations.enter_lines import enter_lines
from products_svc.counting.operations.open_count import open_count
from products_svc.counting.operations.post_count import post_count
from products_svc.counting.queries import CountFilter, Shown, Status
from products_svc.counting.rules import Finding, variance
from products_svc.counting.schemas import (
    CancelCountIn,
    CountedLinesIn,
    CountIn,
    CountLineOut,
    CountOut,
    PostCountIn,
    VarianceOut,
)
from products_svc.shop import shop_of
from products_svc.tables import StockCount
from shared.db.database import ReadSession, Store, Transaction
from shared.http.auth import Manager, Principal, Role, Viewer, require
from shared.http.idempotency import IdempotencyKey
from shared.http.pages import Paging
from shared.http.service import api_router
from shared.types import Id

router = api_router("/api/stock/counts", "counts")

Counter = Annotated[Principal, Depends(require(Role.USER))]
CSV = "text/csv"


@router.get("")
async def list_counts(
    db: ReadSession,
    _caller: Viewer,
    paging: Paging,
    status: Status | None = None,
    location_id: Id | None = None,
) -> list[CountOut]:
    """Counts, newest first."""
    count_filter = CountFilter(status, location_id)
    rows = await paging.rows(
        of_page=partial(queries.list_counts, db, count_filter),
        after=partial(queries.list_counts_after, db, count_filter),
        count=partial(queries.count_counts, db, count_filter),
    )
    return [CountOut.of(row) for row in rows]


@router.post("", status_code=201, name="create_count")
async def post_sheet(
    body: CountIn,
    response: Response,
    db: Transaction,
    manager: Manager,
    idempotency_key: IdempotencyKey = None,
) -> CountOut:
    """A sheet of what is to be counted at a location. Selling goes on meanwhile."""

    async def create() -> CountOut:
        count = await open_count(
            db,
            body.location_id,
            body.filter.selection(),
            body.recount.thresholds(),
            blind=body.blind,
            note=body.note,
            actor=manager.id,
        )
        return await _answer(db, count.id)

    opened = await idempotency.run_once(
        db, manager, idempotency_key, body, CountOut, create
    )
    response.headers["Location"] = f"/api/stock/counts/{opened.id}"
    return opened


@router.get("/{count_id}")
async def get_count(count_id: Id, db: ReadSession, _caller: Viewer) -> CountOut:
    return await _answer(db, count_id)


@router.get("/{count_id}/lines")
async def list_count_lines(
    count_id: Id,
    db: ReadSession,
    caller: Viewer,
    paging: Paging,
    show: Annotated[Shown, Query(description="Which of its lines")] = "all",
) -> list[CountLineOut]:
    """The sheet, by name; what came on it later at its end. Who counts blind cannot ask
    for differences."""
    count = (await queries.get_count(db, count_id)).count
    if show == "difference" and not _sees(caller, count):
        show = "counted"
    rows = await paging.rows(
        of_page=partial(queries.list_findings, db, count_id, show),
        after=partial(queries.list_findings_after, db, count_id, show),
        count=partial(queries.count_findings, db, count_id, show),
    )
    return await _lines(db, count, rows, caller)


@router.put("/{count_id}/lines", name="enter_count_lines")
async def put_lines(
    count_id: Id, body: CountedLinesIn, db: Transaction, counter: Counter
) -> list[CountLineOut]:
    """What the caller counted, each line at its own time. Others may do so at once: of
    one product they add up. Again with the same lines changes nothing."""
    entries = [line.counted() for line in body.lines]
    count, ids = await enter_lines(db, count_id, entries, actor=counter.id)
    findings = await queries.findings_of(db, count_id, ids)
    return await _lines(db, count, findings, counter)


@router.post("/{count_id}/post", name="post_count")
async def post_post(
    count_id: Id, body: PostCountIn, db: Transaction, manager: Manager
) -> CountOut:
    """Post the differences, as of the time of each line; what moved since stays. Again
    gives the same answer. Lines that nobody counted stay as they are."""
    await post_count(
        db,
        count_id,
        confirmed=set(body.confirmed),
        confirm_all=body.confirm_all,
        actor=manager.id,
    )
    return await _answer(db, count_id)


@router.post("/{count_id}/cancel", name="cancel_count")
async def post_cancel(
    count_id: Id, body: CancelCountIn, db: Transaction, manager: Manager
) -> CountOut:
    """Give up a count; again gives the same answer."""
    await cancel_count(db, count_id, reason=body.reason, actor=manager.id)
    return await _answer(db, count_id)


@router.get("/{count_id}/report", name="get_count_report")
async def get_report(
    count_id: Id, request: Request, db: ReadSession, _manager: Manager
) -> VarianceOut:
    """The variance in units and money; its lines are those of the sheet."""
    count = (await queries.get_count(db, count_id)).count
    found = variance(await queries.findings_of(db, count_id))
    shop = await shop_of(request, db)
    return VarianceOut.of(count, found, shop.currency)


@router.get(
    "/{count_id}/report.csv",
    name="get_count_report_csv",
    response_class=Response,
    responses={200: {"content": {CSV: {"schema": {"type": "string"}}}}},
)
async def get_report_csv(count_id: Id, store: Store, manager: Manager) -> Response:
    # What is read is read: no connection waits while a file is made of it.
    async with store.read() as db:
        await queries.get_count(db, count_id)
        findings = await queries.findings_of(db, count_id)
    await audit.record_export(store, f"count/{count_id}", actor=manager.id)
    name = f"count-{count_id}.csv"
    return Response(
        variance_csv(findings),
        media_type=CSV,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


async def _answer(db: ReadSession, count_id: int) -> CountOut:
    return CountOut.of(await queries.get_count(db, count_id))


def _sees(caller: Principal, count: StockCount) -> bool:
    """Whether the caller may know what the ledger expects."""
    hidden = count.blind and count.status == "open"
    return caller.may_act_as(Role.MANAGER) or not hidden


async def _lines(
    db: ReadSession, count: StockCount, findings: Sequence[Finding], caller: Principal
) -> list[CountLineOut]:
    entries = await queries.entries_of(db, findings)
    manager = caller.may_act_as(Role.MANAGER)
    return [
        CountLineOut.of(each, count, entries[each.line_id], manager=manager)
        for each in findings
    ]
