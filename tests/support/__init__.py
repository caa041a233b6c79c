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
from tests.support.shop import shop_changed

__all__ = [
    "SECRET",
    "access_token",
    "bearer",
    "client_for",
    "eventually",
    "outbox_rows",
    "running",
    "served",
    "service_bearer",
    "shop_changed",
]
