"""Fixtures and helpers on real parts: PostgreSQL and a broker of the run's own."""

from tests.support.http import (
    SECRET,
    access_token,
    bearer,
    client_for,
    eventually,
    outbox_rows,
    running,
    served,
    service_bearer,
)
from tests.support.kafka import empty_topic
from tests.support.shop import move_shop, shop_changed

__all__ = [
    "SECRET",
    "access_token",
    "bearer",
    "client_for",
    "empty_topic",
    "eventually",
    "move_shop",
    "outbox_rows",
    "running",
    "served",
    "service_bearer",
    "shop_changed",
]
