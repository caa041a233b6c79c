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
]
