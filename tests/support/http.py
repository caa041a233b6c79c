"""Clients and tokens for tests."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar
from uuid import uuid4

import httpx
import uvicorn
from fastapi import FastAPI
from sqlalchemy import text

from shared.db.database import Database
from shared.http.tokens import ACCESS_AUDIENCE, ISSUER, sign
from tests.support.ports import free_port

SECRET = "a-secret-for-tests-that-is-long-enough"
T = TypeVar("T")


def access_token(
    role: str = "manager", user_id: int = 1, *, service: str = "", **changes: Any
) -> str:
    """A signed access token; ``changes`` override or, with None, drop claims."""
    now = int(time.time())
    claims: dict[str, Any] = {
        "sub": f"service:{service}" if service else str(user_id),
        "role": role,
        "type": "access",
        "iss": ISSUER,
        "aud": ACCESS_AUDIENCE,
        "jti": uuid4().hex,
        "iat": now,
        "exp": now + 600,
    }
    merged = {k: v for k, v in (claims | changes).items() if v is not None}
    return sign(merged, key=SECRET, algorithm="HS256")


def bearer(role: str = "manager", user_id: int = 1, **changes: Any) -> dict[str, str]:
    return {"Authorization": f"Bearer {access_token(role, user_id, **changes)}"}


def service_bearer(name: str) -> dict[str, str]:
    """What etl_svc and forecast_svc send to their peers."""
    return bearer("service", service=name)


@asynccontextmanager
async def client_for(
    app: FastAPI, role: str | None = "manager", user_id: int = 1
) -> AsyncIterator[httpx.AsyncClient]:
    """HTTP straight into the application; its lifespan is not entered."""
    headers = bearer(role, user_id) if role else {}
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://test", headers=headers
    ) as client:
        yield client


@asynccontextmanager
async def served(app: FastAPI) -> AsyncIterator[int]:
    """The application behind a port of 127.0.0.1; its lifespan is not entered."""
    port = free_port()
    config = uvicorn.Config(app, port=port, log_level="warning", lifespan="off")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve())

    async def is_up() -> bool:
        return server.started

    await eventually(is_up)
    try:
        yield port
    finally:
        server.should_exit = True
        await serving


@asynccontextmanager
async def running(app: FastAPI) -> AsyncIterator[FastAPI]:
    """The application with its relay, consumers and background tasks."""
    async with app.router.lifespan_context(app):
        yield app


async def eventually(
    probe: Callable[[], Awaitable[T]],
    *,
    until: Callable[[T], bool] = bool,
    within: float = 20,
) -> T:
    """Ask again until the answer satisfies; fails with the last answer."""
    deadline = time.monotonic() + within
    while True:
        answer = await probe()
        if until(answer):
            return answer
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {within} s; last answer: {answer!r}")
        await asyncio.sleep(0.05)


async def outbox_rows(database: Database) -> list[dict[str, Any]]:
    """What waits for the relay, oldest first: topic, lane and payload."""
    async with database.read() as db:
        rows = await db.execute(
            text("SELECT topic, lane, payload FROM outbox ORDER BY id")
        )
        return [dict(row) for row in rows.mappings()]
