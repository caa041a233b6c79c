"""Give a product a picture, or another one."""

from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc import audit
from products_svc.errors import ProductNotFound
from products_svc.pictures.queries import version_of_live
from products_svc.pictures.rules import Size
from products_svc.tables import Product, ProductPicture


async def set_picture(
    db: AsyncSession,
    product_id: int,
    version: str,
    rendered: Mapping[Size, bytes],
    *,
    actor: int,
) -> None:
    """The last one stays; the picture that it has already is no act.

    Raises ``ProductNotFound``, also when it is archived.
    """
    await hold_live(db, product_id)
    before = await version_of_live(db, product_id)
    if before == version:
        return
    values = {
        "version": version,
        "small": rendered["small"],
        "large": rendered["large"],
        "updated_at": func.clock_timestamp(),
    }
    await db.execute(
        insert(ProductPicture)
        .values(product_id=product_id, **values)
        .on_conflict_do_update(index_elements=[ProductPicture.product_id], set_=values)
    )
    await audit.record(
        db,
        "product.picture_set",
        f"product/{product_id}",
        actor=actor,
    )


async def hold_live(db: AsyncSession, product_id: int) -> None:
    """Who changes its picture goes after who changes it now; sales do not wait."""
    held = (
        select(Product.id)
        .where(Product.id == product_id, Product.archived_at.is_(None))
        .with_for_update(key_share=True)
    )
    if await db.scalar(held) is None:
        raise ProductNotFound(product_id)
