"""The rows of this service. Stock and its ledger are written by SQL functions only."""

from products_svc.tables.base import UNIT_COST, Base, IdempotencyKey
from products_svc.tables.counting import (
    StockCount,
    StockCountEntry,
    StockCountLine,
)
from products_svc.tables.goods import Location, Product, Stock, StockMovement, ToCount
from products_svc.tables.lots import Lot, LotMovement
from products_svc.tables.purchasing import (
    OPEN_STATUSES,
    PurchaseOrder,
    PurchaseOrderLine,
    PurchaseReceipt,
    PurchaseReceiptLine,
    Supplier,
    SupplyTerms,
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
    "IN_TRANSIT",
    "OPEN_STATUSES",
    "UNIT_COST",
    "Base",
    "IdempotencyKey",
    "Location",
    "Lot",
    "LotMovement",
    "Product",
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
    "SupplierReturn",
    "SupplierReturnLine",
    "SupplyTerms",
    "ToCount",
    "Transfer",
    "TransferLine",
    "TransferReceipt",
    "TransferReceiptLine",
]
