"""Take a product's picture away."""

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc import audit
from products_svc.pictures.operations.set_picture import hold_live
from products_svc.tables import ProductPicture


async def remove_picture(db: AsyncSession, product_id: int, *, actor: int) -> None:
    """A product without one stays as it is.

    Raises ``ProductNotFound``, also when it is archived.
    """
    await hold_live(db, product_id)
    version = await db.scalar(
        delete(ProductPicture)
        .where(ProductPicture.product_id == product_id)
        .returning(ProductPicture.version)
    )
    if version is None:
        return
    await audit.record(
        db,
        "product.picture_removed",
        f"product/{product_id}",
        actor=actor,
    )
