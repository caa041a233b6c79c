"""The rows of this service. Stock and its ledger are written by SQL functions only."""

from products_svc.tables.base import UNIT_COST, Base, IdempotencyKey
from products_svc.tables.counting import (
    StockCount,
    StockCountEntry,
    StockCountLine,
)
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
from products_svc.tables.lots import Lot, LotMovement
from products_svc.tables.pictures import ProductPicture
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
from products_svc.tables.supplier_returns import SupplierReturn, SupplierReturnLine
from products_svc.tables.transfers import (
    IN_TRANSIT,
    Transfer,
    TransferLine,
    TransferReceipt,
    TransferReceiptLine,
)

__all__ = [
    "AWAITED",
    "IN_TRANSIT",
    "OPEN_STATUSES",
    "UNIT_COST",
    "Barcode",
    "Base",
    "BundleComponent",
    "IdempotencyKey",
    "Location",
    "Lot",
    "LotMovement",
    "Product",
    "ProductPicture",
    "ProductPrice",
    "PurchaseOrder",
    "PurchaseOrderLine",
    "PurchaseReceipt",
    "PurchaseReceiptLine",
    "Stock",
    "StockCount",
    "StockCountEntry",
    "StockCountLine",
    "StockMovement",
    "Supplier",
    "SupplierDeliveries",
    "SupplierReturn",
    "SupplierReturnLine",
    "SupplyTerms",
    "ToCount",
    "ToLearn",
    "Transfer",
    "TransferLine",
    "TransferReceipt",
    "TransferReceiptLine",
]
