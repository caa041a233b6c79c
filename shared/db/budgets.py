"""Budgets that fill up again, as token buckets which every replica shares.

A service that has some keeps them in a table ``budgets`` of its own schema.
"""

from dataclasses import dataclass
from hashlib import sha256
from math import ceil

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.errors import TooManyRequests

LEFT = (
    "least(:burst, budgets.left_over + :per_s"
    " * greatest(0, extract(epoch FROM clock_timestamp() - budgets.counted_at)))"
)
"""What is left over of a row of ``budgets`` now, with the ``values`` of its budget."""
_READ = text(f"SELECT {LEFT} FROM budgets WHERE key = :key")  # noqa: S608
_SPEND = text(
    "INSERT INTO budgets (key, left_over, counted_at)"  # noqa: S608
    " VALUES (:key, CAST(:burst AS float8) - 1, clock_timestamp())"
    f" ON CONFLICT (key) DO UPDATE SET left_over = greatest(0, {LEFT} - 1),"
    " counted_at = clock_timestamp()"
)
_TAKE_TURN = text(
    f"UPDATE budgets SET left_over = {LEFT} - 1, counted_at = clock_timestamp()"  # noqa: S608
    f" WHERE key = :key AND {LEFT} >= 1 - :most RETURNING left_over"
)
_FORGET = text("DELETE FROM budgets WHERE counted_at < now() - interval '1 day'")


@dataclass(frozen=True, slots=True)
class Budget:
    """``burst`` at once, and ``per_minute`` as time goes by."""

    name: str
    burst: float
    per_minute: float

    def key(self, whose: str) -> bytes:
        return sha256(f"{self.name}\n{whose}".encode()).digest()

    def values(self, whose: str) -> dict[str, object]:
        return {
            "key": self.key(whose),
            "burst": self.burst,
            "per_s": self.per_minute / 60,
        }


async def check_budget(db: AsyncSession, budget: Budget, whose: str) -> None:
    """Raises ``TooManyRequests`` where nothing is left."""
    refuse_spent(budget, await db.scalar(_READ, budget.values(whose)))


def refuse_spent(budget: Budget, left: float | None) -> None:
    """Raises ``TooManyRequests`` where nothing is left; null is where all is."""
    if left is not None and spent(left):
        wait = max(1, ceil((1 - left) * 60 / budget.per_minute))
        raise TooManyRequests(
            f"Too many attempts: try again in {wait} s.",
            retry_after=wait,
        )


def spent(left: float | None) -> bool:
    """Whether nothing is left; null is where all is."""
    return left is not None and left < 1


async def spend(db: AsyncSession, budget: Budget, whose: str) -> None:
    await db.execute(_SPEND, budget.values(whose))


async def take_turn(
    db: AsyncSession, budget: Budget, whose: str, *, most: int
) -> float:
    """Of a budget that has been spent: seconds until it has filled up for this one, after
    all who took a turn before. Raises ``TooManyRequests`` where ``most`` have."""
    left = await db.scalar(_TAKE_TURN, budget.values(whose) | {"most": most})
    if left is None:
        wait = ceil(most * 60 / budget.per_minute)
        raise TooManyRequests(
            f"Too many attempts: try again in {wait} s.", retry_after=wait
        )
    return max(0.0, -float(left) * 60 / budget.per_minute)


async def forget_full_budgets(db: AsyncSession) -> None:
    """Those that nobody has spent of for a day: they are full again."""
    await db.execute(_FORGET)
