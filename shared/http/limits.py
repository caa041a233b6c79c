"""What one request may bring: its size by kind of route, and how long it may pause.

The table below is the only one: ``ops/tests/test_limits.py`` compares every route of
every service with it.
"""

import asyncio
import re
from collections.abc import Mapping

import structlog
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.http.problems import problem

log = structlog.get_logger(__name__)

KIB = 1 << 10
MIB = 1 << 20

COUNTED_BY_THE_ROUTE = 1 << 62
"""The route reads its body piece by piece, against a setting of its own."""

BODY_LIMITS: Mapping[str, int] = {
    "/": 256 * KIB,
    "/api/auth": 16 * KIB,
    "/api/products/bulk": MIB,
    "/api/products/import": 2 * MIB,
    "/api/products/{id}/picture": 5 * MIB,
    "/api/purchase-orders": MIB,
    "/api/stock/counts": MIB,
    "/api/suppliers": MIB,
    "/api/suppliers/import": 2 * MIB,
    "/api/suppliers/terms/import": 2 * MIB,
    "/api/forecast/replenishment/what-if": 2 * MIB,
    "/api/sales/imports/compare": MIB,
    "/api/etl/uploads": COUNTED_BY_THE_ROUTE,
}
"""Bytes of a body for a path and all below it; the longest path that fits counts. ``{id}``
is any number."""
_NUMBER = re.compile(r"/[0-9]+(?=/)")

MAX_ADDRESS_BYTES = 64 * KIB
"""Of path and query together; a hundred skus of 64 letters fit."""
MAX_PARAMETERS = 1_000

BODY_PAUSE_S = 30.0
"""How long the next piece of a body may take."""
READER_PAUSE_S = 30.0
"""How long a client may leave the next piece of a long answer unread."""


def body_limit(path: str) -> int:
    """How many bytes a body sent to this path may have."""
    path = _NUMBER.sub("/{id}", path)
    while path not in BODY_LIMITS:
        path = path.rpartition("/")[0] or "/"
    return BODY_LIMITS[path]


class RequestLimits:
    """Refuses at once what is too large as announced, otherwise once it proves to be.

    Nothing of a body beyond its limit is kept.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = body_limit(scope["path"])
        request = Request(scope)
        if _address_too_long(scope):
            detail = "The address is longer than allowed, or has too many parameters."
            answer = problem(request, 414, "address_too_long", detail)
            await answer(scope, receive, send)
        elif _announced(request) > limit:
            answer = problem(
                request, 413, "too_large", _too_large(limit), params={"limit": limit}
            )
            await answer(scope, receive, send)
        else:
            exchange = _Exchange(scope["path"], limit, receive, send)
            try:
                await self._app(scope, exchange.receive, exchange.send)
            except Exception:
                # The server cuts off an answer that was given up.
                if not exchange.given_up:
                    raise


class _Exchange:
    """One request's body on its way in, and its answer on its way out."""

    def __init__(self, path: str, limit: int, receive: Receive, send: Send) -> None:
        self._path = path
        self._limit = limit
        self._receive = receive
        self._send = send
        self._size = 0
        self._body_ended = False
        self._answered = False
        self.given_up = False

    async def receive(self) -> Message:
        if self._body_ended:
            return await self._receive()
        try:
            async with asyncio.timeout(BODY_PAUSE_S):
                message = await self._receive()
        except TimeoutError:
            return self._end_of_body(
                408, "The rest of the body did not come.", {"Connection": "close"}
            )
        self._size += len(message.get("body", b""))
        self._body_ended = not message.get("more_body", False)
        if self._size > self._limit:
            return self._end_of_body(413, _too_large(self._limit))
        return message

    def _end_of_body(
        self, status: int, detail: str, headers: dict[str, str] | None = None
    ) -> Message:
        self._body_ended = True
        if self._answered:
            # Too late to say it: whoever still listens is told that nobody is there.
            return {"type": "http.disconnect"}
        raise HTTPException(status, detail, headers)

    async def send(self, message: Message) -> None:
        self._answered = True
        if not message.get("more_body", False):
            await self._send(message)
            return
        try:
            async with asyncio.timeout(READER_PAUSE_S):
                await self._send(message)
        except TimeoutError:
            self.given_up = True
            log.info("reader_stalled", path=self._path)
            raise


def _announced(request: Request) -> int:
    length = request.headers.get("content-length", "")
    # The server has refused what is no number.
    return int(length) if length.isdecimal() else 0


def _address_too_long(scope: Scope) -> bool:
    query: bytes = scope["query_string"]
    size = len(scope["path"]) + len(query)
    return size > MAX_ADDRESS_BYTES or query.count(b"&") >= MAX_PARAMETERS


def _too_large(limit: int) -> str:
    return f"The body is larger than the {limit} bytes allowed here."
