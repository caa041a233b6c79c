"""The shop, for tests of those who follow it."""

from decimal import Decimal
from typing import Any

from fastapi import FastAPI

from shared.contracts.shop import ShopChanged
from shared.kafka.shop import copy_changed


def shop_changed(version: int = 1, **changes: Any) -> ShopChanged:
    """What auth_svc says of the shop; a test names what matters to it."""
    usual: dict[str, Any] = {
        "name": "Shop",
        "address": "",
        "currency": "EUR",
        "time_zone": "UTC",
        "prices_include_tax": True,
        "default_target": Decimal("0.95"),
        "opening_days": [1, 2, 3, 4, 5, 6, 7],
        "short_stock": "refuse",
        "open_role": "user",
        "version": version,
        "ts": "2026-05-31T12:00:00Z",
    }
    return ShopChanged(**usual | changes)


async def move_shop(app: FastAPI, version: int = 1, **changes: Any) -> None:
    """What the consumer of a service makes of ``shop.changed``."""
    async with app.state.database.transaction() as db:
        await copy_changed(db, [shop_changed(version, **changes)])
