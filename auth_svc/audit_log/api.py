"""Routes of the log: parse, one call, answer."""

from functools import partial
from typing import Annotated

from fastapi import Depends, Query, Response
from fastapi.responses import StreamingResponse

from auth_svc import audit, queries as people
from auth_svc.audit_log import export, queries
from auth_svc.audit_log.queries import LogFilter
from auth_svc.audit_log.schemas import ActOut
from shared.db.database import Database, ReadSession, Store
from shared.http.auth import Admin, Role, require
from shared.http.exports import ForSpreadsheet, export_for, paced
from shared.http.pages import Paging
from shared.http.service import api_router
from shared.types import MAX_ID, PRINTABLE, PeriodEnd, PeriodStart

router = api_router("/api/audit", "audit")

Word = Annotated[str | None, Query(min_length=1, max_length=100, pattern=PRINTABLE)]


async def which(
    service: Word = None,
    actor: Annotated[
        int | None, Query(ge=0, le=MAX_ID, description="A user's id; 0: nobody known")
    ] = None,
    action: Word = None,
    subject: Annotated[
        str | None,
        Query(
            min_length=1,
            max_length=100,
            pattern=PRINTABLE,
            description="As purchase_order/12",
        ),
    ] = None,
    since: Annotated[PeriodStart | None, Query(alias="from")] = None,
    until: Annotated[PeriodEnd | None, Query(alias="to")] = None,
) -> LogFilter:
    return LogFilter(
        service=service,
        actor=actor,
        action=action,
        subject=subject,
        since=since,
        before=until,
    )


Wanted = Annotated[LogFilter, Depends(which)]
_admin = require(Role.ADMIN)


@router.get("")
async def list_audit(
    db: ReadSession, caller: Admin, paging: Paging, wanted: Wanted
) -> list[ActOut]:
    """Who did what in the whole shop, the latest first. An act is here seconds after
    it was done."""
    await people.acting_admin(db, caller)
    acts = await paging.rows(
        of_page=partial(queries.list_acts, db, wanted),
        after=partial(queries.list_acts_after, db, wanted),
        count=partial(queries.count_acts, db, wanted),
    )
    return [ActOut.of(act) for act in acts]


@router.get(
    "/export.csv",
    name="export_audit",
    response_class=Response,
    responses={200: {"content": {"text/csv": {"schema": {"type": "string"}}}}},
)
async def export_audit(
    store: Store,
    caller: Admin,
    exports: Annotated[Database, Depends(export_for(_admin))],
    wanted: Wanted,
    spreadsheet: ForSpreadsheet = None,
) -> Response:
    """The same as the list, all of it, as a file for spreadsheets. That it was taken is
    an act, too."""
    async with store.transaction() as db:
        await people.acting_admin(db, caller)
        await audit.record(db, "audit.exported", "audit", actor=caller.id)
    return StreamingResponse(
        paced(export.pages(exports, wanted, spreadsheet)),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="audit.csv"'},
    )
