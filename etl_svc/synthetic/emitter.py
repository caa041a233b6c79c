"""Made-up sales of today, as they would come from a till: so many a minute, of the
products that the shop has, until a bound.

A source like any other, which has new rows as time goes by. What it sells is known
by number, so that a restart goes on with the next sale; those that were due while
nobody was there follow at once, dated when they were due.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from etl_svc.rules import EmitterPlan, ProductDraft, SourceRow
from etl_svc.source import STEP_ROWS, Batch

MOST_STEPS = 5_000
"""A longer run takes fewer, larger steps: each leaves a chunk behind."""
FASTEST_STEP_S = 1.0


@dataclass
class EmitterSource:
    """Positions are numbers of sales."""

    plan: EmitterPlan
    skus: Sequence[str]
    key: str
    """Before the number of each sale."""
    position: int
    header: str = ""
    joins_case: bool = False

    @property
    def pause_s(self) -> float:
        return max(FASTEST_STEP_S, self.plan.minutes * 60 / MOST_STEPS)

    def catch_up(self, _now: datetime) -> bool:
        return True

    def read(self, now: datetime) -> Batch:
        """The sales that are due by now."""
        batch = Batch(self.position, 0)
        due = min(self.plan.due(now), self.position + STEP_ROWS, self.plan.rows)
        for number in range(self.position, due):
            batch.take(self._sale(number))
        batch.read = max(due - self.position, 0)
        batch.position = self.position = self.position + batch.read
        batch.finished = batch.position >= self.plan.rows
        return batch

    def _sale(self, number: int) -> SourceRow:
        draw = Random(f"{self.plan.seed}/{number}").random  # noqa: S311 - no secret
        # A few products make most of the sales, as in most shops.
        sku = self.skus[int(len(self.skus) * draw() ** 2)]
        quantity = 1
        while quantity < 12 and draw() < 0.3:
            quantity += 1
        return SourceRow(
            row_key=f"{self.key}/{number}",
            sku=sku,
            quantity=quantity,
            price=None,
            sold_at=self.plan.start + timedelta(minutes=number / self.plan.rate),
        )

    def draft(self, _row: SourceRow) -> ProductDraft | None:
        """It sells what is there."""
        return None

    def close(self) -> None:
        """It has no files."""
