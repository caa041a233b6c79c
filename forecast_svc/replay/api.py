"""Routes of replays: parse, one call, answer."""

from fastapi import Request, Response

from forecast_svc.errors import CategoryNotFound, ProductNotFound, ReplayNotDone
from forecast_svc.replay import queries
from forecast_svc.replay.operations.start_replay import (
    ReplayDraft,
    cancel_replay,
    start_replay,
)
from forecast_svc.replay.savings import Against
from forecast_svc.replay.schemas import (
    MOST_PRODUCTS,
    ProductReplayOut,
    ReplayIn,
    ReplayOut,
    ReplayResultOut,
)
from forecast_svc.rules import last_complete_day
from shared.clock import business_today
from shared.db.database import ReadSession, Transaction
from shared.http.auth import Manager
from shared.http.idempotency import IdempotencyKey
from shared.http.pages import Page, PageLimit, PageNumber, describe
from shared.http.service import api_router
from shared.types import Id

router = api_router("/api/forecast/replay", "replenishment")


@router.post("", status_code=202, name="start_replay")
async def post_replay(
    db: Transaction,
    response: Response,
    manager: Manager,
    body: ReplayIn,
    idempotency_key: IdempotencyKey = None,
) -> ReplayOut:
    """Order over again in the shop's own past, each decision with what was known then.

    A job: it goes on by itself, also after a restart.
    """
    if body.products is not None:
        ids = sorted(set(body.products))
        unknown = set(ids) - await queries.known(db, ids)
        if unknown:
            raise ProductNotFound(min(unknown))
    else:
        ids = await queries.selling(db, body.category, MOST_PRODUCTS)
        if not ids and body.category is not None:
            raise CategoryNotFound(body.category)
    if strangers := body.opened.keys() - set(ids):
        raise ProductNotFound(min(strangers))
    draft = ReplayDraft(
        days=body.days,
        cover_days=body.cover_days,
        as_of=last_complete_day(business_today()),
        rule=body.rule,
        target=body.target.stored() if body.target else None,
        category=body.category,
        product_ids=ids,
        opening={str(product): units for product, units in body.opened.items()},
    )
    replay = await start_replay(db, draft, author=manager.id, key=idempotency_key)
    response.headers["Location"] = f"/api/forecast/replay/{replay.id}"
    return ReplayOut.of(replay)


@router.get("", name="list_replays")
async def list_replays(
    request: Request,
    response: Response,
    db: ReadSession,
    _manager: Manager,
    page: PageNumber = 1,
    limit: PageLimit = 20,
) -> list[ReplayOut]:
    """The newest first."""
    pages = Page(page=page, limit=limit)
    rows = await queries.list_replays(db, pages)
    describe(request, response, pages, await queries.count_replays(db))
    return [ReplayOut.of(row) for row in rows]


@router.get("/{replay_id}", name="get_replay")
async def get_replay(db: ReadSession, _manager: Manager, replay_id: Id) -> ReplayOut:
    return ReplayOut.of(await queries.get_replay(db, replay_id))


@router.post("/{replay_id}/cancel", name="cancel_replay")
async def post_cancel(db: Transaction, manager: Manager, replay_id: Id) -> ReplayOut:
    """Nothing more of it is computed; once more changes nothing."""
    return ReplayOut.of(await cancel_replay(db, replay_id, actor=manager.id))


@router.get("/{replay_id}/result", name="get_replay_result")
async def get_result(
    db: ReadSession, _manager: Manager, replay_id: Id
) -> ReplayResultOut:
    """All products together, under each rule."""
    replay = await queries.get_replay(db, replay_id)
    if replay.result is None:
        raise ReplayNotDone(replay_id)
    return ReplayResultOut.of(replay)


@router.get("/{replay_id}/products", name="list_replayed_products")
async def list_products(
    request: Request,
    response: Response,
    db: ReadSession,
    _manager: Manager,
    replay_id: Id,
    sort: queries.ProductSort = "product",
    against: Against = "min_max",
    page: PageNumber = 1,
    limit: PageLimit = 20,
) -> list[ProductReplayOut]:
    """Each product that has been replayed by now, by name or by what the advice would
    have saved `against` another rule or what happened."""
    await queries.get_replay(db, replay_id)
    pages = Page(page=page, limit=limit)
    rows = await queries.replayed_products(db, replay_id, sort, against, pages)
    total = await queries.count_products(db, replay_id)
    describe(request, response, pages, total)
    return [ProductReplayOut.of(row) for row in rows]
