"""Reads of pictures."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc.errors import ProductNotFound
from products_svc.pictures.errors import PictureNotFound
from products_svc.pictures.rules import Size
from products_svc.tables import Product, ProductPicture


async def version_of_live(db: AsyncSession, product_id: int) -> str | None:
    """Of the picture of a product that is not archived; raises ``ProductNotFound``."""
    row = (
        await db.execute(
            select(ProductPicture.version)
            .select_from(Product)
            .outerjoin(ProductPicture, ProductPicture.product_id == Product.id)
            .where(Product.id == product_id, Product.archived_at.is_(None))
        )
    ).one_or_none()
    if row is None:
        raise ProductNotFound(product_id)
    version: str | None = row.version
    return version


async def current_version(db: AsyncSession, product_id: int) -> str:
    """Of a product's picture, an archived one's too; raises ``PictureNotFound``."""
    version = await db.scalar(
        select(ProductPicture.version).where(ProductPicture.product_id == product_id)
    )
    if version is None:
        raise PictureNotFound(product_id)
    return version


async def get_picture(
    db: AsyncSession, product_id: int, size: Size
) -> tuple[str, bytes]:
    """Its version and its bytes; raises ``PictureNotFound``."""
    column = ProductPicture.small if size == "small" else ProductPicture.large
    row = (
        await db.execute(
            select(ProductPicture.version, column).where(
                ProductPicture.product_id == product_id
            )
        )
    ).one_or_none()
    if row is None:
        raise PictureNotFound(product_id)
    version, content = row
    return version, content
