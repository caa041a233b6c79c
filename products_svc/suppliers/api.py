"""Routes of suppliers and their terms: parse, one call, answer."""

from collections.abc import Sequence
from functools import partial
from typing import Annotated

from fastapi import Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc import audit, idempotency
from products_svc.lead_times.queries import deliveries_by_supplier, overdue_orders
from products_svc.sheets import (
    CSV_ANSWER,
    CSV_BODY,
    csv_file,
    import_report,
)
from products_svc.shop import shop_of
from products_svc.snapshots import SnapshotLimit, SnapshotReader
from products_svc.suppliers import queries
from products_svc.suppliers.files import suppliers_csv, terms_csv
from products_svc.suppliers.imports import plan_suppliers, plan_terms
from products_svc.suppliers.operations.add_supplier import add_supplier
from products_svc.suppliers.operations.archive_supplier import archive_supplier
from products_svc.suppliers.operations.change_supplier import change_supplier
from products_svc.suppliers.operations.import_suppliers import (
    changes_of,
    import_suppliers as store_imported,
)
from products_svc.suppliers.operations.import_terms import (
    changes_of_terms,
    import_terms as store_terms,
)
from products_svc.suppliers.operations.set_terms import set_terms
from products_svc.suppliers.queries import SupplierFilter, TermsFilter
from products_svc.suppliers.schemas import (
    Archived,
    DeliveriesOut,
    SupplierImportOut,
    SupplierIn,
    SupplierOut,
    SupplierPut,
    TermsOut,
    TermsPut,
)
from products_svc.tables import Supplier
from shared.clock import business_today
from shared.contracts.snapshots import SupplierLine, SupplyTermsLine
from shared.csv_files import dialect_for
from shared.db.database import ReadSession, Store, Transaction
from shared.http import ndjson
from shared.http.auth import Manager
from shared.http.exports import ForSpreadsheet
from shared.http.idempotency import IdempotencyKey
from shared.http.pages import Paging
from shared.http.preconditions import IfMatch, etag
from shared.http.service import api_router
from shared.types import PRINTABLE, Id

router = api_router("/api/suppliers", "suppliers")


@router.get("")
async def list_suppliers(
    db: ReadSession,
    _manager: Manager,
    paging: Paging,
    q: Annotated[
        str, Query(max_length=100, pattern=PRINTABLE, description="Words of the name")
    ] = "",
    archived: Archived = "false",
    product_id: Annotated[Id | None, Query(description="Those that sell it")] = None,
) -> list[SupplierOut]:
    supplier_filter = SupplierFilter(q, archived, product_id)
    rows = await paging.rows(
        of_page=partial(queries.list_suppliers, db, supplier_filter),
        after=partial(queries.list_suppliers_after, db, supplier_filter),
        count=partial(queries.count_suppliers, db, supplier_filter),
    )
    return await _answers(db, rows)


@router.post("", status_code=201, name="create_supplier")
async def post_supplier(
    body: SupplierIn,
    request: Request,
    response: Response,
    db: Transaction,
    manager: Manager,
    idempotency_key: IdempotencyKey = None,
) -> SupplierOut:
    async def create() -> SupplierOut:
        draft = body.draft((await shop_of(request, db)).currency)
        (supplier,) = await _answers(
            db, [await add_supplier(db, draft, actor=manager.id)]
        )
        return supplier

    supplier = await idempotency.run_once(
        db, manager, idempotency_key, body, SupplierOut, create
    )
    response.headers["Location"] = f"/api/suppliers/{supplier.id}"
    response.headers["ETag"] = etag(supplier.version)
    return supplier


@router.get("/export.csv", response_class=Response, responses=CSV_ANSWER)
async def export_suppliers(
    db: ReadSession,
    store: Store,
    manager: Manager,
    spreadsheet: ForSpreadsheet = None,
) -> Response:
    """The suppliers of now, as an import reads them."""
    await audit.record_export(store, "suppliers", actor=manager.id)
    return csv_file(
        suppliers_csv(await queries.all_suppliers(db), dialect_for(spreadsheet)),
        "suppliers.csv",
    )


@router.post("/import", openapi_extra=CSV_BODY)
async def import_suppliers(
    request: Request,
    db: Transaction,
    manager: Manager,
    dry_run: bool = False,
) -> SupplierImportOut:
    """Take suppliers out of a CSV file: who is called so is changed, others are added.
    A dry run says what would change, and changes nothing."""
    currency = (await shop_of(request, db)).currency
    plan = await plan_suppliers(db, await request.body(), currency)
    changes = changes_of(plan.rows)
    if not dry_run:
        plan.require_all()
        await store_imported(db, plan.rows, actor=manager.id)
    report = import_report(plan, changes, dry_run=dry_run)
    return SupplierImportOut(**report.model_dump())


@router.get("/terms/export.csv", response_class=Response, responses=CSV_ANSWER)
async def export_terms(
    db: ReadSession,
    store: Store,
    manager: Manager,
    spreadsheet: ForSpreadsheet = None,
) -> Response:
    """All terms of now, as an import reads them."""
    await audit.record_export(store, "terms", actor=manager.id)
    return csv_file(
        terms_csv(await queries.all_terms(db), dialect_for(spreadsheet)), "terms.csv"
    )


@router.post("/terms/import", openapi_extra=CSV_BODY)
async def import_terms(
    request: Request, db: Transaction, manager: Manager, dry_run: bool = False
) -> SupplierImportOut:
    """Take terms out of a CSV file; what it does not name stays. A dry run says what
    would change, and changes nothing."""
    plan = await plan_terms(db, await request.body())
    changes = changes_of_terms(plan.rows, plan.found)
    if not dry_run:
        plan.require_all()
        await store_terms(db, plan.rows, actor=manager.id)
    report = import_report(plan, changes, dry_run=dry_run)
    return SupplierImportOut(**report.model_dump())


@router.get(
    "/snapshot", response_class=Response, responses=ndjson.responses(SupplierLine)
)
async def get_suppliers_snapshot(
    db: ReadSession,
    _caller: SnapshotReader,
    after: ndjson.After = 0,
    limit: SnapshotLimit = 1000,
) -> Response:
    """Every supplier, archived ones too, by id; for folding copies again."""
    lines = await queries.supplier_snapshot(db, after, limit)
    return ndjson.page_by("supplier_id", lines, limit)


@router.get(
    "/terms/snapshot",
    response_class=Response,
    responses=ndjson.responses(SupplyTermsLine),
)
async def get_terms_snapshot(
    db: ReadSession,
    _caller: SnapshotReader,
    after: ndjson.After = 0,
    limit: SnapshotLimit = 1000,
) -> Response:
    """All terms, removed ones too, by their id; for folding copies again."""
    lines = await queries.terms_snapshot(db, after, limit)
    return ndjson.page_by("id", lines, limit)


@router.get("/{supplier_id}")
async def get_supplier(
    supplier_id: Id, response: Response, db: ReadSession, _manager: Manager
) -> SupplierOut:
    """A supplier, also an archived one: its orders still name it."""
    supplier = await queries.get_supplier(db, supplier_id)
    response.headers["ETag"] = etag(supplier.version)
    (answer,) = await _answers(db, [supplier])
    return answer


@router.put("/{supplier_id}", name="update_supplier")
async def put_supplier(
    supplier_id: Id,
    body: SupplierPut,
    request: Request,
    response: Response,
    db: Transaction,
    manager: Manager,
    if_match: IfMatch = None,
) -> SupplierOut:
    draft = body.draft((await shop_of(request, db)).currency)
    supplier = await change_supplier(
        db, supplier_id, draft, if_match=if_match, actor=manager.id
    )
    response.headers["ETag"] = etag(supplier.version)
    (answer,) = await _answers(db, [supplier])
    return answer


@router.delete("/{supplier_id}", status_code=204, name="archive_supplier")
async def delete_supplier(supplier_id: Id, db: Transaction, manager: Manager) -> None:
    """Archive a supplier from whom nothing is expected any more."""
    await archive_supplier(db, supplier_id, actor=manager.id)


@router.get("/{supplier_id}/products")
async def list_terms(
    supplier_id: Id,
    db: ReadSession,
    _manager: Manager,
    paging: Paging,
    q: Annotated[str, Query(max_length=100, pattern=PRINTABLE)] = "",
    product_id: Annotated[list[Id] | None, Query(max_length=100)] = None,
) -> list[TermsOut]:
    """What a supplier sells, and at which terms; all of it, or what ``q`` finds in names
    and codes, or these products."""
    await queries.get_supplier(db, supplier_id)
    terms_filter = TermsFilter(supplier_id, words=q, product_ids=product_id)
    rows = await paging.rows(
        of_page=partial(queries.list_terms, db, terms_filter),
        after=partial(queries.list_terms_after, db, terms_filter),
        count=partial(queries.count_terms, db, terms_filter),
    )
    return [TermsOut.of(row) for row in rows]


@router.put("/{supplier_id}/products", name="set_terms")
async def put_terms(
    supplier_id: Id, body: TermsPut, db: Transaction, manager: Manager
) -> list[TermsOut]:
    """Have these terms; products that are not named keep theirs. The answer is what the
    named ones are sold at now."""
    drafts = [item.draft() for item in body.items]
    rows = await set_terms(db, supplier_id, drafts, actor=manager.id)
    return [TermsOut.of(row) for row in rows]


async def _answers(
    db: AsyncSession, suppliers: Sequence[Supplier]
) -> list[SupplierOut]:
    """With what their deliveries say."""
    ids = [supplier.id for supplier in suppliers]
    seen = await deliveries_by_supplier(db, ids)
    overdue = await overdue_orders(db, ids, business_today())
    return [
        SupplierOut.of(
            each, DeliveriesOut.of(seen.get(each.id), overdue.get(each.id, 0))
        )
        for each in suppliers
    ]
