"""Routes of supplier returns: parse, one call, answer."""

from functools import partial
from typing import Annotated

from fastapi import Query, Response

from products_svc import idempotency
from products_svc.supplier_returns import queries
from products_svc.supplier_returns.operations.return_goods import return_goods
from products_svc.supplier_returns.queries import ReturnFilter
from products_svc.supplier_returns.schemas import SupplierReturnIn, SupplierReturnOut
from shared.db.database import ReadSession, Transaction
from shared.http.auth import Manager
from shared.http.idempotency import IdempotencyKey
from shared.http.pages import Paging
from shared.http.service import api_router
from shared.types import Id, PeriodEnd, PeriodStart

router = api_router("/api/stock/supplier-returns", "supplier returns")


@router.get("")
async def list_supplier_returns(
    db: ReadSession,
    _manager: Manager,
    paging: Paging,
    supplier_id: Id | None = None,
    location_id: Id | None = None,
    product_id: Id | None = None,
    since: Annotated[PeriodStart | None, Query(alias="from")] = None,
    until: Annotated[PeriodEnd | None, Query(alias="to")] = None,
) -> list[SupplierReturnOut]:
    """What went back to suppliers, newest first."""
    return_filter = ReturnFilter(supplier_id, location_id, product_id, since, until)
    rows = await paging.rows(
        of_page=partial(queries.list_returns, db, return_filter),
        after=partial(queries.list_returns_after, db, return_filter),
        count=partial(queries.count_returns, db, return_filter),
    )
    return [SupplierReturnOut.of(row) for row in rows]


@router.post("", status_code=201, name="create_supplier_return")
async def post_return(
    body: SupplierReturnIn,
    response: Response,
    db: Transaction,
    manager: Manager,
    idempotency_key: IdempotencyKey = None,
) -> SupplierReturnOut:
    """Send goods back; never more than is there."""

    async def create() -> SupplierReturnOut:
        return SupplierReturnOut.of(
            await return_goods(db, body.draft(), actor=manager.id)
        )

    back = await idempotency.run_once(
        db, manager, idempotency_key, body, SupplierReturnOut, create
    )
    response.headers["Location"] = f"/api/stock/supplier-returns/{back.id}"
    return back


@router.get("/{return_id}")
async def get_supplier_return(
    return_id: Id, db: ReadSession, _manager: Manager
) -> SupplierReturnOut:
    return SupplierReturnOut.of(await queries.get_return(db, return_id))
