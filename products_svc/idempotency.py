"""``Idempotency-Key``: the same request again gets the first answer again.

The key is claimed in the request's own transaction, so a request that failed
leaves none and may be repeated with it.
"""

import hashlib
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import orjson
from fastapi import Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ValidationError
from sqlalchemy import exc, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc.tables import IdempotencyKey as Row
from shared.db.failures import is_busy
from shared.http.auth import Principal
from shared.http.idempotency import IdempotencyKeyInFlight, IdempotencyKeyReused
from shared.http.preconditions import etag

Answer = TypeVar("Answer", bound=BaseModel)

# A few at a time and only those that nobody else is deleting.
_FORGET_OLD = text(
    "DELETE FROM idempotency_keys WHERE (caller, key) IN (SELECT caller, key"
    " FROM idempotency_keys WHERE created_at < now() - interval '2 days'"
    " ORDER BY created_at LIMIT 10 FOR UPDATE SKIP LOCKED)"
)


class AnsweredBefore(Exception):
    """The first answer, of a version of this service that had other fields."""

    def __init__(self, answer: dict[str, Any]) -> None:
        super().__init__()
        self.answer = answer


async def serve_as_it_was(request: Request, before: Exception) -> JSONResponse:
    """The body as it was kept, with the headers that its route gives."""
    answer: dict[str, Any] = getattr(before, "answer", {})
    status: int = request.scope["route"].status_code or 200
    headers = {}
    if status == 201 and "id" in answer:
        headers["Location"] = f"{request.url.path}/{answer['id']}"
    if "version" in answer:
        headers["ETag"] = etag(answer["version"])
    return JSONResponse(answer, status, headers)


async def run_once(
    db: AsyncSession,
    caller: Principal,
    key: str | None,
    request: BaseModel,
    answer_with: type[Answer],
    do: Callable[[], Awaitable[Answer]],
) -> Answer:
    """``do`` the work, or give the answer that it gave under this key before.

    Raises ``IdempotencyKeyReused`` for another request under the same key,
    ``IdempotencyKeyInFlight`` when the first one is still under way, and
    ``AnsweredBefore`` with an answer that is no ``answer_with`` any more.
    """
    if key is None:
        return await do()
    whose = {"caller": caller.service or str(caller.id), "key": key}
    requested = fingerprint(request)
    if await _claim(db, whose, requested):
        answer = await do()
        await db.execute(
            update(Row).filter_by(**whose).values(answer=answer.model_dump(mode="json"))
        )
        return answer
    earlier = await db.get_one(Row, tuple(whose.values()))
    if earlier.fingerprint not in (requested, _former_fingerprint(request)):
        raise IdempotencyKeyReused
    try:
        return answer_with.model_validate_json(orjson.dumps(earlier.answer))
    except ValidationError as error:
        raise AnsweredBefore(earlier.answer or {}) from error


async def _claim(db: AsyncSession, whose: dict[str, str], requested: bytes) -> bool:
    claim = (
        insert(Row)
        .values(**whose, fingerprint=requested)
        .on_conflict_do_nothing()
        .returning(Row.key)
    )
    try:
        # While the first request's transaction is open this waits for it.
        claimed = await db.scalar(claim)
    except exc.DBAPIError as error:
        if is_busy(error):
            raise IdempotencyKeyInFlight from error
        raise
    if claimed is None:
        return False
    await db.execute(_FORGET_OLD)
    return True


def fingerprint(request: BaseModel) -> bytes:
    # A field that a later version adds has its default in requests of before.
    return _hash(request, request.model_dump_json(exclude_defaults=True))


def _former_fingerprint(request: BaseModel) -> bytes:
    """Of keys that were kept before defaults were left out."""
    return _hash(request, request.model_dump_json())


def _hash(request: BaseModel, body: str) -> bytes:
    return hashlib.sha256(f"{type(request).__name__} {body}".encode()).digest()
