"""Take a product out of the catalogue; its sales, ledger and series stay."""

from sqlalchemy import func, update
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc import audit
from products_svc.errors import ProductNotFound
from products_svc.tables import Barcode, Product
from shared.contracts.products import ProductDeleted
from shared.kafka import outbox


async def archive_product(db: AsyncSession, product_id: int, *, actor: int) -> None:
    """``ProductNotFound`` also when it is archived already."""
    now = func.clock_timestamp()
    archived = await db.execute(
        update(Product)
        .where(Product.id == product_id, Product.archived_at.is_(None))
        .values(archived_at=now, updated_at=now, version=Product.version + 1)
        .returning(Product.version, Product.updated_at)
    )
    row = archived.one_or_none()
    if row is None:
        raise ProductNotFound(product_id)
    # Another product may have its codes now.
    await db.execute(
        update(Barcode).where(Barcode.product_id == product_id).values(live=False)
    )
    await outbox.put(
        db,
        ProductDeleted(product_id=product_id, version=row.version, ts=row.updated_at),
    )
    await audit.record(
        db,
        "product.archived",
        f"product/{product_id}",
        actor=actor,
        version=row.version,
    )
