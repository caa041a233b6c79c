"""What happens around every request, as plain ASGI."""

import time

import structlog
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared import context
from shared.problems import problem, unexpected

log = structlog.get_logger(__name__)

METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
SLOW_S = 1.0


class RequestEdge:
    """Request id, security headers, one log line, and a 500 that is a problem.

    Unknown methods are refused before metrics see them: each would become a
    label of its own.
    """

    def __init__(self, app: ASGIApp, *, log_requests: bool) -> None:
        self._app = app
        self._log_requests = log_requests

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        offered = next((v for k, v in scope["headers"] if k == b"x-request-id"), b"")
        request_id = context.begin(offered.decode("latin-1"))
        started = time.perf_counter()
        status = 0

        async def send_with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers[context.REQUEST_ID_HEADER] = request_id
                headers["X-Content-Type-Options"] = "nosniff"
                headers.setdefault("Cache-Control", "no-store")
            await send(message)

        try:
            if scope["method"] not in METHODS:
                refuse = problem(
                    Request(scope),
                    405,
                    "method_not_allowed",
                    "This method is not known.",
                )
                await refuse(scope, receive, send_with_headers)
            else:
                await self._app(scope, receive, send_with_headers)
        except Exception as error:
            if status:
                # The answer has begun: cutting the connection is the only way
                # left to say that it is not whole.
                raise
            answer = await unexpected(Request(scope), error)
            await answer(scope, receive, send_with_headers)
        finally:
            self._record(scope, status, time.perf_counter() - started)

    def _record(self, scope: Scope, status: int, seconds: float) -> None:
        if self._log_requests or status >= 500 or seconds > SLOW_S:
            log.info(
                "request",
                method=scope["method"],
                path=scope["path"],
                status=status,
                ms=round(seconds * 1000, 1),
            )
