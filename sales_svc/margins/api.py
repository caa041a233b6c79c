"""Routes of margins: parse, one call, answer. For managers."""

from collections.abc import AsyncIterator
from datetime import timedelta
from functools import partial
from typing import Annotated

from fastapi import Depends, Query, Response
from fastapi.responses import StreamingResponse

from sales_svc import audit
from sales_svc.callers import MarginReader, MarginsExport
from sales_svc.margins import queries
from sales_svc.margins.queries import Margin, MarginFilter, MarginGroup
from sales_svc.margins.schemas import MarginOut, MarginSums
from shared.clock import business_today, business_zone, end_of_day
from shared.csv_files import Dialect, csv_lines, dialect_for
from shared.db.database import Database, ReadSession
from shared.http.exports import ForSpreadsheet, paced
from shared.http.pages import Paging
from shared.http.service import api_router
from shared.types import Id, PeriodEnd, PeriodStart

router = api_router("/api/sales/margins", "sales")

DAYS = 30
ROWS_PER_PAGE = 5_000
_SUMS = tuple(MarginSums.model_fields)


async def margin_filter_of(
    group: Annotated[MarginGroup, Query(description="One row for each")] = "product",
    since: Annotated[PeriodStart | None, Query(alias="from")] = None,
    until: Annotated[PeriodEnd | None, Query(alias="to")] = None,
    product_id: Id | None = None,
    location_id: Id | None = None,
) -> MarginFilter:
    until = until or end_of_day(business_today())
    since = since or until - timedelta(days=DAYS)
    queries.check_period(since, until)
    zone = business_zone().key
    return MarginFilter(group, zone, since, until, product_id, location_id)


FilterOfMargins = Annotated[MarginFilter, Depends(margin_filter_of)]


@router.get("", name="list_margins")
async def get_margins(
    db: ReadSession,
    _caller: MarginReader,
    margin_filter: FilterOfMargins,
    paging: Paging,
) -> list[MarginOut]:
    """What sales left, of each product, day or sale; of the last 30 days when nothing is
    named. Cost and tax are those of the moment of each sale."""
    rows = await paging.rows(
        of_page=partial(queries.list_margins, db, margin_filter),
        after=partial(queries.list_margins_after, db, margin_filter),
        count=partial(queries.count_margins, db, margin_filter),
    )
    return [_answer(row, margin_filter.group) for row in rows]


@router.get(
    "/export.csv",
    name="export_margins",
    response_class=Response,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
async def get_export(
    database: MarginsExport,
    manager: MarginReader,
    margin_filter: FilterOfMargins,
    spreadsheet: ForSpreadsheet = None,
) -> Response:
    """The same as the list, all of it, as a file for spreadsheets."""
    await audit.record_export(database, "margins", actor=manager.id)
    return StreamingResponse(
        paced(_pages(database, margin_filter, dialect_for(spreadsheet))),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="margins.csv"'},
    )


def _answer(margin: Margin, group: MarginGroup) -> MarginOut:
    sums = MarginSums.model_validate(margin).model_dump()
    of = {"product_id": None, "day": None, "sale_id": None}
    named = "day" if group == "day" else f"{group}_id"
    return MarginOut.model_validate(sums | of | {named: margin.key})


async def _pages(
    database: Database, margin_filter: MarginFilter, dialect: Dialect
) -> AsyncIterator[str]:
    """Each page is a short transaction of its own."""
    head = "day" if margin_filter.group == "day" else f"{margin_filter.group}_id"
    yield dialect.start + csv_lines([(head, *_SUMS)], dialect=dialect)
    cursor: str | None = ""
    while cursor is not None:
        async with database.read() as db:
            rows, cursor = await queries.list_margins_after(
                db, margin_filter, cursor, ROWS_PER_PAGE
            )
        yield csv_lines(
            [(row.key, *(getattr(row, name) for name in _SUMS)) for row in rows],
            dialect=dialect,
        )
