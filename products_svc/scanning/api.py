"""The route that a scanner's code goes to: parse, one call, answer."""

from typing import Annotated

from fastapi import Query, Request

from products_svc.catalogue.schemas import ProductOut
from products_svc.errors import QuantityPrecision
from products_svc.scanning.errors import CodeUnreadable
from products_svc.scanning.queries import scanned_product
from products_svc.scanning.rules import read_scan, units_for, units_of
from products_svc.scanning.schemas import ScannedCode, ScanOut
from products_svc.shop import shop_of
from shared.db.database import ReadSession
from shared.http.auth import Viewer
from shared.http.service import api_router
from shared.quantities import fits

router = api_router("/api/products/scan", "products")


@router.get("", name="scan")
async def get_scan(
    code: Annotated[ScannedCode, Query(description="As the scanner sends it")],
    request: Request,
    db: ReadSession,
    caller: Viewer,
) -> ScanOut:
    """The product of a barcode, and what the code says besides: quantity or amount, lot,
    expiry. GTINs, GS1 messages and labels of the shop's scales are read."""
    shop = await shop_of(request, db)
    scan = read_scan(code, shop.weight_code_layout)
    if scan is None or not scan.gtins:
        raise CodeUnreadable
    product = await scanned_product(db, scan, code)
    quantity = units_of(scan, product.unit)
    if quantity is not None and not fits(quantity, product.quantity_decimals):
        raise QuantityPrecision(
            decimal_places=product.quantity_decimals,
            field="code",
            product_id=product.id,
        )
    if quantity is None and scan.amount is not None and product.unit != "piece":
        quantity = units_for(scan.amount, product.price, product.quantity_decimals)
    return ScanOut(
        product=ProductOut.model_validate(product.seen_by(caller)),
        quantity=quantity,
        amount=scan.amount,
        lot=scan.lot,
        expires_on=scan.expires_on,
    )
