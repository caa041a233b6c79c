"""Routes from advice to drafts of purchase orders."""

from typing import Annotated

from fastapi import Query, Request, Response

from forecast_svc.ordering import queries
from forecast_svc.ordering.operations.order_advised import order_advised
from forecast_svc.ordering.queries import State
from forecast_svc.ordering.schemas import (
    AdviceOrderIn,
    AdviceOrderOut,
    AdviceOrdersOut,
)
from forecast_svc.ordering.sender import OrderSender
from shared.db.database import ReadSession, Store
from shared.http.auth import Manager
from shared.http.pages import Page, PageLimit, PageNumber, describe
from shared.http.service import api_router

router = api_router("/api/forecast/replenishment", "replenishment")


@router.post(
    "/orders",
    status_code=201,
    responses={
        200: {"model": AdviceOrdersOut, "description": "All of it was ordered before"},
        202: {"model": AdviceOrdersOut, "description": "products_svc does not answer"},
    },
)
async def create_advice_orders(
    request: Request,
    response: Response,
    database: Store,
    manager: Manager,
    body: AdviceOrderIn,
) -> AdviceOrdersOut:
    """Put products into the drafts of their suppliers, one for each supplier and location.

    The same once more adds nothing; another quantity adds the difference. Nothing is
    binding before somebody places the order.
    """
    async with database.transaction() as db:
        written = await order_advised(
            db, [line.line() for line in body.lines], acting_user=manager.id
        )
    sender: OrderSender = request.app.state.order_sender
    await sender.send_all(written)
    async with database.read() as db:
        batches = [await queries.find_batch(db, batch) for batch in written]
    answer = AdviceOrdersOut.of(batches)
    if not batches:
        response.status_code = 200
    elif answer.state == "waiting":
        response.status_code = 202
    return answer


@router.get("/orders")
async def list_advice_orders(
    request: Request,
    response: Response,
    db: ReadSession,
    _manager: Manager,
    state: Annotated[State | None, Query()] = None,
    page: PageNumber = 1,
    limit: PageLimit = 20,
) -> list[AdviceOrderOut]:
    """What was ordered on advice, the newest first, and what became of it."""
    pages = Page(page=page, limit=limit)
    rows = await queries.list_orders(db, pages, state)
    describe(request, response, pages, await queries.count_orders(db, state))
    return [AdviceOrderOut.model_validate(row) for row in rows]
