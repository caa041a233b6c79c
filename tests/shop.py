"""A shop keeper's view of the running stack: what people do, over HTTP."""

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

import asyncpg
import httpx

from ops.local.stack import Stack
from shared.settings import normalise_url, plain_dsn

T = TypeVar("T")

ADMIN = {
    "name": "Admin",
    "email": "admin@example.com",
    "password": "admin123",
    "role": "admin",
}

RENEW_AFTER_S = 10 * 60
"""An access token is good for a quarter of an hour."""


def now_without_zone() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S")


class Shop:
    """Signed in as the first admin; tokens are renewed when they run out."""

    def __init__(self, stack: Stack, account: Mapping[str, str] = ADMIN) -> None:
        self.stack = stack
        self.account = {name: account[name] for name in ("email", "password")}
        self.http = httpx.Client(timeout=30, event_hooks={"request": [self._renew]})
        self.signed_in_at = time.monotonic()
        registered = self.http.post(
            self.url("auth", "/api/auth/register"), json=dict(account)
        )
        assert registered.status_code in {201, 403}, registered.text
        self.sign_in()

    def sign_in(self) -> None:
        answer = self.http.post(self.url("auth", "/api/auth/login"), json=self.account)
        assert answer.status_code == 200, answer.text
        self.token = answer.json()["access_token"]
        self.http.headers["Authorization"] = f"Bearer {self.token}"

    def _renew(self, request: httpx.Request) -> None:
        """A test in a browser may take longer than a token is good for."""
        if time.monotonic() - self.signed_in_at < RENEW_AFTER_S:
            return
        former = self.http.headers.get("Authorization")
        # Before it is asked, for asking is a request too.
        self.signed_in_at = time.monotonic()
        self.sign_in()
        if request.headers.get("Authorization") == former:
            request.headers["Authorization"] = f"Bearer {self.token}"

    def url(self, service: str, path: str) -> str:
        return self.stack.ports.url(service) + path

    def add_product(self, sku: str, **changes: Any) -> dict[str, Any]:
        body = {
            "name": sku.title(),
            "sku": sku,
            "price": 4.2,
            "stock": 100_000,
        } | changes
        answer = self.http.post(self.url("products", "/api/products"), json=body)
        assert answer.status_code == 201, answer.text
        product: dict[str, Any] = answer.json()
        return product

    def forecast(self, product_id: int, **query: Any) -> dict[str, Any]:
        answer = self.http.get(
            self.url("forecast", "/api/forecast"),
            params={"product_id": product_id} | query,
        )
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json()
        return body

    def finished_job(self, job_id: int, *, within: float = 120) -> dict[str, Any]:
        def look() -> dict[str, Any]:
            body: dict[str, Any] = self.http.get(
                self.url("etl", f"/api/etl/jobs/{job_id}")
            ).json()
            return body

        return eventually(
            look,
            until=lambda job: job["status"] in {"done", "failed", "cancelled"},
            within=within,
        )

    async def sql(self, query: str, *arguments: Any) -> Any:
        """One value, seen by the superuser across all schemas."""
        url = normalise_url(self.stack.postgres.url("postgres", "previstock"))
        dsn = plain_dsn(url.set(password=self.stack.postgres.password))
        connection = await asyncpg.connect(dsn)
        try:
            return await connection.fetchval(query, *arguments)
        finally:
            await connection.close()


def eventually(
    look: Callable[[], T], *, until: Callable[[T], bool] = bool, within: float = 60
) -> T:
    """Look again until it is so; fails with what was seen last."""
    deadline = time.monotonic() + within
    while True:
        seen = look()
        if until(seen):
            return seen
        assert time.monotonic() < deadline, (
            f"not within {within} s; last seen: {seen!r}"
        )
        time.sleep(0.2)
