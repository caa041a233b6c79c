"""Route of the log: parse, one call, answer."""

from functools import partial
from typing import Annotated

from fastapi import Query

from auth_svc import queries as people
from auth_svc.audit_log import queries
from auth_svc.audit_log.queries import LogFilter
from auth_svc.audit_log.schemas import ActOut
from shared.db.database import ReadSession
from shared.http.auth import Admin
from shared.http.pages import Paging
from shared.http.service import api_router
from shared.types import MAX_ID, PRINTABLE, PeriodEnd, PeriodStart

router = api_router("/api/audit", "audit")

Word = Annotated[str | None, Query(min_length=1, max_length=100, pattern=PRINTABLE)]


@router.get("")
async def list_audit(
    db: ReadSession,
    caller: Admin,
    paging: Paging,
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
) -> list[ActOut]:
    """Who did what in the whole shop, the latest first. An act is here seconds after
    it was done."""
    await people.acting_admin(db, caller)
    log_filter = LogFilter(
        service=service,
        actor=actor,
        action=action,
        subject=subject,
        since=since,
        before=until,
    )
    acts = await paging.rows(
        of_page=partial(queries.list_acts, db, log_filter),
        after=partial(queries.list_acts_after, db, log_filter),
        count=partial(queries.count_acts, db, log_filter),
    )
    return [ActOut.of(act) for act in acts]
