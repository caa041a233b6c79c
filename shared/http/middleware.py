"""What happens around every request, as plain ASGI."""

import time

import structlog
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared import context
from shared.http.problems import unexpected

log = structlog.get_logger(__name__)

METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
SLOW_S = 1.0


class RequestMiddleware:
    """Request id, security headers, one log line, and a 500 that is a problem.

    A method that nobody knows loses its name: in the metrics each would become
    a label of its own.
    """

    def __init__(self, app: ASGIApp, *, log_requests: bool) -> None:
        self._app = app
        self._log_requests = log_requests

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["method"] not in METHODS:
            scope["method"] = "UNKNOWN"
        offered = next((v for k, v in scope["headers"] if k == b"x-request-id"), b"")
        address = (scope.get("client") or ("",))[0]
        request_id = context.start_request(offered.decode("latin-1"), address=address)
        answer = _Answer(request_id, send)
        started = time.perf_counter()
        try:
            await self._app(scope, receive, answer.send)
        except Exception as error:
            if answer.status:
                # The answer has begun: cutting the connection is the only way
                # left to say that it is not whole.
                raise
            await (await unexpected(Request(scope), error))(scope, receive, answer.send)
        finally:
            self._record(scope, answer.status, time.perf_counter() - started)

    def _record(self, scope: Scope, status: int, seconds: float) -> None:
        odd = status in {401, 403} or status >= 500 or seconds > SLOW_S
        if self._log_requests or odd:
            log.info(
                "request",
                caller=scope.get("state", {}).get("caller"),
                method=scope["method"],
                path=scope["path"],
                status=status,
                ms=round(seconds * 1000, 1),
            )


class _Answer:
    """The way out: adds the headers that every answer carries."""

    def __init__(self, request_id: str, send: Send) -> None:
        self._request_id = request_id
        self._send = send
        self.status = 0

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            headers[context.REQUEST_ID_HEADER] = self._request_id
            headers["X-Content-Type-Options"] = "nosniff"
            headers.setdefault("Cache-Control", "no-store")
        await self._send(message)
