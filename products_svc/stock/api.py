"""Routes of stock and its ledger: parse, one call, answer."""

from functools import partial
from typing import Annotated

from fastapi import Query, Response

from products_svc import idempotency
from products_svc.snapshots import SnapshotLimit, SnapshotReader
from products_svc.stock import levels, queries
from products_svc.stock.levels import StockFilter
from products_svc.stock.operations.adjust_stock import adjust_stock
from products_svc.stock.queries import MovementFilter
from products_svc.stock.schemas import (
    AdjustmentIn,
    CountDueOut,
    MovementOut,
    StockLevelOut,
)
from shared.contracts.snapshots import StockLine, StockMovementLine, StockoutChangeLine
from shared.db.database import ReadSession, Transaction
from shared.http import ndjson
from shared.http.auth import Manager, Principal, Viewer
from shared.http.idempotency import IdempotencyKey
from shared.http.pages import Paging
from shared.http.service import api_router
from shared.types import MAX_ID, Id, PeriodEnd, PeriodStart, SearchText

router = api_router("/api/stock", "stock")


@router.get("")
async def list_stock(
    db: ReadSession,
    caller: Viewer,
    paging: Paging,
    product_id: Id | None = None,
    location_id: Id | None = None,
    as_of: Annotated[
        PeriodEnd | None,
        Query(description="At this instant, or at the end of this day; absent: now"),
    ] = None,
) -> list[StockLevelOut]:
    """What every location holds of every product, now or at a past moment."""
    stock_filter = StockFilter(product_id, location_id, as_of)
    rows = await paging.rows(
        of_page=partial(levels.list_levels, db, stock_filter),
        after=partial(levels.list_levels_after, db, stock_filter),
        count=partial(levels.count_levels, db, stock_filter),
    )
    return [StockLevelOut.model_validate(row.seen_by(caller)) for row in rows]


@router.get("/movements")
async def list_movements(
    db: ReadSession,
    caller: Viewer,
    paging: Paging,
    product_id: Id | None = None,
    location_id: Id | None = None,
    reason: Annotated[SearchText | None, Query()] = None,
    reference: Annotated[SearchText | None, Query()] = None,
    source: Annotated[
        SearchText | None,
        Query(description="A document, as purchase_order/12 or sale/7"),
    ] = None,
    user_id: Annotated[int | None, Query(ge=0, le=MAX_ID)] = None,
    since: Annotated[PeriodStart | None, Query(alias="from")] = None,
    until: Annotated[PeriodEnd | None, Query(alias="to")] = None,
) -> list[MovementOut]:
    """The ledger, newest first."""
    movement_filter = MovementFilter(
        product_id=product_id,
        location_id=location_id,
        reason=reason,
        reference=reference,
        source=source,
        user_id=user_id,
        since=since,
        until=until,
    )
    return await list_of_movements(db, movement_filter, paging, caller)


@router.get(
    "/movements/snapshot",
    response_class=Response,
    responses=ndjson.responses(StockMovementLine),
)
async def get_movements_snapshot(
    db: ReadSession,
    _caller: SnapshotReader,
    after: ndjson.After = 0,
    limit: SnapshotLimit = 1000,
) -> Response:
    """The ledger, the oldest first; for telling what was in stock on past days."""
    moved = await queries.movement_snapshot(db, after, limit)
    following = moved[-1].movement_id if len(moved) == limit else None
    return ndjson.page(moved, following)


@router.get("/movements/{movement_id}")
async def get_movement(movement_id: Id, db: ReadSession, caller: Viewer) -> MovementOut:
    movement = await queries.get_movement(db, movement_id)
    return MovementOut.model_validate(movement.seen_by(caller))


@router.post("/adjustments", status_code=201, name="adjust_stock")
async def post_adjustment(
    body: AdjustmentIn,
    response: Response,
    db: Transaction,
    manager: Manager,
    idempotency_key: IdempotencyKey = None,
) -> MovementOut:
    """Change stock by a difference or to a counted number; never below zero."""

    async def adjust() -> MovementOut:
        movement = await adjust_stock(db, actor=manager.id, **body.model_dump())
        return MovementOut.model_validate(movement)

    moved = await idempotency.run_once(
        db, manager, idempotency_key, body, MovementOut, adjust
    )
    response.headers["Location"] = f"/api/stock/movements/{moved.id}"
    return moved


@router.get("/to-count", name="list_counts_due")
async def get_to_count(
    db: ReadSession, _caller: Viewer, paging: Paging, location_id: Id | None = None
) -> list[CountDueOut]:
    """What should be counted, because more was sold than the ledger had; whatever has
    waited longest first. An adjustment to a counted number takes it off."""
    rows = await paging.rows(
        of_page=partial(queries.list_counts_due, db, location_id),
        after=partial(queries.list_counts_due_after, db, location_id),
        count=partial(queries.count_counts_due, db, location_id),
    )
    return [CountDueOut.model_validate(row) for row in rows]


@router.get("/snapshot", response_class=Response, responses=ndjson.responses(StockLine))
async def get_stock_snapshot(
    db: ReadSession,
    _caller: SnapshotReader,
    after: ndjson.After = 0,
    limit: SnapshotLimit = 1000,
) -> Response:
    """What every location holds, by product id; for folding copies again."""
    rows = await queries.stock_snapshot(db, after, limit)
    products = {row.product_id for row in rows}
    following = max(products) if len(products) == limit else None
    return ndjson.page(rows, following)


@router.get(
    "/availability/snapshot",
    response_class=Response,
    responses=ndjson.responses(StockoutChangeLine),
)
async def get_availability_snapshot(
    db: ReadSession,
    _caller: SnapshotReader,
    after: ndjson.After = 0,
    limit: SnapshotLimit = 1000,
) -> Response:
    """When shelves were empty, by movement id; for telling days without stock."""
    changes = await queries.stockout_changes(db, after, limit)
    return ndjson.page_by("movement_id", changes, limit)


async def list_of_movements(
    db: ReadSession, movement_filter: MovementFilter, paging: Paging, caller: Principal
) -> list[MovementOut]:
    rows = await paging.rows(
        of_page=partial(queries.list_movements, db, movement_filter),
        after=partial(queries.list_movements_after, db, movement_filter),
        count=partial(queries.count_movements, db, movement_filter),
    )
    return [MovementOut.model_validate(row.seen_by(caller)) for row in rows]
