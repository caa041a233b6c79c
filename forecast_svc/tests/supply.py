"""Facts about buying and places for tests; a test names only what matters to it."""

from datetime import UTC, datetime, timedelta
from typing import Any

from forecast_svc.tests.factories import TODAY
from shared.contracts.locations import LocationChanged
from shared.contracts.lots import LotChanged
from shared.contracts.purchasing import PurchaseChanged, SupplierChanged, SupplyTerms
from shared.contracts.transfers import TransferChanged

IN_A_WEEK = TODAY + timedelta(days=7)


def _now() -> dict[str, Any]:
    return {"version": 1, "ts": datetime.now(UTC)}


def location(**changes: Any) -> LocationChanged:
    usual = {"location_id": 1, "name": "Shop", "archived": False, "transfer_days": 1}
    return LocationChanged(**_now() | usual | changes)


def supplier(**changes: Any) -> SupplierChanged:
    usual: dict[str, Any] = {
        "supplier_id": 1,
        "name": "Teas of Lyon",
        "order_days": [1, 4],
        "review_days": 7,
        "closed": [{"from": "2026-08-01", "to": "2026-08-15"}],
        "minimum_order_value": "150.00",
        "currency": "EUR",
        "rate": 1,
        "lead_time_days": 5,
        "archived": False,
    }
    return SupplierChanged(**_now() | usual | changes)


def terms(**changes: Any) -> SupplyTerms:
    usual: dict[str, Any] = {
        "product_id": 1,
        "supplier_id": 1,
        "unit_cost": "1.234567",
        "price_breaks": [{"from_quantity": 48, "unit_cost": "1.1"}],
        "order_multiple": 6,
        "minimum_quantity": 12,
        "preferred": True,
        "removed": False,
    }
    return SupplyTerms(**_now() | usual | changes)


def purchase(**changes: Any) -> PurchaseChanged:
    usual: dict[str, Any] = {
        "purchase_order_id": 3,
        "line_id": 5,
        "product_id": 1,
        "location_id": 1,
        "supplier_id": 1,
        "status": "placed",
        "quantity": 24,
        "open": 24,
        "expected_on": IN_A_WEEK,
    }
    return PurchaseChanged(**_now() | usual | changes)


def transfer(**changes: Any) -> TransferChanged:
    usual: dict[str, Any] = {
        "transfer_id": 8,
        "line_id": 9,
        "product_id": 1,
        "from_location_id": 2,
        "to_location_id": 1,
        "open": 4,
        "expected_on": IN_A_WEEK,
    }
    return TransferChanged(**_now() | usual | changes)


def lot(**changes: Any) -> LotChanged:
    usual: dict[str, Any] = {
        "lot_id": 2,
        "product_id": 1,
        "location_id": 1,
        "code": "L1",
        "on_hand": 10,
        "expires_on": IN_A_WEEK,
    }
    return LotChanged(**_now() | usual | changes)
