"""Bring an archived product back into the catalogue."""

from sqlalchemy import delete, exc, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from products_svc import audit
from products_svc.catalogue.facts import state_of
from products_svc.catalogue.items import CatalogueItem
from products_svc.catalogue.queries import get_product
from products_svc.errors import SkuTaken
from products_svc.tables import Barcode, Product
from shared.contracts.products import ProductUpdated
from shared.db.failures import sqlstate
from shared.kafka import outbox


async def restore_product(
    db: AsyncSession, product_id: int, *, actor: int
) -> CatalogueItem:
    """The product afterwards, with those of its codes that no other has by now; one that
    is not archived stays as it is.

    Raises ``ProductNotFound`` and ``SkuTaken``.
    """
    before = await get_product(db, product_id)
    if not await _unarchive(db, before):
        return await get_product(db, product_id)
    await _revive_codes(db, product_id)
    after = await get_product(db, product_id)
    # Copies take the highest version: this one is after that of the archival.
    await outbox.put(db, state_of(after, ProductUpdated))
    await audit.record(
        db,
        "product.restored",
        f"product/{product_id}",
        actor=actor,
        version=after.version,
    )
    return after


async def _unarchive(db: AsyncSession, product: CatalogueItem) -> bool:
    """Whether it was archived until now."""
    try:
        restored = await db.scalar(
            update(Product)
            .where(Product.id == product.id, Product.archived_at.is_not(None))
            .values(
                archived_at=None,
                updated_at=func.clock_timestamp(),
                version=Product.version + 1,
            )
            .returning(Product.id)
        )
    except exc.IntegrityError as error:
        # Of live products the sku is the only unique field.
        if sqlstate(error) == "23505":
            raise SkuTaken(product.sku) from error
        raise
    return restored is not None


async def _revive_codes(db: AsyncSession, product_id: int) -> None:
    own = Barcode.product_id == product_id
    other = aliased(Barcode)
    same = (other.gtin == Barcode.gtin, other.live)
    taken = select(other.gtin).where(*same).correlate(Barcode).exists()
    await db.execute(delete(Barcode).where(own, taken))
    await db.execute(update(Barcode).where(own).values(live=True))
