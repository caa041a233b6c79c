"""Every failure leaves as ``application/problem+json`` (RFC 9457)."""

from typing import Any

import asyncpg
import orjson
import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from sqlalchemy import exc
from sqlalchemy.dialects.postgresql.asyncpg import AsyncAdapt_asyncpg_dbapi
from starlette.exceptions import HTTPException
from starlette.responses import Response

from shared.db.failures import is_busy, is_conflict, is_disconnect
from shared.errors import ServiceError

log = structlog.get_logger(__name__)

MEDIA_TYPE = "application/problem+json"


class FieldProblem(BaseModel):
    """What is wrong with one field. ``params`` are what fills the code's sentence, such
    as the ``min_length`` that a text falls short of, so that no client has to find
    figures in an English message."""

    field: str
    code: str
    message: str
    params: dict[str, Any]


class Problem(BaseModel):
    """The body of every error. ``code`` is stable, ``params`` fill its sentence."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    params: dict[str, Any]
    errors: list[FieldProblem]


TITLES = {
    400: "Bad request",
    401: "Not signed in",
    403: "Not allowed",
    404: "Not found",
    405: "Method not allowed",
    408: "Request timeout",
    409: "Conflict",
    412: "Precondition failed",
    413: "Too large",
    414: "Address too long",
    415: "Unsupported media type",
    422: "Invalid input",
    428: "Precondition required",
    429: "Too many requests",
    500: "Internal error",
    503: "Unavailable",
}

_STATUS_CODES = {
    400: "bad_request",
    401: "unauthenticated",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    408: "request_timeout",
    413: "too_large",
    415: "unsupported_media_type",
}

LIMITS = (
    "ge",
    "gt",
    "le",
    "lt",
    "min_length",
    "max_length",
    "decimal_places",
    "line",
    "column",
)
"""What a rule says of itself; the rest of its context holds the request's own words."""

MAX_ERRORS = 20
"""Errors that an answer lists, however many there are."""
MAX_NAME = 100
MAX_SENTENCE = 2_500
"""Characters of a field's name and of any text, whatever a request said."""

RESPONSES: dict[int | str, dict[str, Any]] = {
    "default": {
        "model": Problem,
        "description": "Any failure, as RFC 9457 problem details",
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    },
}


def problem(
    request: Request,
    status: int,
    code: str,
    detail: str,
    *,
    params: dict[str, Any] | None = None,
    errors: list[FieldProblem] | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    body = Problem(
        type=f"urn:previstock:problem:{code}",
        title=TITLES.get(status, "Error"),
        status=status,
        detail=_cut(detail, MAX_SENTENCE),
        instance=_cut(request.url.path, MAX_SENTENCE),
        code=code,
        params=params or {},
        errors=errors or [],
    )
    return Response(
        orjson.dumps(body.model_dump(mode="json")),
        status,
        headers=headers,
        media_type=MEDIA_TYPE,
    )


async def _service_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, ServiceError)  # noqa: S101
    fields = [
        FieldProblem(
            field=part.field, code=part.code, message=part.detail, params=part.params
        )
        for part in error.parts or [error]
        if part.field
    ]
    answer = problem(
        request,
        error.status,
        error.code,
        error.detail,
        params=error.params,
        errors=fields,
        headers=error.headers,
    )
    answer.background = getattr(request.state, "afterwards", None)
    return answer


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    found = error.errors()
    fields = [
        FieldProblem(
            field=_field(e["loc"]),
            code=str(e["type"]),
            message=_cut(str(e["msg"]).removeprefix("Value error, "), MAX_SENTENCE),
            params={k: v for k, v in e.get("ctx", {}).items() if k in LIMITS},
        )
        for e in found[:MAX_ERRORS]
    ]
    return problem(
        request,
        422,
        "invalid",
        _sentence(fields, len(found) - len(fields)),
        params={"total": len(found)},
        errors=fields,
    )


def _sentence(fields: list[FieldProblem], more: int) -> str:
    if fields[0].code == "json_invalid":
        # No field has been read.
        return f"{fields[0].message}."
    named = ", ".join(dict.fromkeys(f.field for f in fields))
    return f"These fields cannot be accepted: {named}{f' and {more} more' if more else ''}."


def _field(location: tuple[int | str, ...]) -> str:
    """``("body", "lines", 2, "price")`` → ``lines.2.price``."""
    parts = (
        location[1:] if location[0] in {"body", "query", "path", "header"} else location
    )
    return _cut(".".join(map(str, parts)) or str(location[0]), MAX_NAME)


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[:length]}…"


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    # FastAPI's, around what reading the body said.
    if isinstance(error.__cause__, ServiceError):
        return await _service_error(request, error.__cause__)
    if isinstance(error.__cause__, RequestValidationError):
        return await _invalid(request, error.__cause__)
    code = _STATUS_CODES.get(error.status_code, "error")
    return problem(
        request,
        error.status_code,
        code,
        str(error.detail),
        headers=dict(error.headers or {}),
    )


async def _database(request: Request, error: Exception) -> Response:
    if is_busy(error) or is_conflict(error):
        return _try_again(request, "busy", "Too many are changing the same rows now.")
    if is_disconnect(error):
        log.warning("database_unreachable", error=str(error))
        return _try_again(request, "unavailable", "The database does not answer.")
    return await unexpected(request, error)


def _try_again(request: Request, code: str, detail: str) -> Response:
    return problem(request, 503, code, detail, headers={"Retry-After": "1"})


async def unexpected(request: Request, error: Exception) -> Response:
    log.error("unexpected_error", path=request.url.path, exc_info=error)
    return problem(
        request, 500, "internal", "Something went wrong here. It has been recorded."
    )


def install(app: FastAPI) -> None:
    """Register the handlers; what none of them knows is a 500 without details."""
    app.add_exception_handler(ServiceError, _service_error)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(exc.SQLAlchemyError, _database)
    # What SQLAlchemy raises, unwrapped, when a new connection is refused.
    app.add_exception_handler(AsyncAdapt_asyncpg_dbapi.Error, _database)
    app.add_exception_handler(asyncpg.PostgresError, _database)
    app.add_exception_handler(asyncpg.InterfaceError, _database)
    app.add_exception_handler(asyncpg.InternalClientError, _database)
    app.add_exception_handler(Exception, unexpected)
