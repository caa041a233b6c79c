"""The rows of this service. Stock and its ledger are written by SQL functions only."""

from products_svc.tables.base import UNIT_COST, Base, IdempotencyKey
from products_svc.tables.goods import (
    Barcode,
    BundleComponent,
    Location,
    Product,
    ProductPrice,
    Stock,
    StockMovement,
    ToCount,
)
from products_svc.tables.purchasing import (
    AWAITED,
    OPEN_STATUSES,
    PurchaseOrder,
    PurchaseOrderLine,
    PurchaseReceipt,
    PurchaseReceiptLine,
    Supplier,
    SupplierDeliveries,
    SupplyTerms,
    ToLearn,
)

__all__ = [
    "AWAITED",
    "OPEN_STATUSES",
    "UNIT_COST",
    "Barcode",
    "Base",
    "BundleComponent",
    "IdempotencyKey",
    "Location",
    "Product",
    "ProductPrice",
    "PurchaseOrder",
    "PurchaseOrderLine",
    "PurchaseReceipt",
    "PurchaseReceiptLine",
    "Stock",
    "StockMovement",
    "Supplier",
    "SupplierDeliveries",
    "SupplyTerms",
    "ToCount",
    "ToLearn",
]
