"""Queue a replay; cancel one."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc import audit
from forecast_svc.errors import ReplayNotCancellable
from forecast_svc.replay import queries
from forecast_svc.replay.rules import RuleName
from forecast_svc.replay.steps import steps_of
from forecast_svc.tables import Replay
from shared.http.idempotency import IdempotencyKeyReused


@dataclass(frozen=True, slots=True)
class ReplayDraft:
    """``target`` is ``None`` for what advice aims at today; ``opening`` are units by
    product, where they were stated."""

    days: int
    cover_days: int
    as_of: date
    rule: RuleName
    target: dict[str, Any] | None
    category: str | None
    product_ids: list[int]
    opening: dict[str, float]


async def start_replay(
    db: AsyncSession, draft: ReplayDraft, *, author: int, key: str | None
) -> Replay:
    """The same with the same ``key`` is the same replay; another one raises
    ``IdempotencyKeyReused``."""
    values = {name: getattr(draft, name) for name in ReplayDraft.__slots__}
    steps = steps_of(draft.days, len(draft.product_ids))
    stored: Replay | None = await db.scalar(
        insert(Replay)
        .values(**values, steps=steps, author=author, idempotency_key=key)
        .on_conflict_do_nothing(index_elements=["author", "idempotency_key"])
        .returning(Replay)
    )
    if stored is not None:
        await audit.record(
            db,
            "replay.started",
            f"replay/{stored.id}",
            actor=author,
            changes=audit.differences(
                {}, {"days": draft.days, "products": len(draft.product_ids)}
            ),
        )
        return stored
    earlier = (
        await db.scalars(
            select(Replay).where(Replay.author == author, Replay.idempotency_key == key)
        )
    ).one()
    # The day goes on; what was asked for is the same.
    asked = {name for name in values if name != "as_of"}
    if any(getattr(earlier, name) != values[name] for name in asked):
        raise IdempotencyKeyReused
    return earlier


async def cancel_replay(db: AsyncSession, replay_id: int, *, actor: int) -> Replay:
    """Also when it was cancelled before. Whoever works on it notices at its next step,
    whose transaction then fails as a whole."""
    cancelled: Replay | None = await db.scalar(
        update(Replay)
        .where(Replay.id == replay_id, Replay.status.in_(("queued", "running")))
        .values(status="cancelled", claimed_by=None, finished_at=func.clock_timestamp())
        .returning(Replay)
    )
    if cancelled is not None:
        await audit.record(
            db, "replay.cancelled", f"replay/{replay_id}", actor=actor, changes={}
        )
        return cancelled
    replay = await queries.get_replay(db, replay_id)
    if replay.status != "cancelled":
        raise ReplayNotCancellable(replay_id)
    return replay
