"""Routes of purchase orders: parse, one call, answer."""

from functools import partial
from typing import Annotated

from fastapi import Depends, Query, Request, Response

from products_svc import idempotency
from products_svc.purchasing import queries
from products_svc.purchasing.operations.amend_order import amend_order
from products_svc.purchasing.operations.cancel_order import cancel_order
from products_svc.purchasing.operations.close_order import close_order
from products_svc.purchasing.operations.draft_order import draft_order
from products_svc.purchasing.operations.extend_draft import extend_draft
from products_svc.purchasing.operations.place_order import place_order
from products_svc.purchasing.queries import OrderFilter
from products_svc.purchasing.schemas import (
    CancelIn,
    CloseIn,
    ListedPurchaseOrderOut,
    PurchaseOrderIn,
    PurchaseOrderOut,
    PurchaseOrderPut,
)
from products_svc.snapshots import SnapshotLimit, SnapshotReader
from shared.clock import business_today
from shared.contracts.purchasing import OrderStatus
from shared.contracts.snapshots import PurchaseLine
from shared.db.database import ReadSession, Transaction
from shared.http import ndjson
from shared.http.auth import Manager, Principal, Role, acting_user, require
from shared.http.idempotency import IdempotencyKey
from shared.http.pages import Paging
from shared.http.preconditions import IfMatch, etag
from shared.http.service import api_router
from shared.types import Id

router = api_router("/api/purchase-orders", "purchase orders")

# What is advised becomes drafts, for the manager whom the service names.
_ADVICE = frozenset({"forecast_svc"})
Drafter = Annotated[Principal, Depends(require(Role.MANAGER, services=_ADVICE))]


@router.get("")
async def list_purchase_orders(
    db: ReadSession,
    _manager: Manager,
    paging: Paging,
    status: Annotated[list[OrderStatus] | None, Query(max_length=6)] = None,
    supplier_id: Id | None = None,
    location_id: Id | None = None,
    product_id: Id | None = None,
    overdue: bool | None = None,
) -> list[ListedPurchaseOrderOut]:
    """Orders, newest first."""
    order_filter = OrderFilter(
        today=business_today(),
        statuses=status or (),
        supplier_id=supplier_id,
        location_id=location_id,
        product_id=product_id,
        overdue=overdue,
    )
    rows = await paging.rows(
        of_page=partial(queries.list_orders, db, order_filter),
        after=partial(queries.list_orders_after, db, order_filter),
        count=partial(queries.count_orders, db, order_filter),
    )
    return [ListedPurchaseOrderOut.model_validate(row) for row in rows]


@router.post("", status_code=201, name="create_purchase_order")
async def post_order(
    body: PurchaseOrderIn,
    request: Request,
    response: Response,
    db: Transaction,
    drafter: Drafter,
    idempotency_key: IdempotencyKey = None,
) -> PurchaseOrderOut:
    actor = acting_user(drafter, request)
    write = extend_draft if body.into_draft else draft_order

    async def create() -> PurchaseOrderOut:
        drafted = await write(db, body.supplier_id, body.draft(), actor=actor)
        return await _answer(db, drafted.order.id)

    order = await idempotency.run_once(
        db, drafter, idempotency_key, body, PurchaseOrderOut, create
    )
    response.headers["Location"] = f"/api/purchase-orders/{order.id}"
    response.headers["ETag"] = etag(order.version)
    return order


@router.get(
    "/snapshot", response_class=Response, responses=ndjson.responses(PurchaseLine)
)
async def get_open_lines_snapshot(
    db: ReadSession,
    _caller: SnapshotReader,
    after: ndjson.After = 0,
    limit: SnapshotLimit = 1000,
) -> Response:
    """Lines of which something is expected, by their id; for folding copies again."""
    lines = await queries.open_line_snapshot(db, after, limit)
    return ndjson.page_by("line_id", lines, limit)


@router.get("/{order_id}")
async def get_purchase_order(
    order_id: Id, response: Response, db: ReadSession, _drafter: Drafter
) -> PurchaseOrderOut:
    return _tagged(await _answer(db, order_id), response)


@router.put("/{order_id}", name="amend_purchase_order")
async def put_order(
    order_id: Id,
    body: PurchaseOrderPut,
    request: Request,
    response: Response,
    db: Transaction,
    drafter: Drafter,
    if_match: IfMatch = None,
) -> PurchaseOrderOut:
    """Amend a draft, or what was placed and has not all come in. ``If-Match`` is needed;
    when somebody was faster, the answer says what they changed."""
    actor = acting_user(drafter, request)
    await amend_order(db, order_id, body.draft(), if_match=if_match, actor=actor)
    return _tagged(await _answer(db, order_id), response)


@router.post("/{order_id}/place", name="place_purchase_order")
async def post_place(
    order_id: Id,
    response: Response,
    db: Transaction,
    manager: Manager,
    if_match: IfMatch = None,
) -> PurchaseOrderOut:
    """Place a draft with its supplier; one that is placed already stays as it is."""
    await place_order(db, order_id, if_match=if_match, actor=manager.id)
    return _tagged(await _answer(db, order_id), response)


@router.post("/{order_id}/close", name="close_purchase_order")
async def post_close(
    order_id: Id,
    body: CloseIn,
    response: Response,
    db: Transaction,
    manager: Manager,
    if_match: IfMatch = None,
) -> PurchaseOrderOut:
    """Give up waiting for what is missing, of some lines or of all."""
    await close_order(
        db,
        order_id,
        line_ids=body.lines,
        reason=body.reason,
        if_match=if_match,
        actor=manager.id,
    )
    return _tagged(await _answer(db, order_id), response)


@router.post("/{order_id}/cancel", name="cancel_purchase_order")
async def post_cancel(
    order_id: Id,
    body: CancelIn,
    response: Response,
    db: Transaction,
    manager: Manager,
    if_match: IfMatch = None,
) -> PurchaseOrderOut:
    """Cancel an order of which nothing has come in; again gives the same answer."""
    await cancel_order(
        db, order_id, reason=body.reason, if_match=if_match, actor=manager.id
    )
    return _tagged(await _answer(db, order_id), response)


async def _answer(db: ReadSession, order_id: int) -> PurchaseOrderOut:
    shown = await queries.get_order(db, order_id)
    warnings = await queries.warnings_of(db, shown)
    return PurchaseOrderOut.of(shown, warnings, today=business_today())


def _tagged(order: PurchaseOrderOut, response: Response) -> PurchaseOrderOut:
    response.headers["ETag"] = etag(order.version)
    return order
