"""Routes of the catalogue: parse, one call, answer."""

from functools import partial
from typing import Annotated

from fastapi import Depends, Query, Request, Response

from products_svc import audit, idempotency
from products_svc.catalogue import prices, queries
from products_svc.catalogue.fields import Gtin, Sku
from products_svc.catalogue.files import products_csv
from products_svc.catalogue.imports import import_products
from products_svc.catalogue.operations.archive_product import archive_product
from products_svc.catalogue.operations.change_product import change_product
from products_svc.catalogue.operations.create_product import create_product
from products_svc.catalogue.operations.create_variants import create_variants
from products_svc.catalogue.operations.ensure_products import ensure_products
from products_svc.catalogue.operations.restore_product import restore_product
from products_svc.catalogue.operations.undo_import import take_away, untouched_products
from products_svc.catalogue.queries import BEST_MATCH, ProductFilter
from products_svc.catalogue.schemas import (
    Archived,
    DayPriceOut,
    EnsuredProductOut,
    ImportedProductsOut,
    ProductIn,
    ProductOut,
    ProductPut,
    ProductsIn,
    ProductSort,
    TakeAwayIn,
    UnitsLeft,
)
from products_svc.catalogue.variant_schemas import (
    VariantOut,
    VariantsIn,
    VariantsOut,
)
from products_svc.locations.queries import open_location_names
from products_svc.sheets import (
    CSV_ANSWER,
    CSV_BODY,
    FileImportOut,
    csv_file,
    import_report,
)
from products_svc.snapshots import SnapshotLimit, SnapshotReader
from products_svc.stock.api import list_of_movements
from products_svc.stock.incoming import list_incoming
from products_svc.stock.queries import MovementFilter
from products_svc.stock.schemas import IncomingOut, MovementOut
from products_svc.suppliers.queries import usual_terms
from shared.clock import business_today, business_zone
from shared.contracts.snapshots import ProductLine
from shared.csv_files import dialect_for
from shared.db.database import ReadSession, Store, Transaction
from shared.http import ndjson
from shared.http.auth import Manager, Principal, Role, Viewer, acting_user, require
from shared.http.exports import ForSpreadsheet
from shared.http.idempotency import IdempotencyKey
from shared.http.pages import Paging
from shared.http.preconditions import IfMatch, etag
from shared.http.service import api_router
from shared.types import PRINTABLE, Id, Kind, SearchText

router = api_router("/api/products", "products")

_ETL = frozenset({"etl_svc"})
CatalogueReader = Annotated[Principal, Depends(require(Role.VIEWER, services=_ETL))]
ImportService = Annotated[Principal, Depends(require(None, services=_ETL))]
CatalogueWriter = Annotated[Principal, Depends(require(Role.MANAGER, services=_ETL))]


Words = Annotated[
    str,
    Query(
        max_length=100,
        pattern=PRINTABLE,
        description="Words of sku, name or category, or a barcode",
    ),
]
Similar = Annotated[
    bool, Query(description="Where nothing has the words, what has words like them")
]
LowStock = Annotated[UnitsLeft | None, Query(description="At most so many units left")]
Category = Annotated[SearchText | None, Query()]


@router.get("")
async def list_products(
    db: ReadSession,
    caller: CatalogueReader,
    paging: Paging,
    q: Words = "",
    similar: Similar = False,
    archived: Archived = "false",
    low_stock: LowStock = None,
    category: Category = None,
    ids: Annotated[list[Id] | None, Query(max_length=100)] = None,
    skus: Annotated[list[Sku] | None, Query(max_length=100)] = None,
    any_case: Annotated[
        bool, Query(description="The skus by their letters, case and accents aside")
    ] = False,
    barcode: Annotated[Gtin | None, Query()] = None,
    kind: Annotated[Kind | None, Query()] = None,
    parent_id: Annotated[Id | None, Query(description="Variants of this")] = None,
    sort: Annotated[
        ProductSort | None, Query(description="The best match, or without q by name")
    ] = None,
) -> list[ProductOut]:
    product_filter = ProductFilter(
        words=q,
        archived=archived,
        low_stock=low_stock,
        category=category,
        ids=ids,
        skus=skus,
        any_case=any_case,
        barcode=barcode,
        kind=kind,
        parent_id=parent_id,
    )
    if similar:
        product_filter = await queries.or_similar(db, product_filter)
    order = sort or (BEST_MATCH if q.strip() else "name")
    items = await paging.rows(
        of_page=partial(queries.list_products, db, product_filter, order),
        after=partial(queries.list_products_after, db, product_filter, order),
        count=partial(queries.count_products, db, product_filter),
    )
    return [ProductOut.model_validate(item.seen_by(caller)) for item in items]


@router.post("", status_code=201, name="create_product")
async def post_product(
    body: ProductIn,
    response: Response,
    db: Transaction,
    caller: CatalogueWriter,
    idempotency_key: IdempotencyKey = None,
) -> ProductOut:
    async def create() -> ProductOut:
        item = await create_product(db, body.draft(), actor=caller.id)
        return ProductOut.model_validate(item.seen_by(caller))

    product = await idempotency.run_once(
        db, caller, idempotency_key, body, ProductOut, create
    )
    response.headers["Location"] = f"/api/products/{product.id}"
    response.headers["ETag"] = etag(product.version)
    return product


@router.post("/bulk", name="ensure_products")
async def post_products(
    body: ProductsIn, db: Transaction, caller: CatalogueWriter
) -> list[EnsuredProductOut]:
    """The id of every sku, in order; those that are new become products."""
    ensured = await ensure_products(
        db,
        [item.draft() for item in body.items],
        actor=caller.id,
        # Whose import a person means, only the service of imports could tell.
        import_id=body.import_id if caller.service else None,
    )
    return [EnsuredProductOut.model_validate(product) for product in ensured]


@router.get("/imported", name="list_imported_products")
async def get_imported(
    db: ReadSession,
    _caller: ImportService,
    import_id: Annotated[list[Id], Query(min_length=1, max_length=100)],
) -> ImportedProductsOut:
    """Products that these imports made and that nobody has touched since; at most 1,000
    at once, the oldest first."""
    ids = await untouched_products(db, import_id)
    return ImportedProductsOut(product_ids=ids)


@router.post("/imported/undo", name="undo_imported_products")
async def post_imported_undo(
    body: TakeAwayIn, request: Request, db: Transaction, caller: ImportService
) -> ImportedProductsOut:
    """Take away products with the import that made them; those that somebody has touched
    meanwhile stay. The answer says which are gone."""
    actor = acting_user(caller, request)
    gone = await take_away(db, body.product_ids, actor=actor)
    return ImportedProductsOut(product_ids=gone)


@router.get(
    "/snapshot", response_class=Response, responses=ndjson.responses(ProductLine)
)
async def get_products_snapshot(
    db: ReadSession,
    _caller: SnapshotReader,
    after: ndjson.After = 0,
    limit: SnapshotLimit = 1000,
) -> Response:
    """Every product, archived ones too, by id; for folding copies again."""
    products = await queries.product_snapshot(db, after, limit)
    return ndjson.page_by("product_id", products, limit)


@router.get(
    "/export.csv", name="export_products", response_class=Response, responses=CSV_ANSWER
)
async def get_export(
    db: ReadSession,
    store: Store,
    manager: Manager,
    q: Words = "",
    similar: Similar = False,
    archived: Archived = "false",
    low_stock: LowStock = None,
    category: Category = None,
    spreadsheet: ForSpreadsheet = None,
) -> Response:
    """The catalogue of now, or what of it a list shows, as an import reads it."""
    await audit.record_export(store, "products", actor=manager.id)
    chosen = ProductFilter(
        words=q, archived=archived, low_stock=low_stock, category=category
    )
    if similar:
        chosen = await queries.or_similar(db, chosen)
    items, skus = await queries.catalogue_to_export(db, chosen)
    locations, usual = await open_location_names(db), await usual_terms(db)
    content = products_csv(items, skus, locations, usual, dialect_for(spreadsheet))
    return csv_file(content, "products.csv")


@router.post("/import", name="import_products", openapi_extra=CSV_BODY)
async def post_import(
    request: Request, db: Transaction, manager: Manager, dry_run: bool = False
) -> FileImportOut:
    """Take products out of a CSV file: who has that sku is changed, others are added. A
    column that the file has not got stays. A dry run says what would change, and changes
    nothing."""
    content = await request.body()
    plan, changes = await import_products(
        db, content, dry_run=dry_run, actor=manager.id
    )
    return import_report(plan, changes, dry_run=dry_run)


@router.get("/{product_id}")
async def get_product(
    product_id: Id, response: Response, db: ReadSession, caller: Viewer
) -> ProductOut:
    """A product, also an archived one: its sales still name it."""
    item = await queries.get_product(db, product_id)
    response.headers["ETag"] = etag(item.version)
    return ProductOut.model_validate(item.seen_by(caller))


@router.post("/{product_id}/variants", name="create_variants")
async def post_variants(
    product_id: Id,
    body: VariantsIn,
    db: Transaction,
    manager: Manager,
    idempotency_key: IdempotencyKey = None,
) -> VariantsOut:
    """Make the variants of a parent, one for each combination of options; with
    ``dry_run`` say what would be made."""

    async def create() -> VariantsOut:
        variants = await create_variants(
            db, product_id, body.options, dry_run=body.dry_run, actor=manager.id
        )
        said = [VariantOut.model_validate(variant) for variant in variants]
        return VariantsOut(dry_run=body.dry_run, variants=said)

    return await idempotency.run_once(
        db, manager, idempotency_key, body, VariantsOut, create
    )


@router.put("/{product_id}", name="update_product")
async def put_product(
    product_id: Id,
    body: ProductPut,
    response: Response,
    db: Transaction,
    caller: CatalogueWriter,
    if_match: IfMatch = None,
) -> ProductOut:
    item = await change_product(
        db,
        product_id,
        body.catalogue(),
        stock=body.stock_target(),
        if_match=if_match,
        actor=caller.id,
    )
    response.headers["ETag"] = etag(item.version)
    return ProductOut.model_validate(item.seen_by(caller))


@router.delete("/{product_id}", status_code=204, name="archive_product")
async def delete_product(product_id: Id, db: Transaction, manager: Manager) -> None:
    """Archive a product: out of lists, not sellable, its history stays."""
    await archive_product(db, product_id, actor=manager.id)


@router.post("/{product_id}/restore", name="restore_product")
async def post_restore(
    product_id: Id, response: Response, db: Transaction, manager: Manager
) -> ProductOut:
    """Bring an archived product back, with its codes that no other product has by now.
    One that is not archived stays as it is."""
    item = await restore_product(db, product_id, actor=manager.id)
    response.headers["ETag"] = etag(item.version)
    return ProductOut.model_validate(item.seen_by(manager))


@router.get("/{product_id}/prices", name="list_product_prices")
async def get_prices(
    product_id: Id, db: ReadSession, _caller: Viewer, paging: Paging
) -> list[DayPriceOut]:
    """A product's price over time: each day of the shop on which it changed, newest
    first."""
    await queries.get_product(db, product_id)
    zone = business_zone().key
    rows = await paging.rows(
        of_page=partial(prices.list_prices, db, product_id, zone),
        after=partial(prices.list_prices_after, db, product_id, zone),
        count=partial(prices.count_prices, db, product_id, zone),
    )
    return [DayPriceOut.model_validate(row) for row in rows]


@router.get("/{product_id}/movements")
async def list_product_movements(
    product_id: Id, db: ReadSession, caller: Viewer, paging: Paging
) -> list[MovementOut]:
    """A product's ledger, newest first."""
    await queries.get_product(db, product_id)
    movement_filter = MovementFilter(product_id=product_id)
    return await list_of_movements(db, movement_filter, paging, caller)


@router.get("/{product_id}/incoming", name="list_product_incoming")
async def get_incoming(
    product_id: Id, db: ReadSession, _caller: Viewer
) -> list[IncomingOut]:
    """What is ordered of a product or on its way to a location, the soonest first."""
    await queries.get_product(db, product_id)
    rows = await list_incoming(db, product_id, business_today())
    return [IncomingOut.model_validate(row) for row in rows]
