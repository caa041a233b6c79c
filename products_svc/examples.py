"""What the pages of the API show: what each group is about, and for every body one that
can be sent as it stands."""

from typing import Any

TAGS = {
    "products": "The catalogue: products, variants, bundles, barcodes and prices",
    "stock": "What is where and what moved it, at any moment; adjustments",
    "counts": "Sheets on which stock is counted, and what posting them changes",
    "lots": "Stock by lot and expiry date",
    "transfers": "Stock on its way from one location to another",
    "locations": "Shops and stores",
    "suppliers": "Who delivers what, at which price, in how many days",
    "purchase orders": "From the draft to the delivery, and the papers of an order",
    "supplier returns": "What goes back to a supplier",
}

_WIDGET = {
    "sku": "WGT-1",
    "name": "Widget",
    "price": 19.99,
    "category": "Hardware",
    "unit": "piece",
    "barcodes": ["4006381333931"],
    "tax_rate": 20,
}
_SUPPLIER = {
    "name": "Mill and Sons",
    "email": "orders@example.com",
    "country": "FR",
    "order_days": [1, 4],
    "lead_time_days": 3,
    "minimum_order_value": 100,
    "closed": [{"from": "2030-08-05", "to": "2030-08-18"}],
}
_LOCATION = {"name": "Store room", "address": "2 Market Square", "transfer_days": 1}
_REASON = {"reason": "Ordered twice"}

EXAMPLES: dict[str, Any] = {
    "create_product": {**_WIDGET, "stock": 100},
    "update_product": _WIDGET,
    "ensure_products": {
        "items": [{"sku": "WGT-2", "name": "Small widget", "price": 4.5}],
        "on_existing": "keep",
    },
    "undo_imported_products": {"product_ids": [1, 2]},
    "import_products": "sku,name,price,stock\nWGT-3,Large widget,29.90,12\n",
    "create_variants": {"options": {"Size": ["S", "M"]}, "dry_run": True},
    "adjust_stock": {
        "product_id": 1,
        "delta": -2,
        "reason": "damage",
        "note": "Fell off the shelf",
    },
    "create_location": _LOCATION,
    "update_location": _LOCATION,
    "create_supplier": _SUPPLIER,
    "update_supplier": _SUPPLIER,
    "import_suppliers": "name,email,lead_time_days\nMill and Sons,orders@example.com,3\n",
    "import_terms": "supplier,sku,unit_cost\nMill and Sons,WGT-1,8.40\n",
    "set_terms": {
        "items": [
            {
                "product_id": 1,
                "sku": "M-4711",
                "unit_cost": 8.4,
                "price_breaks": [{"from_quantity": 100, "unit_cost": 7.9}],
                "order_multiple": 10,
            }
        ]
    },
    "create_purchase_order": {
        "supplier_id": 1,
        "lines": [{"product_id": 1, "quantity": 50, "unit_cost": 8.4}],
    },
    "amend_purchase_order": {
        "reference": "Spring",
        "lines": [{"product_id": 1, "quantity": 60, "unit_cost": 8.4}],
    },
    "close_purchase_order": {"reason": "The rest will not come"},
    "cancel_purchase_order": _REASON,
    "receive_purchase_order": {
        "lines": [{"line_id": 1, "quantity": 50}],
        "delivery_note": "DN-1001",
    },
    "send_purchase_order": {
        "to": "orders@example.com",
        "language": "en",
        "attach": ["pdf"],
    },
    "create_count": {"filter": {"category": "Hardware"}, "blind": True},
    "enter_count_lines": {"lines": [{"product_id": 1, "units": 97}]},
    "post_count": {"confirm_all": True},
    "cancel_count": {"reason": "Begun at the wrong location"},
    "create_transfer": {
        "from_location_id": 1,
        "to_location_id": 2,
        "lines": [{"product_id": 1, "quantity": 5}],
    },
    "ship_transfer": {"expected_on": "2030-03-02"},
    "receive_transfer": {"lines": [{"line_id": 1, "quantity": 5}]},
    "cancel_transfer": _REASON,
    "write_off_lot": {"quantity": 3, "reason": "expiry"},
    "create_supplier_return": {
        "supplier_id": 1,
        "reason": "damaged",
        "lines": [{"product_id": 1, "quantity": 2}],
    },
}
