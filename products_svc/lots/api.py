"""Routes of lots: parse, one call, answer."""

from functools import partial
from typing import Annotated

from fastapi import Query, Response

from products_svc import idempotency
from products_svc.lots import queries
from products_svc.lots.operations.write_off_lot import write_off_lot
from products_svc.lots.queries import LotFilter
from products_svc.lots.schemas import LotOut, WriteOffIn
from products_svc.snapshots import SnapshotLimit, SnapshotReader
from shared.contracts.snapshots import LotLine
from shared.db.database import ReadSession, Transaction
from shared.http import ndjson
from shared.http.auth import Manager, Viewer
from shared.http.idempotency import IdempotencyKey
from shared.http.pages import Paging
from shared.http.service import api_router
from shared.types import Day, Id, SearchText

router = api_router("/api/stock/lots", "lots")


class _WriteOff(WriteOffIn):
    """The same of another lot is another request."""

    lot_id: int


@router.get("")
async def list_lots(
    db: ReadSession,
    _caller: Viewer,
    paging: Paging,
    product_id: Id | None = None,
    location_id: Id | None = None,
    code: Annotated[SearchText | None, Query()] = None,
    expires_before: Annotated[
        Day | None, Query(description="Without what expires on that day")
    ] = None,
    empty: Annotated[bool, Query(description="Also of which nothing is left")] = False,
) -> list[LotOut]:
    """Lots, what expires first in front."""
    lot_filter = LotFilter(product_id, location_id, code, expires_before, empty)
    rows = await paging.rows(
        of_page=partial(queries.list_lots, db, lot_filter),
        after=partial(queries.list_lots_after, db, lot_filter),
        count=partial(queries.count_lots, db, lot_filter),
    )
    return [LotOut.model_validate(row) for row in rows]


@router.get("/snapshot", response_class=Response, responses=ndjson.responses(LotLine))
async def get_lots_snapshot(
    db: ReadSession,
    _caller: SnapshotReader,
    after: ndjson.After = 0,
    limit: SnapshotLimit = 1000,
) -> Response:
    """Lots of which something is left, by their id; for folding copies again."""
    lines = await queries.lot_snapshot(db, after, limit)
    return ndjson.page_by("lot_id", lines, limit)


@router.get("/{lot_id}")
async def get_lot(lot_id: Id, db: ReadSession, _caller: Viewer) -> LotOut:
    return await _answer(db, lot_id)


@router.post("/{lot_id}/write-off", name="write_off_lot")
async def post_write_off(
    lot_id: Id,
    body: WriteOffIn,
    db: Transaction,
    manager: Manager,
    idempotency_key: IdempotencyKey = None,
) -> LotOut:
    """Take off the shelf what has expired, or what nobody will sell for another reason."""

    async def write_off() -> LotOut:
        await write_off_lot(db, lot_id, actor=manager.id, **body.model_dump())
        return await _answer(db, lot_id)

    request = _WriteOff(lot_id=lot_id, **body.model_dump())
    return await idempotency.run_once(
        db, manager, idempotency_key, request, LotOut, write_off
    )


async def _answer(db: ReadSession, lot_id: int) -> LotOut:
    return LotOut.model_validate(await queries.get_lot(db, lot_id))
