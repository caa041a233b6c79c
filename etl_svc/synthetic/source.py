"""A made-up shop as a source of rows."""

import itertools
from datetime import datetime

from etl_svc.rules import (
    ProductDraft,
    SourceRow,
    SyntheticPlan,
)
from etl_svc.source import STEP_ROWS, Batch
from etl_svc.synthetic import shop


class SyntheticSource:
    """Positions are row numbers of the plan."""

    header = ""
    pause_s = 0.0
    joins_case = False

    def __init__(self, plan: SyntheticPlan, position: int) -> None:
        self._plan = plan
        self._position = position
        self._rows = shop.rows(plan, position)
        self._drafts: dict[str, ProductDraft] = {}

    def catch_up(self, _now: datetime) -> bool:
        return True

    def read(self, _now: datetime) -> Batch:
        self._drafts.clear()
        batch = Batch(self._position, 0)
        for row in itertools.islice(self._rows, STEP_ROWS):
            self._drafts[row.sku] = shop.draft(self._plan, batch.position)
            batch.position += 1
            batch.read += 1
            batch.take(row)
        self._position = batch.position
        batch.finished = batch.position >= self._plan.rows
        return batch

    def draft(self, row: SourceRow) -> ProductDraft:
        return self._drafts[row.sku]

    def close(self) -> None:
        """It has no files."""
