"""``Idempotency-Key``: the same request again gets the first answer again.

The key is claimed in the request's own transaction, so a request that failed
leaves none and may be repeated with it.
"""

import hashlib
from collections.abc import Awaitable, Callable
from typing import TypeVar

import orjson
from pydantic import BaseModel
from sqlalchemy import exc, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc.tables import IdempotencyKey as Row
from shared.db.failures import is_busy
from shared.http.auth import Principal
from shared.http.idempotency import IdempotencyKeyInFlight, IdempotencyKeyReused

Answer = TypeVar("Answer", bound=BaseModel)

# A few at a time and only those that nobody else is deleting.
_FORGET_OLD = text(
    "DELETE FROM idempotency_keys WHERE (caller, key) IN (SELECT caller, key"
    " FROM idempotency_keys WHERE created_at < now() - interval '2 days'"
    " ORDER BY created_at LIMIT 10 FOR UPDATE SKIP LOCKED)"
)


async def run_once(
    db: AsyncSession,
    caller: Principal,
    key: str | None,
    request: BaseModel,
    answer_with: type[Answer],
    do: Callable[[], Awaitable[Answer]],
) -> Answer:
    """``do`` the work, or give the answer that it gave under this key before.

    Raises ``IdempotencyKeyReused`` for another request under the same key and
    ``IdempotencyKeyInFlight`` when the first one is still under way.
    """
    if key is None:
        return await do()
    whose = {"caller": caller.service or str(caller.id), "key": key}
    fingerprint = _fingerprint(request)
    if await _claim(db, whose, fingerprint):
        answer = await do()
        await db.execute(
            update(Row).filter_by(**whose).values(answer=answer.model_dump(mode="json"))
        )
        return answer
    earlier = await db.get_one(Row, tuple(whose.values()))
    if earlier.fingerprint != fingerprint:
        raise IdempotencyKeyReused
    return answer_with.model_validate_json(orjson.dumps(earlier.answer))


async def _claim(db: AsyncSession, whose: dict[str, str], fingerprint: bytes) -> bool:
    claim = (
        insert(Row)
        .values(**whose, fingerprint=fingerprint)
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


def _fingerprint(request: BaseModel) -> bytes:
    content = f"{type(request).__name__} {request.model_dump_json()}"
    return hashlib.sha256(content.encode()).digest()
