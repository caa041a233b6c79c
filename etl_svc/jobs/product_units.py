"""Quantities of a step's rows, brought to the units of their products."""

from collections.abc import Iterator, Sequence

from etl_svc.files.cells import BadCell
from etl_svc.jobs.measures import (
    Told,
    decimals_needed,
    finer_note,
    in_unit,
    too_fine_for,
)
from etl_svc.jobs.products import ProductLookup
from etl_svc.peers.products import Product
from etl_svc.rules import RowProblem, SourceRow
from etl_svc.source import Batch
from etl_svc.tables import Job


class ProductUnits:
    """Raises what ``Catalogue`` does."""

    def __init__(self, job: Job, products: ProductLookup) -> None:
        self._products = products
        self._on_unit = job.params.get("on_unit", "reject")
        self._may_raise = job.params.get("on_precision") == "raise"

    async def apply(self, batch: Batch) -> None:
        """Rows that are told otherwise than their product is counted are converted, or
        else refused. A product that came with this import, or that may be, is counted
        more finely instead."""
        if not batch.is_measured:
            return
        sold, back = batch.rows, batch.earlier_returns
        batch.rows = []
        for rows in _lines(sold):
            batch.rows += await self._fitted(batch, rows)
        kept = [await self._fitted(batch, [one]) for one in back]
        batch.earlier_returns = [one for some in kept for one in some]
        batch.returned -= len(back) - len(batch.earlier_returns)

    async def _fitted(self, batch: Batch, rows: Sequence[Told]) -> Sequence[Told]:
        """The rows of one line as they are imported; none when it is refused."""
        last = rows[-1]
        product = self._products.find(last.sku)
        if product is None or not any(row.is_measured for row in rows):
            return rows
        try:
            found = [in_unit(row, product, self._on_unit) for row in rows]
            await self._make_room(batch, [row for row, _ in found], product)
        except BadCell as bad:
            problem = RowProblem(last.line, bad.field, bad.code, str(bad), bad.value)
            batch.reject(problem, last.content)
            return ()
        for note in found[-1][1]:
            batch.notices.add(note, last.line)
        return [row for row, _ in found]

    async def _make_room(
        self, batch: Batch, rows: Sequence[Told], product: Product
    ) -> None:
        """``BadCell`` where the product is counted less finely, and is to stay so."""
        needed = max(decimals_needed(row) for row in rows)
        if needed <= product.quantity_decimals:
            return
        is_new = self._products.is_new(product)
        if not (is_new or self._may_raise):
            raise too_fine_for(rows[-1], product)
        await self._products.count_finer(rows[-1].sku, needed)
        if not is_new:
            batch.notices.add(finer_note(rows[-1], needed), rows[-1].line)


def _lines(rows: Sequence[SourceRow]) -> Iterator[list[SourceRow]]:
    """Rows that one line tells together: the days of a period."""
    line: list[SourceRow] = []
    for row in rows:
        line.append(row)
        if not row.further:
            yield line
            line = []
