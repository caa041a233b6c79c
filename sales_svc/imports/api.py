"""Routes of imports: what they would do, what they did, and taking them back."""

from typing import Annotated

from fastapi import Query, Request

from sales_svc.callers import ImportService, SaleManager, SalesReader
from sales_svc.imports import queries
from sales_svc.imports.comparison import (
    count_recorded,
    list_recorded,
    outcomes_of,
    units_by_month,
    units_by_weekday,
)
from sales_svc.imports.operations.undo_import import undo_import
from sales_svc.imports.schemas import (
    ComparedRowOut,
    CompareIn,
    CompareOut,
    ImportOut,
    MonthsOut,
    MonthUnitsOut,
    RecordedOut,
    RecordedRowOut,
    RecordedRowsOut,
    SoldOut,
    WeekdaysIn,
    WeekdaysOut,
)
from sales_svc.rules import ToldRow
from shared.clock import utc_now
from shared.db.database import ReadSession, Transaction
from shared.http.auth import acting_user
from shared.http.service import api_router
from shared.types import Day, Id

router = api_router("/api/sales", "sales")

ImportSource = Annotated[str, Query(min_length=1, max_length=100)]


@router.post("/imports/compare", name="compare_rows")
async def post_compare(
    body: CompareIn, db: ReadSession, _caller: ImportService
) -> CompareOut:
    """What importing rows would do: nothing is changed by asking."""
    now = utc_now()
    found = await outcomes_of(
        db,
        [
            (
                row.row_key,
                ToldRow(row.quantity, row.price, row.amount, row.came_back, now),
            )
            for row in body.rows
        ],
        [
            (row.row_key, row.former_key, row.sold_at)
            for row in body.rows
            if row.former_key is not None
        ],
    )
    return CompareOut(
        rows=[ComparedRowOut(outcome=done, recorded=units) for done, units in found]
    )


@router.get("/imports/recorded", name="count_recorded")
async def get_recorded(
    db: ReadSession,
    _caller: ImportService,
    source: ImportSource,
    first_day: Day,
    last_day: Day,
) -> RecordedOut:
    """How much imports of a source have recorded for some days of the shop."""
    counted = await count_recorded(db, source, first_day, last_day)
    return RecordedOut(sales=counted)


@router.get("/imports/recorded/rows", name="list_recorded_rows")
async def get_recorded_rows(
    db: ReadSession,
    _caller: ImportService,
    source: ImportSource,
    first_day: Day,
    last_day: Day,
    cursor: Annotated[str, Query(max_length=1000)] = "",
    limit: Annotated[int, Query(ge=1, le=5000)] = 2000,
) -> RecordedRowsOut:
    """What imports of a source have recorded for some days of the shop, row by row:
    what a later file of it does not tell of any more is among them."""
    rows, following = await list_recorded(
        db, source, first_day, last_day, cursor=cursor, limit=limit
    )
    return RecordedRowsOut(
        rows=[RecordedRowOut.model_validate(row) for row in rows], following=following
    )


@router.get("/imports/months", name="sum_months")
async def get_months(
    db: ReadSession,
    _caller: ImportService,
    source: ImportSource,
    first_day: Day,
    last_day: Day,
) -> MonthsOut:
    """What is recorded for the days of a file, month by month: beside what it tells."""
    found = await units_by_month(db, source, first_day, last_day)
    return MonthsOut(
        months={
            month: MonthUnitsOut(units=units, of_source=mine)
            for month, (units, mine) in found.items()
        }
    )


@router.post("/imports/weekdays", name="sum_weekdays")
async def post_weekdays(
    body: WeekdaysIn, db: ReadSession, _caller: ImportService
) -> WeekdaysOut:
    """How sales spread over the days of the week: for the totals of weeks and months."""
    found = await units_by_weekday(db, body.product_ids, body.without_imports)
    return WeekdaysOut.model_validate(found)


@router.post("/imports/sold", name="list_products_sold")
async def post_sold(
    body: WeekdaysIn, db: ReadSession, _caller: ImportService
) -> SoldOut:
    """Of which products sales remain without those of some imports."""
    found = await queries.products_sold(db, body.product_ids, body.without_imports)
    return SoldOut(product_ids=found)


@router.get("/imports/{import_id}", name="get_import")
async def get_import(import_id: Id, db: ReadSession, _caller: SalesReader) -> ImportOut:
    return ImportOut.model_validate(await queries.get_import(db, import_id))


@router.post("/imports/{import_id}/undo", status_code=202, name="undo_import")
async def post_import_undo(
    import_id: Id, request: Request, db: Transaction, caller: SaleManager
) -> ImportOut:
    """Void every sale of an import and refuse what is still to come of it.

    Marked when answered; the voids follow in the background, until
    ``undo_finished_at`` is set. Once more changes nothing.
    """
    if not caller.service:
        # Only the service of imports knows of one whose first rows are on their way. A
        # person who may name any id would refuse the rows of files yet to come.
        await queries.get_import(db, import_id)
    await undo_import(db, import_id, user_id=acting_user(caller, request))
    return ImportOut.model_validate(await queries.get_import(db, import_id))
