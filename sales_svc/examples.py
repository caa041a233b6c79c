"""What the pages of the API show: what each group is about, and for every body one that
can be sent as it stands."""

from typing import Any

TAGS = {
    "sales": "The till and the history of sales: single sales, baskets, returns, voids,"
    " sums and margins",
    "live": "What happens, told to every open page as it happens",
}

_SOLD_AT = "2026-01-05T10:30:00Z"
_VOID = {"reason": "Rung up twice"}

EXAMPLES: dict[str, Any] = {
    "record_sale": {"product_id": 1, "quantity": 2, "sold_at": _SOLD_AT},
    "record_order": {
        "sold_at": _SOLD_AT,
        "lines": [
            {"product_id": 1, "quantity": 2, "discount": {"percent": 10}},
            {"product_id": 2, "quantity": 1, "price": 4.5},
        ],
    },
    "void_sale": _VOID,
    "void_order": _VOID,
    "return_sale": {"quantity": 1, "condition": "resaleable", "reason": "Wrong size"},
    "compare_rows": {
        "rows": [{"row_key": "till/1", "quantity": 2, "sold_at": _SOLD_AT}]
    },
    "sum_weekdays": {"product_ids": [1, 2]},
    "list_products_sold": {"product_ids": [1, 2], "without_imports": [5]},
    "known_sales": {"sales": [{"id": 1, "created_at": _SOLD_AT}]},
}
