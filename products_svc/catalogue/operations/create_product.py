"""Add a product to the catalogue."""

from dataclasses import asdict

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc import audit
from products_svc.catalogue.facts import state_of
from products_svc.catalogue.items import CatalogueItem
from products_svc.catalogue.operations.check_floors import checked_floors
from products_svc.catalogue.operations.set_barcodes import add_barcodes
from products_svc.catalogue.operations.set_components import hold_parent, set_components
from products_svc.catalogue.queries import get_product
from products_svc.catalogue.rules import ProductDraft
from products_svc.errors import QuantityPrecision, SkuTaken
from products_svc.stock.operations.open_stock import open_stock
from products_svc.suppliers.operations.prefer_supplier import prefer_supplier
from products_svc.suppliers.queries import lock_supplier
from products_svc.tables import Product
from shared.contracts.products import ProductCreated
from shared.kafka import outbox


async def create_product(
    db: AsyncSession, draft: ProductDraft, *, actor: int
) -> CatalogueItem:
    """The new product; ``SkuTaken`` when a live product has that sku, ``BarcodeTaken``
    when it has one of the barcodes, ``QuantityPrecision``
    when its stock has more decimals than it allows; and what ``set_components``,
    ``hold_parent`` and ``prefer_supplier`` raise."""
    if not draft.stock_fits:
        raise QuantityPrecision(decimal_places=draft.quantity_decimals, field="stock")
    if draft.supplier_id is not None:
        await lock_supplier(db, draft.supplier_id, read=True)
    await hold_parent(db, draft.parent_id)
    product_id = await db.scalar(
        insert(Product)
        .values(
            sku=draft.sku,
            name=draft.name,
            price=draft.price,
            category=draft.category,
            unit=draft.unit,
            quantity_decimals=draft.quantity_decimals,
            kind=draft.kind,
            parent_id=draft.parent_id,
            options=draft.options,
            tax_rate=draft.tax_rate,
            shelf_life_days=draft.shelf_life_days,
            min_stock=await checked_floors(
                db, draft.min_stock, draft.quantity_decimals
            ),
        )
        .on_conflict_do_nothing(
            index_elements=[Product.sku], index_where=Product.archived_at.is_(None)
        )
        .returning(Product.id)
    )
    if product_id is None:
        raise SkuTaken(draft.sku)
    await add_barcodes(db, {product_id: draft.barcodes})
    if draft.kind == "product":
        await open_stock(db, {product_id: draft.stock}, actor=actor)
    else:
        await set_components(db, product_id, draft.components)
    if draft.supplier_id is not None:
        await prefer_supplier(
            db, product_id, draft.supplier_id, draft.unit_cost, actor=actor
        )
    item = await get_product(db, product_id)
    await outbox.put(db, state_of(item, ProductCreated))
    await audit.record(
        db,
        "product.created",
        f"product/{item.id}",
        actor=actor,
        version=item.version,
        changes=audit.differences({}, asdict(draft)),
    )
    return item
