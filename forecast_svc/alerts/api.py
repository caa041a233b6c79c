"""Routes of alerts and of what is worth one."""

from typing import Annotated

from fastapi import Depends, Query, Request, Response

from forecast_svc.alerts import queries
from forecast_svc.alerts.operations.change_alert_state import change_alert_state
from forecast_svc.alerts.operations.change_settings import change_settings
from forecast_svc.alerts.queries import AlertFilter
from forecast_svc.alerts.schemas import (
    AlertOut,
    AlertPut,
    AlertSettings,
    AlertState,
)
from shared.contracts.alerts import AlertKind
from shared.db.database import ReadSession, Transaction
from shared.http.auth import Manager, Principal, Role, Viewer, require
from shared.http.pages import Page, PageLimit, PageNumber, describe
from shared.http.preconditions import IfMatch, etag
from shared.http.service import api_router
from shared.types import Id

router = api_router("/api/forecast/alerts", "alerts")

User = Annotated[Principal, Depends(require(Role.USER))]


@router.get("")
async def list_alerts(
    request: Request,
    response: Response,
    db: ReadSession,
    viewer: Viewer,
    state: Annotated[list[AlertState] | None, Query(max_length=3)] = None,
    kind: Annotated[list[AlertKind] | None, Query(max_length=8)] = None,
    product_id: Annotated[Id | None, Query()] = None,
    location_id: Annotated[Id | None, Query()] = None,
    page: PageNumber = 1,
    limit: PageLimit = 20,
) -> list[AlertOut]:
    """The newest first; those that are done too, unless a ``state`` is asked for."""
    pages = Page(page=page, limit=limit)
    chosen = AlertFilter(state or (), kind or (), product_id, location_id)
    rows = await queries.list_alerts(db, pages, chosen)
    describe(request, response, pages, await queries.count_alerts(db, chosen))
    money = viewer.may_act_as(Role.MANAGER)
    return [AlertOut.of(row, money=money) for row in rows]


@router.get("/settings")
async def get_alert_settings(
    db: ReadSession, response: Response, _manager: Manager
) -> AlertSettings:
    settings, version = await queries.settings_and_version(db)
    response.headers["ETag"] = etag(version)
    return AlertSettings.model_validate(settings)


@router.put("/settings")
async def put_alert_settings(
    db: Transaction,
    response: Response,
    manager: Manager,
    body: AlertSettings,
    if_match: IfMatch = None,
) -> AlertSettings:
    """What is not said goes back to what is usual. With the ETag that was read in
    If-Match nothing is lost that somebody else has set meanwhile."""
    version = await change_settings(
        db, body.model_dump(mode="json"), if_match=if_match, author=manager.id
    )
    response.headers["ETag"] = etag(version)
    return body


@router.put("/{alert_id}")
async def put_alert(
    db: Transaction, user: User, alert_id: Id, body: AlertPut
) -> AlertOut:
    """What is done is raised again only after its reason has gone, and come back."""
    alert = await change_alert_state(db, alert_id, body.state, actor=user.id)
    return AlertOut.of(alert, money=user.may_act_as(Role.MANAGER))
