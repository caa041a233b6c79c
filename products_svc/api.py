"""Routes of the catalogue and the ledger: parse, one call, answer."""

from collections.abc import Iterable
from typing import Annotated, Any

from fastapi import Depends, Header, Query, Request, Response
from pydantic import BaseModel

from products_svc import idempotency, ledger, queries
from products_svc.ledger import MovementFilter
from products_svc.operations.adjust_stock import adjust_stock
from products_svc.operations.archive_product import archive_product
from products_svc.operations.change_product import change_product
from products_svc.operations.create_product import create_product
from products_svc.operations.ensure_products import ensure_products
from products_svc.queries import ProductFilter
from products_svc.rules import etag
from products_svc.schemas import (
    MAX_UNITS,
    AdjustmentIn,
    Archived,
    EnsuredProductOut,
    MovementOut,
    ProductIn,
    ProductOut,
    ProductPut,
    ProductsIn,
    ProductSnapshotOut,
    ProductSort,
    Sku,
    SnapshotEnd,
    StockSnapshotOut,
    StockTurnOut,
)
from shared.auth import Manager, Principal, Role, Viewer, require
from shared.database import Reading, Transaction
from shared.idempotency import IdempotencyKey
from shared.pages import (
    Cursor,
    Page,
    PageLimit,
    PageNumber,
    describe,
    describe_cursor,
)
from shared.service import api_router
from shared.types import MAX_ID, PRINTABLE, Id, PeriodEnd, PeriodStart, text_of

products_router = api_router("/api/products", "products")
stock_router = api_router("/api/stock", "stock")

_ETL = frozenset({"etl_svc"})
_FORECAST = frozenset({"forecast_svc"})
CatalogueReader = Annotated[Principal, Depends(require(Role.VIEWER, services=_ETL))]
CatalogueWriter = Annotated[Principal, Depends(require(Role.MANAGER, services=_ETL))]
SnapshotReader = Annotated[Principal, Depends(require(None, services=_FORECAST))]

SearchText = Annotated[str, text_of(100)]
SnapshotAfter = Annotated[int, Query(ge=0, le=MAX_ID, description="The last id seen")]
SnapshotLimit = Annotated[int, Query(ge=1, le=5000, description="Products per page")]


def ndjson(line: str) -> dict[int | str, dict[str, Any]]:
    described = f"A {line} per line; the last line is {{'next': after or null}}"
    return {
        200: {
            "description": described,
            "content": {"application/x-ndjson": {"schema": {"type": "string"}}},
        }
    }


@products_router.get("")
async def list_products(
    request: Request,
    response: Response,
    db: Reading,
    _caller: CatalogueReader,
    q: Annotated[
        str,
        Query(max_length=100, pattern=PRINTABLE, description="Words of sku or name"),
    ] = "",
    archived: Archived = "false",
    low_stock: Annotated[
        int | None, Query(ge=0, le=MAX_UNITS, description="At most so many units left")
    ] = None,
    category: Annotated[SearchText | None, Query()] = None,
    ids: Annotated[list[Id] | None, Query(max_length=100)] = None,
    skus: Annotated[list[Sku] | None, Query(max_length=100)] = None,
    sort: ProductSort = "name",
    page: PageNumber = 1,
    limit: PageLimit = 20,
    cursor: Cursor = None,
) -> list[ProductOut]:
    wanted = ProductFilter(
        words=q,
        archived=archived,
        low_stock=low_stock,
        category=category,
        ids=ids,
        skus=skus,
    )
    if cursor is None:
        pages = Page(page=page, limit=limit)
        items = await queries.list_products(db, wanted, sort, pages)
        describe(request, response, pages, await queries.count_products(db, wanted))
    else:
        items, following = await queries.list_products_after(
            db, wanted, sort, cursor, limit
        )
        describe_cursor(request, response, limit, following)
    return [ProductOut.model_validate(item) for item in items]


@products_router.post("", status_code=201, name="create_product")
async def post_product(
    body: ProductIn,
    response: Response,
    db: Transaction,
    caller: CatalogueWriter,
    idempotency_key: IdempotencyKey = None,
) -> ProductOut:
    async def create() -> ProductOut:
        item = await create_product(db, body.draft(), actor=caller.id)
        return ProductOut.model_validate(item)

    product = await idempotency.once(
        db, caller, idempotency_key, body, ProductOut, create
    )
    response.headers["Location"] = f"/api/products/{product.id}"
    response.headers["ETag"] = etag(product.version)
    return product


@products_router.post("/bulk", name="ensure_products")
async def post_products(
    body: ProductsIn, db: Transaction, caller: CatalogueWriter
) -> list[EnsuredProductOut]:
    """The id of every sku, in order; those that are new become products."""
    ensured = await ensure_products(
        db, [item.draft() for item in body.items], actor=caller.id
    )
    return [EnsuredProductOut.model_validate(product) for product in ensured]


@products_router.get(
    "/snapshot", response_class=Response, responses=ndjson("ProductSnapshotOut")
)
async def get_products_snapshot(
    db: Reading,
    _caller: SnapshotReader,
    after: SnapshotAfter = 0,
    limit: SnapshotLimit = 1000,
) -> Response:
    """Every product, archived ones too, by id; for folding copies again."""
    products = await queries.product_snapshot(db, after, limit)
    following = products[-1].product_id if len(products) == limit else None
    return _ndjson(map(ProductSnapshotOut.model_validate, products), following)


@products_router.get("/{product_id}")
async def get_product(
    product_id: Id, response: Response, db: Reading, _caller: Viewer
) -> ProductOut:
    """A product, also an archived one: its sales still name it."""
    item = await queries.get_product(db, product_id)
    response.headers["ETag"] = etag(item.version)
    return ProductOut.model_validate(item)


@products_router.put("/{product_id}", name="update_product")
async def put_product(
    product_id: Id,
    body: ProductPut,
    response: Response,
    db: Transaction,
    manager: Manager,
    if_match: Annotated[str | None, Header(max_length=1000)] = None,
) -> ProductOut:
    item = await change_product(
        db,
        product_id,
        body.catalogue(),
        stock=body.stock_target(),
        if_match=if_match,
        actor=manager.id,
    )
    response.headers["ETag"] = etag(item.version)
    return ProductOut.model_validate(item)


@products_router.delete("/{product_id}", status_code=204, name="archive_product")
async def delete_product(product_id: Id, db: Transaction, _manager: Manager) -> None:
    """Archive a product: out of lists, not sellable, its history stays."""
    await archive_product(db, product_id)


@products_router.get("/{product_id}/movements")
async def list_product_movements(
    request: Request,
    response: Response,
    product_id: Id,
    db: Reading,
    _caller: Viewer,
    page: PageNumber = 1,
    limit: PageLimit = 20,
    cursor: Cursor = None,
) -> list[MovementOut]:
    """A product's ledger, newest first."""
    await queries.get_product(db, product_id)
    wanted = MovementFilter(product_id=product_id)
    return await _movements(request, response, db, wanted, page, limit, cursor)


@stock_router.get("/movements")
async def list_movements(
    request: Request,
    response: Response,
    db: Reading,
    _caller: Viewer,
    product_id: Id | None = None,
    location_id: Id | None = None,
    reason: Annotated[SearchText | None, Query()] = None,
    reference: Annotated[SearchText | None, Query()] = None,
    user_id: Annotated[int | None, Query(ge=0, le=MAX_ID)] = None,
    since: Annotated[PeriodStart | None, Query(alias="from")] = None,
    until: Annotated[PeriodEnd | None, Query(alias="to")] = None,
    page: PageNumber = 1,
    limit: PageLimit = 20,
    cursor: Cursor = None,
) -> list[MovementOut]:
    """The ledger, newest first."""
    wanted = MovementFilter(
        product_id=product_id,
        location_id=location_id,
        reason=reason,
        reference=reference,
        user_id=user_id,
        since=since,
        until=until,
    )
    return await _movements(request, response, db, wanted, page, limit, cursor)


@stock_router.get("/movements/{movement_id}")
async def get_movement(movement_id: Id, db: Reading, _caller: Viewer) -> MovementOut:
    return MovementOut.model_validate(await ledger.get_movement(db, movement_id))


@stock_router.post("/adjustments", status_code=201, name="adjust_stock")
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

    moved = await idempotency.once(
        db, manager, idempotency_key, body, MovementOut, adjust
    )
    response.headers["Location"] = f"/api/stock/movements/{moved.id}"
    return moved


@stock_router.get(
    "/snapshot", response_class=Response, responses=ndjson("StockSnapshotOut")
)
async def get_stock_snapshot(
    db: Reading,
    _caller: SnapshotReader,
    after: SnapshotAfter = 0,
    limit: SnapshotLimit = 1000,
) -> Response:
    """What every location holds, by product id; for folding copies again."""
    rows = await ledger.stock_snapshot(db, after, limit)
    products = {row.product_id for row in rows}
    following = max(products) if len(products) == limit else None
    return _ndjson(map(StockSnapshotOut.model_validate, rows), following)


@stock_router.get(
    "/turns/snapshot", response_class=Response, responses=ndjson("StockTurnOut")
)
async def get_turns_snapshot(
    db: Reading,
    _caller: SnapshotReader,
    after: SnapshotAfter = 0,
    limit: SnapshotLimit = 1000,
) -> Response:
    """When shelves were empty, by movement id; for telling days without stock."""
    turns = await ledger.stock_turns(db, after, limit)
    following = turns[-1].movement_id if len(turns) == limit else None
    return _ndjson(map(StockTurnOut.model_validate, turns), following)


async def _movements(
    request: Request,
    response: Response,
    db: Reading,
    wanted: MovementFilter,
    page: int,
    limit: int,
    cursor: str | None,
) -> list[MovementOut]:
    if cursor is None:
        pages = Page(page=page, limit=limit)
        rows = await ledger.list_movements(db, wanted, pages)
        describe(request, response, pages, await ledger.count_movements(db, wanted))
    else:
        rows, following = await ledger.list_movements_after(db, wanted, cursor, limit)
        describe_cursor(request, response, limit, following)
    return [MovementOut.model_validate(row) for row in rows]


def _ndjson(lines: Iterable[BaseModel], following: int | None) -> Response:
    """The last line makes a page that was cut off on the way recognisable."""
    end = SnapshotEnd(next=following)
    body = "".join(f"{line.model_dump_json()}\n" for line in (*lines, end))
    return Response(body, media_type="application/x-ndjson")
