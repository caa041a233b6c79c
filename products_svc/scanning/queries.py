"""Reads the product that a scan is about."""

from sqlalchemy import case, select
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc.catalogue.items import CatalogueItem
from products_svc.catalogue.queries import find_product
from products_svc.errors import BarcodeNotFound
from products_svc.scanning.rules import Scan
from products_svc.tables import Barcode, Product


async def scanned_product(db: AsyncSession, scan: Scan, code: str) -> CatalogueItem:
    """The live product with this code; of a label of the scales else the one whose sku is
    the item's number, with or without zeros in front. Raises ``BarcodeNotFound``."""
    labelled = (
        select(Barcode.product_id)
        .where(Barcode.gtin.in_(scan.gtins), Barcode.live)
        .limit(1)
    )
    product = await find_product(db, labelled)
    if product is None and scan.item is not None:
        skus = [scan.item, scan.item.lstrip("0") or "0"]
        exact = case((Product.sku == scan.item, 0), else_=1)
        numbered = (
            select(Product.id)
            .where(Product.sku.in_(skus), Product.archived_at.is_(None))
            .order_by(exact)
            .limit(1)
        )
        product = await find_product(db, numbered)
    if product is None:
        raise BarcodeNotFound(code)
    return product
