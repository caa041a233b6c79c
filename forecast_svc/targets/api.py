"""Routes of targets and snoozes: managers say what advice aims at."""

from typing import Annotated

from fastapi import Query, Request, Response

from forecast_svc.errors import DaysGoneBy
from forecast_svc.targets import queries
from forecast_svc.targets.operations.set_target import set_target
from forecast_svc.targets.operations.snooze_product import snooze_product, wake_product
from forecast_svc.targets.schemas import SnoozeIn, SnoozeOut, TargetIn, TargetOut
from shared.clock import business_today
from shared.db.database import ReadSession, Transaction
from shared.http.auth import Manager
from shared.http.pages import Page, PageLimit, PageNumber, describe
from shared.http.service import api_router
from shared.types import Category, Id

router = api_router("/api/forecast", "replenishment")


@router.get("/targets")
async def list_targets(
    request: Request,
    response: Response,
    db: ReadSession,
    _manager: Manager,
    product_id: Annotated[Id | None, Query()] = None,
    category: Annotated[Category | None, Query()] = None,
    page: PageNumber = 1,
    limit: PageLimit = 20,
) -> list[TargetOut]:
    """What somebody has said: of the shop, of classes, of products. For all else the
    shop's settings have a service level."""
    pages = Page(page=page, limit=limit)
    rows = await queries.list_targets(
        db, pages, product_id=product_id, category=category
    )
    total = await queries.count_targets(db, product_id=product_id, category=category)
    describe(request, response, pages, total)
    return [TargetOut.model_validate(row) for row in rows]


@router.put("/targets")
async def put_target(db: Transaction, manager: Manager, body: TargetIn) -> TargetOut:
    """The nearest counts: a product's own, else that of its class, else the shop's."""
    target = body.target.stored() if body.target else None
    stored = await set_target(
        db,
        product_id=body.product_id,
        category=body.category,
        target=target,
        author=manager.id,
    )
    return TargetOut.model_validate(stored)


@router.get("/replenishment/{product_id}/snooze")
async def list_snoozes(
    db: ReadSession, _manager: Manager, product_id: Id
) -> list[SnoozeOut]:
    """Where it sleeps, or has slept."""
    await queries.require_product(db, product_id)
    rows = await queries.snoozes_of(db, product_id)
    return [SnoozeOut.model_validate(row) for row in rows]


@router.put("/replenishment/{product_id}/snooze")
async def put_snooze(
    db: Transaction, manager: Manager, product_id: Id, body: SnoozeIn
) -> SnoozeOut:
    """Nothing of the product is suggested before a day."""
    if body.until is None:
        await wake_product(db, product_id, body.location_id, author=manager.id)
        return SnoozeOut(
            product_id=product_id, location_id=body.location_id,
            until=None, reason=None, author=None, created_at=None,
        )  # fmt: skip
    today = business_today()
    if body.until < today:
        raise DaysGoneBy(today, "until")
    snooze = await snooze_product(
        db,
        product_id,
        body.location_id,
        until=body.until,
        reason=body.reason,
        author=manager.id,
    )
    return SnoozeOut.model_validate(snooze)


@router.delete("/replenishment/{product_id}/snooze", status_code=204)
async def delete_snooze(
    db: Transaction,
    manager: Manager,
    product_id: Id,
    location_id: Annotated[Id | None, Query()] = None,
) -> None:
    """The product is awake again; once more changes nothing."""
    await wake_product(db, product_id, location_id, author=manager.id)
