"""Routes of transfers: parse, one call, answer."""

from functools import partial
from typing import Annotated

from fastapi import Query, Response

from products_svc import idempotency
from products_svc.snapshots import SnapshotLimit, SnapshotReader
from products_svc.transfers import queries
from products_svc.transfers.operations.cancel_transfer import cancel_transfer
from products_svc.transfers.operations.draft_transfer import draft_transfer
from products_svc.transfers.operations.receive_transfer import receive_transfer
from products_svc.transfers.operations.ship_transfer import ship_transfer
from products_svc.transfers.queries import TransferFilter, TransitFilter
from products_svc.transfers.schemas import (
    ArrivalsIn,
    CancelTransferIn,
    InTransitOut,
    ListedTransferOut,
    ShipIn,
    TransferIn,
    TransferOut,
    TransferStatus,
)
from shared.contracts.snapshots import TransferLine
from shared.db.database import ReadSession, Transaction
from shared.http import ndjson
from shared.http.auth import Manager, Principal, Role, Viewer
from shared.http.idempotency import IdempotencyKey
from shared.http.pages import Paging
from shared.http.service import api_router
from shared.types import Id

router = api_router("/api/stock", "transfers")


class _Arrivals(ArrivalsIn):
    """The same goods of another transfer are another request."""

    transfer_id: int


@router.get("/transfers")
async def list_transfers(
    db: ReadSession,
    _caller: Viewer,
    paging: Paging,
    status: Annotated[list[TransferStatus] | None, Query(max_length=5)] = None,
    location_id: Annotated[
        Id | None, Query(description="From there or to there")
    ] = None,
    product_id: Id | None = None,
) -> list[ListedTransferOut]:
    """Transfers, newest first."""
    transfer_filter = TransferFilter(status or (), location_id, product_id)
    rows = await paging.rows(
        of_page=partial(queries.list_transfers, db, transfer_filter),
        after=partial(queries.list_transfers_after, db, transfer_filter),
        count=partial(queries.count_transfers, db, transfer_filter),
    )
    return [ListedTransferOut.model_validate(row) for row in rows]


@router.post("/transfers", status_code=201, name="create_transfer")
async def post_transfer(
    body: TransferIn,
    response: Response,
    db: Transaction,
    manager: Manager,
    idempotency_key: IdempotencyKey = None,
) -> TransferOut:
    """Draft a transfer; nothing moves yet."""

    async def create() -> TransferOut:
        drafted = await draft_transfer(
            db,
            body.from_location_id,
            body.to_location_id,
            [line.draft() for line in body.lines],
            note=body.note,
            actor=manager.id,
        )
        return await _answer(db, drafted.transfer.id, manager)

    transfer = await idempotency.run_once(
        db, manager, idempotency_key, body, TransferOut, create
    )
    response.headers["Location"] = f"/api/stock/transfers/{transfer.id}"
    return transfer


@router.get("/in-transit")
async def list_in_transit(
    db: ReadSession,
    caller: Viewer,
    paging: Paging,
    product_id: Id | None = None,
    from_location_id: Id | None = None,
    to_location_id: Id | None = None,
) -> list[InTransitOut]:
    """What is on its way between locations, longest under way first."""
    transit = TransitFilter(product_id, from_location_id, to_location_id)
    rows = await paging.rows(
        of_page=partial(queries.list_in_transit, db, transit),
        after=partial(queries.list_in_transit_after, db, transit),
        count=partial(queries.count_in_transit, db, transit),
    )
    shown = [InTransitOut.model_validate(row) for row in rows]
    if not caller.may_act_as(Role.MANAGER):
        for each in shown:
            each.value = None
    return shown


@router.get(
    "/transfers/snapshot",
    response_class=Response,
    responses=ndjson.responses(TransferLine),
)
async def get_transfers_snapshot(
    db: ReadSession,
    _caller: SnapshotReader,
    after: ndjson.After = 0,
    limit: SnapshotLimit = 1000,
) -> Response:
    """Lines of which something is on its way, by their id; for folding copies again."""
    lines = await queries.transfer_snapshot(db, after, limit)
    return ndjson.page_by("line_id", lines, limit)


@router.get("/transfers/{transfer_id}")
async def get_transfer(transfer_id: Id, db: ReadSession, caller: Viewer) -> TransferOut:
    return await _answer(db, transfer_id, caller)


@router.post("/transfers/{transfer_id}/ship", name="ship_transfer")
async def post_ship(
    transfer_id: Id, body: ShipIn, db: Transaction, manager: Manager
) -> TransferOut:
    """Send the goods off; one that has left already stays as it is."""
    await ship_transfer(db, transfer_id, expected_on=body.expected_on, actor=manager.id)
    return await _answer(db, transfer_id, manager)


@router.post("/transfers/{transfer_id}/receive", name="receive_transfer")
async def post_receive(
    transfer_id: Id,
    body: ArrivalsIn,
    db: Transaction,
    manager: Manager,
    idempotency_key: IdempotencyKey = None,
) -> TransferOut:
    """Take in what came, all of it or some. Two who do so at once cannot take in twice
    what is on its way."""

    async def receive() -> TransferOut:
        await receive_transfer(
            db, transfer_id, body.drafts(), note=body.note, actor=manager.id
        )
        return await _answer(db, transfer_id, manager)

    request = _Arrivals(transfer_id=transfer_id, **body.model_dump())
    return await idempotency.run_once(
        db, manager, idempotency_key, request, TransferOut, receive
    )


@router.post("/transfers/{transfer_id}/cancel", name="cancel_transfer")
async def post_cancel(
    transfer_id: Id, body: CancelTransferIn, db: Transaction, manager: Manager
) -> TransferOut:
    """Cancel a transfer before it leaves; again gives the same answer."""
    await cancel_transfer(db, transfer_id, reason=body.reason, actor=manager.id)
    return await _answer(db, transfer_id, manager)


async def _answer(db: ReadSession, transfer_id: int, caller: Principal) -> TransferOut:
    shown = await queries.get_transfer(db, transfer_id)
    return TransferOut.of(shown, manager=caller.may_act_as(Role.MANAGER))
