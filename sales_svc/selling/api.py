"""Routes of the history of sales: parse, one call, answer."""

from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Annotated, NoReturn

from fastapi import Depends, Query, Request, Response
from fastapi.responses import StreamingResponse

from sales_svc import audit
from sales_svc.callers import (
    ImportService,
    SaleManager,
    SaleReturner,
    SalesExport,
    SalesReader,
    SnapshotReader,
)
from sales_svc.selling import queries
from sales_svc.selling.export import export_csv, recorded_sale_ids
from sales_svc.selling.operations.return_sale import return_sale
from sales_svc.selling.operations.void_sale import void_sale
from sales_svc.selling.queries import SaleFilter
from sales_svc.selling.schemas import (
    DayOut,
    KnownSalesIn,
    KnownSalesOut,
    ReturnIn,
    ReturnOut,
    SaleOut,
    SalesSumOut,
    SummaryOut,
    TotalOut,
    VoidIn,
)
from sales_svc.selling.sums import sum_sales
from sales_svc.settings import Settings
from shared.clock import business_today, business_zone, end_of_day
from shared.contracts.snapshots import SaleConsumedLine, SaleLine, SaleReturnLine
from shared.db.database import ReadSession, Transaction
from shared.errors import Invalid
from shared.http import ndjson
from shared.http.auth import Role, acting_user
from shared.http.exports import ForSpreadsheet, paced
from shared.http.idempotency import IdempotencyKey
from shared.http.pages import Paging
from shared.http.service import api_router
from shared.types import Id, PeriodEnd, PeriodStart

router = api_router("/api/sales", "sales")

SUMMARY_DAYS = 30
SnapshotLimit = Annotated[int, Query(ge=1, le=10_000, description="Records per page")]

OfProduct = Annotated[Id | None, Query(description="Sales of this product")]
OfUser = Annotated[Id | None, Query(description="Sales that this user recorded")]
OfOrder = Annotated[Id | None, Query(description="Lines of this basket")]
OfImport = Annotated[Id | None, Query(description="Sales of this import")]
AtLocation = Annotated[Id | None, Query(description="Sales at this location")]
Voided = Annotated[bool | None, Query(description="Only voided sales, or only others")]
Undone = Annotated[bool, Query(description="Those of imports that were undone, too")]
Since = Annotated[PeriodStart | None, Query(alias="from")]
Until = Annotated[PeriodEnd | None, Query(alias="to")]
SoFar = Annotated[
    bool, Query(description="Of each day what was sold by this time of day")
]


async def sale_filter_of(
    product_id: OfProduct = None,
    user_id: OfUser = None,
    order_id: OfOrder = None,
    import_id: OfImport = None,
    location_id: AtLocation = None,
    voided: Voided = None,
    since: Since = None,
    until: Until = None,
    undone: Undone = False,
) -> SaleFilter:
    return SaleFilter(
        product_id,
        user_id,
        order_id,
        import_id,
        location_id,
        voided,
        since,
        until,
        undone,
    )


FilterOfSales = Annotated[SaleFilter, Depends(sale_filter_of)]
SortedBy = Annotated[
    queries.SaleSort,
    Query(
        description="By when it was sold, how much of it, or what it came to; with a minus"
        " the greatest first. A sale of which the price is unknown comes last"
    ),
]


async def _refuse_cursor(_cursor: str, _limit: int) -> NoReturn:
    raise Invalid("Pages by cursor are newest first.", field="cursor")


@router.get("")
async def list_sales(
    db: ReadSession,
    caller: SalesReader,
    sale_filter: FilterOfSales,
    paging: Paging,
    sort: SortedBy = queries.NEWEST_FIRST,
) -> list[SaleOut]:
    """Sales, newest first unless ``sort`` says otherwise; by cursor always so."""
    newest = partial(queries.list_sales_after, db, sale_filter)
    sales = await paging.rows(
        of_page=partial(queries.list_sales, db, sale_filter, sort),
        after=newest if sort == queries.NEWEST_FIRST else _refuse_cursor,
        count=partial(queries.count_sales, db, sale_filter),
    )
    return [SaleOut.model_validate(sale.seen_by(caller)) for sale in sales]


@router.get("/sum", name="sum_sales")
async def get_sum(
    request: Request, db: ReadSession, _caller: SalesReader, sale_filter: FilterOfSales
) -> SalesSumOut:
    """What the sales of the list come to, all of its pages together. ``quantity`` adds
    pieces to kilos where the list has both; ``by_unit`` does not."""
    settings: Settings = request.app.state.settings
    return SalesSumOut.model_validate(
        await sum_sales(db, sale_filter, settings.products_schema)
    )


@router.get("/summary", name="daily_summary")
async def get_summary(
    db: ReadSession,
    _caller: SalesReader,
    since: Since = None,
    until: Until = None,
    so_far: SoFar = False,
) -> SummaryOut:
    """What was sold per day of the shop; the last 30 days when nothing is named. With
    ``so_far``, days compare fairly with one that is not over."""
    until = until or end_of_day(business_today())
    since = since or until - timedelta(days=SUMMARY_DAYS)
    zone = business_zone()
    by = datetime.now(zone).time() if so_far else None
    days = await queries.daily_totals(db, since, until, zone.key, by)
    return SummaryOut(
        days=[DayOut.model_validate(day) for day in days],
        total=TotalOut(
            quantity=sum((day.quantity for day in days), Decimal()),
            revenue=sum((day.revenue for day in days), Decimal()),
            sales=sum(day.sales for day in days),
            unpriced=sum(day.unpriced for day in days),
        ),
    )


@router.get(
    "/export.csv",
    name="export_sales",
    response_class=Response,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
async def get_export(
    request: Request,
    store: SalesExport,
    caller: SalesReader,
    sale_filter: FilterOfSales,
    spreadsheet: ForSpreadsheet = None,
) -> Response:
    """The same sales as the list, all of them, as a file for spreadsheets. An import
    reads it again: sales of this shop are known, another shop gets them as history.

    One at a time for each person, and few for all: 429 otherwise.
    """
    settings: Settings = request.app.state.settings
    # A service that reads them does so for somebody whose act is written down there.
    if not caller.service:
        await audit.record_export(store, "sales", actor=caller.id)
    pages = await export_csv(
        store, sale_filter, settings.products_schema, spreadsheet=spreadsheet
    )
    return StreamingResponse(
        paced(pages),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="sales.csv"'},
    )


@router.post("/export/known", name="known_sales")
async def post_known_sales(
    body: KnownSalesIn, db: ReadSession, _caller: ImportService
) -> KnownSalesOut:
    """Which sales of a file that was downloaded here are sales of this shop."""
    sales = [(sale.id, sale.created_at) for sale in body.sales]
    return KnownSalesOut(ids=await recorded_sale_ids(db, sales))


@router.get(
    "/snapshot",
    name="get_sales_snapshot",
    response_class=Response,
    responses=ndjson.responses(SaleLine),
)
async def get_snapshot(
    db: ReadSession,
    _caller: SnapshotReader,
    after: ndjson.After = 0,
    limit: SnapshotLimit = 5000,
) -> Response:
    """Every sale, voided ones too, by id; for folding the daily series again."""
    sales = await queries.sale_snapshot(db, after, limit)
    return ndjson.page_by("id", sales, limit)


@router.get(
    "/returns/snapshot",
    name="get_returns_snapshot",
    response_class=Response,
    responses=ndjson.responses(SaleReturnLine),
)
async def get_returns_snapshot(
    db: ReadSession,
    _caller: SnapshotReader,
    after: ndjson.After = 0,
    limit: SnapshotLimit = 5000,
) -> Response:
    """Everything that came back, by id; for folding the daily series again."""
    returns = await queries.return_snapshot(db, after, limit)
    return ndjson.page_by("id", returns, limit)


@router.get(
    "/consumed/snapshot",
    name="get_consumed_snapshot",
    response_class=Response,
    responses=ndjson.responses(SaleConsumedLine),
)
async def get_consumed_snapshot(
    db: ReadSession,
    _caller: SnapshotReader,
    after: ndjson.After = 0,
    limit: SnapshotLimit = 5000,
) -> Response:
    """What bundles took of their components, by id; for folding the daily series
    again."""
    consumed = await queries.consumed_snapshot(db, after, limit)
    return ndjson.page_by("id", consumed, limit)


@router.get("/{sale_id}")
async def get_sale(sale_id: Id, db: ReadSession, caller: SalesReader) -> SaleOut:
    sale = await queries.get_sale(db, sale_id)
    return SaleOut.model_validate(sale.seen_by(caller))


@router.post("/{sale_id}/void", name="void_sale")
async def post_void(
    sale_id: Id,
    body: VoidIn,
    request: Request,
    db: Transaction,
    caller: SaleManager,
) -> SaleOut:
    """Take a sale back; its units return to stock. Once more changes nothing."""
    settings: Settings = request.app.state.settings
    sale = await void_sale(
        db,
        sale_id,
        body.reason,
        user_id=acting_user(caller, request),
        products_schema=settings.products_schema,
    )
    return SaleOut.model_validate(sale.seen_by(caller))


@router.post("/{sale_id}/returns", status_code=201, name="return_sale")
async def post_return(
    sale_id: Id,
    body: ReturnIn,
    request: Request,
    response: Response,
    db: Transaction,
    caller: SaleReturner,
    idempotency_key: IdempotencyKey = None,
) -> ReturnOut:
    """Take units of a sale back, part of them or all. They return to stock; damaged
    ones leave it again at once. Of imported history no stock moves.

    Without a manager's role: of an own sale of the last day.
    """
    settings: Settings = request.app.state.settings
    returned = await return_sale(
        db,
        sale_id,
        body.line(),
        user_id=caller.id,
        any_sale=caller.may_act_as(Role.MANAGER),
        key=idempotency_key,
        products_schema=settings.products_schema,
    )
    response.headers["Location"] = f"/api/sales/{sale_id}/returns/{returned.id}"
    return ReturnOut.model_validate(returned)


@router.get("/{sale_id}/returns", name="list_returns")
async def get_returns(
    sale_id: Id, db: ReadSession, _caller: SalesReader
) -> list[ReturnOut]:
    """What came back of a sale, first things first."""
    found = await queries.list_returns(db, sale_id)
    return [ReturnOut.model_validate(one) for one in found]


@router.get("/{sale_id}/returns/{return_id}", name="get_return")
async def get_return(
    sale_id: Id, return_id: Id, db: ReadSession, _caller: SalesReader
) -> ReturnOut:
    return ReturnOut.model_validate(await queries.get_return(db, sale_id, return_id))
