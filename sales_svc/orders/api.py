"""Routes of baskets: parse, one call, answer."""

from functools import partial
from typing import Annotated

from fastapi import Depends, Query, Request, Response

from sales_svc.callers import (
    SaleRecorder,
    SalesReader,
    may_take_back_any,
    short_stock,
)
from sales_svc.orders import queries
from sales_svc.orders.operations.record_order import record_order
from sales_svc.orders.operations.void_order import void_order
from sales_svc.orders.queries import OrderFilter
from sales_svc.orders.schemas import OrderIn, OrderOut
from sales_svc.selling.schemas import VoidIn
from sales_svc.settings import Settings
from shared.db.database import ReadSession, Transaction
from shared.http.auth import acting_user
from shared.http.idempotency import IdempotencyKey
from shared.http.pages import Paging
from shared.http.service import api_router
from shared.types import Id, PeriodEnd, PeriodStart

router = api_router("/api/sales/orders", "sales")


async def order_filter_of(
    product_id: Annotated[
        Id | None, Query(description="Baskets with this product")
    ] = None,
    user_id: Annotated[
        Id | None, Query(description="Baskets that this user recorded")
    ] = None,
    location_id: Id | None = None,
    voided: Annotated[
        bool | None, Query(description="Only those voided whole, or only others")
    ] = None,
    since: Annotated[PeriodStart | None, Query(alias="from")] = None,
    until: Annotated[PeriodEnd | None, Query(alias="to")] = None,
) -> OrderFilter:
    return OrderFilter(product_id, user_id, location_id, voided, since, until)


FilterOfOrders = Annotated[OrderFilter, Depends(order_filter_of)]


@router.post("", status_code=201, name="record_order")
async def post_order(
    body: OrderIn,
    request: Request,
    response: Response,
    caller: SaleRecorder,
    idempotency_key: IdempotencyKey = None,
) -> OrderOut:
    """Sell several lines at once, all or nothing; each is a sale of its own.

    When any cannot be sold: 409 ``basket_refused``, with the reason of every such line
    among ``errors``.
    """
    settings: Settings = request.app.state.settings
    order = await record_order(
        request.app.state.database,
        body.basket(),
        short_stock=short_stock(body.short_stock, caller, request),
        user_id=acting_user(caller, request),
        key=idempotency_key,
        products_schema=settings.products_schema,
    )
    response.headers["Location"] = f"/api/sales/orders/{order.id}"
    return OrderOut.model_validate(order.seen_by(caller))


@router.get("", name="list_orders")
async def get_orders(
    db: ReadSession, caller: SalesReader, order_filter: FilterOfOrders, paging: Paging
) -> list[OrderOut]:
    """Baskets, newest first."""
    orders = await paging.rows(
        of_page=partial(queries.list_orders, db, order_filter),
        after=partial(queries.list_orders_after, db, order_filter),
        count=partial(queries.count_orders, db, order_filter),
    )
    return [OrderOut.model_validate(order.seen_by(caller)) for order in orders]


@router.get("/{order_id}", name="get_order")
async def get_order(order_id: Id, db: ReadSession, caller: SalesReader) -> OrderOut:
    order = await queries.get_order(db, order_id)
    return OrderOut.model_validate(order.seen_by(caller))


@router.post("/{order_id}/void", name="void_order")
async def post_void(
    order_id: Id,
    body: VoidIn,
    request: Request,
    db: Transaction,
    caller: SaleRecorder,
) -> OrderOut:
    """Take a basket back, with every line that still stands; its units return to stock.
    Once more changes nothing.

    Without a manager's role: an own basket of the last day.
    """
    settings: Settings = request.app.state.settings
    order = await void_order(
        db,
        order_id,
        body.reason,
        user_id=acting_user(caller, request),
        any_order=may_take_back_any(caller),
        products_schema=settings.products_schema,
    )
    return OrderOut.model_validate(order.seen_by(caller))
