"""What the pages of the API show: what each group is about, and for every body one that
can be sent as it stands."""

from typing import Any

TAGS = {
    "forecast": "What will be sold, between which bounds, and how good such forecasts were",
    "planning": "What is known better than the past tells: promotions, closures, planned"
    " figures, days that were no usual ones",
    "replenishment": "What to order, when and why; targets, and what they would have cost",
    "alerts": "What somebody should look at",
}

_SERVICE_LEVEL = {"service_level": 0.95}

EXAMPLES: dict[str, Any] = {
    "start_refit": {"product_ids": [1]},
    "create_override": {
        "product_id": 1,
        "first_day": "2030-03-04",
        "last_day": "2030-03-10",
        "percentage": 20,
        "note": "A fair in town",
    },
    "create_correction": {
        "product_id": 1,
        "day": "2026-01-05",
        "kind": "bulk_order",
        "note": "One customer's order",
    },
    "create_event": {
        "kind": "promotion",
        "name": "Spring sale",
        "first_day": "2030-03-04",
        "last_day": "2030-03-10",
        "product_id": 1,
        "discount_percent": 15,
    },
    "update_event": {
        "kind": "promotion",
        "name": "Spring sale",
        "first_day": "2030-03-04",
        "last_day": "2030-03-12",
        "product_id": 1,
        "lift": 1.5,
    },
    "put_target": {"product_id": 1, "target": _SERVICE_LEVEL},
    "put_snooze": {"until": "2030-03-04", "reason": "A new model comes in spring"},
    "create_advice_orders": {"lines": [{"product_id": 1, "quantity": 50}]},
    "what_if": {"items": [{"product_id": 1, "on_hand": 12, "quantity": 50}]},
    "start_replay": {"days": 90, "products": [1], "rule": "advice"},
    "put_alert": {"state": "seen"},
    "put_alert_settings": {
        "off": ["dead_stock"],
        "run_out_chance": 0.2,
        "mail_to": ["sam@example.com"],
        "mail_at": "07:30",
    },
}
