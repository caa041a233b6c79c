"""The steps of a rebuild: begin, fold page after page, swap, drop."""

from dataclasses import dataclass
from itertools import starmap
from typing import Literal, NamedTuple, get_args

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from forecast_svc.projection.operations.count_imported import publish_imported
from forecast_svc.projection.operations.open_generations import open_generations
from forecast_svc.projection.operations.touch_advice import touch_advice

Stage = Literal[
    "products", "stock", "movements", "stockouts", "locations", "suppliers", "terms",
    "purchases", "transfers", "lots", "history", "sales", "returns", "consumed",
]  # fmt: skip
STAGES: tuple[Stage, ...] = get_args(Stage)


@dataclass(frozen=True, slots=True)
class Running:
    """Where a rebuild is: ``cursor`` is the last id seen in ``stage``.

    ``stage`` is null when everything has been read.
    """

    id: int
    stage: Stage | None
    cursor: int


_NEXT = text("""
SELECT id, stage, cursor, started_at IS NOT NULL AS started FROM rebuilds
WHERE finished_at IS NULL ORDER BY id LIMIT 1
""")
_BUILDING = text("""
INSERT INTO generations (generation, state, business_tz)
SELECT 1 - generation, 'building', coalesce((SELECT time_zone FROM shop), business_tz)
FROM generations WHERE state = 'live'
""")
_START = text("""
UPDATE rebuilds SET started_at = clock_timestamp(), stage = :stage WHERE id = :id
""")
_MOVE = text("""
UPDATE rebuilds SET stage = :stage, cursor = :cursor, lines = lines + :lines, error = NULL
WHERE id = :id
""")
_FINISH = text(
    "UPDATE rebuilds SET finished_at = clock_timestamp(), error = NULL WHERE id = :id"
)
_STATE = text("UPDATE generations SET state = :after WHERE state = :before")
_RETIRED = text("SELECT generation FROM generations WHERE state = 'retired' FOR UPDATE")
_DROP = text("DELETE FROM generations WHERE state = 'retired'")
_FAIL = text("UPDATE rebuilds SET error = :error WHERE id = :id")


class _NextRow(NamedTuple):
    id: int
    stage: Stage | None
    cursor: int
    started: bool


async def begin_rebuild(db: AsyncSession) -> Running | None:
    """The rebuild to go on with, begun if need be; ``None`` when none is wanted."""
    row = next(starmap(_NextRow, await db.execute(_NEXT)), None)
    if row is None:
        return None
    if row.started:
        return Running(row.id, row.stage, row.cursor)
    await open_generations(db)
    await db.execute(_BUILDING)
    await db.execute(_START, {"id": row.id, "stage": STAGES[0]})
    return Running(row.id, STAGES[0], 0)


async def move_on(
    db: AsyncSession, running: Running, *, lines: int, following: int | None
) -> Running:
    """Remember a page that was folded; ``following`` is null after a stage's last."""
    stage = running.stage
    if following is None and stage is not None:
        later = STAGES[STAGES.index(stage) + 1 :]
        stage = later[0] if later else None
    moved = Running(running.id, stage, following or 0)
    await db.execute(
        _MOVE,
        {"id": moved.id, "stage": stage, "cursor": moved.cursor, "lines": lines},
    )
    return moved


async def swap_generations(db: AsyncSession, running: Running) -> None:
    """The generation that was built answers from this commit on."""
    await db.execute(_STATE, {"before": "live", "after": "retired"})
    await db.execute(_STATE, {"before": "building", "after": "live"})
    await publish_imported(db)
    await touch_advice(db, None)
    await db.execute(_FINISH, {"id": running.id})


PROJECTIONS = (
    "daily", "products", "stock", "imports", "reaches", "product_imports", "trading_days", "inbox",
    "locations", "suppliers", "supply_terms", "purchase_lines", "transfer_lines", "lots",
    "closing_stock",
)  # fmt: skip
"""The tables of each generation."""


async def drop_retired(db: AsyncSession) -> None:
    """Empty the generation that answered before, if there is one."""
    for generation in (await db.execute(_RETIRED)).scalars().all():
        names = ", ".join(f"{table}_{generation}" for table in PROJECTIONS)
        await db.execute(text(f"TRUNCATE {names}"))
        await db.execute(_DROP)


async def record_failure(db: AsyncSession, running: Running, error: str) -> None:
    await db.execute(_FAIL, {"id": running.id, "error": error})
