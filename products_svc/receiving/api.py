"""Routes of receipts: parse, one call, answer."""

from typing import cast

from fastapi import Response

from products_svc import idempotency
from products_svc.receiving import queries
from products_svc.receiving.operations.receive_order import receive_order
from products_svc.receiving.schemas import ReceiptIn, ReceiptOut, ReceivedOut
from shared.contracts.purchasing import OrderStatus
from shared.db.database import ReadSession, Transaction
from shared.http.auth import Manager
from shared.http.idempotency import IdempotencyKey
from shared.http.preconditions import IfMatch
from shared.http.service import api_router
from shared.types import Id

router = api_router("/api/purchase-orders", "purchase orders")


class _Request(ReceiptIn):
    """The same receipt of another order is another request."""

    order_id: int


@router.get("/{order_id}/receipts")
async def list_purchase_receipts(
    order_id: Id, db: ReadSession, _manager: Manager
) -> list[ReceiptOut]:
    """What came in of an order, the first delivery first."""
    return [ReceiptOut.of(each) for each in await queries.receipts_of(db, order_id)]


@router.post("/{order_id}/receipts", status_code=201, name="receive_purchase_order")
async def post_receipt(
    order_id: Id,
    body: ReceiptIn,
    response: Response,
    db: Transaction,
    manager: Manager,
    idempotency_key: IdempotencyKey = None,
    if_match: IfMatch = None,
) -> ReceivedOut:
    """Take in what came of an order. Two who do so at once cannot take in twice what is
    open; with an ``Idempotency-Key`` a repetition is harmless too."""

    async def receive() -> ReceivedOut:
        receipt, found = await receive_order(
            db, order_id, body.draft(), if_match=if_match, actor=manager.id
        )
        return ReceivedOut(
            **ReceiptOut.of(receipt).model_dump(),
            order_status=cast(OrderStatus, found.order.status),
            order_version=found.order.version,
        )

    request = _Request(order_id=order_id, **body.model_dump())
    received = await idempotency.run_once(
        db, manager, idempotency_key, request, ReceivedOut, receive
    )
    response.headers["Location"] = f"/api/purchase-orders/{order_id}/receipts"
    return received
