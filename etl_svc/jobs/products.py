"""The products of a job's rows: those of the catalogue, and new ones for the others."""

from collections.abc import Mapping, Sequence

from etl_svc.peers.products import Catalogue, Product
from etl_svc.rules import Note, Notices, SourceRow
from etl_svc.source import Batch, Source
from etl_svc.tables import Job

CACHED_PRODUCTS = 100_000
"""Skus that a job remembers before it asks again."""


class ProductLookup:
    """Raises what ``Catalogue`` does."""

    def __init__(self, job: Job, catalogue: Catalogue, notices: Notices) -> None:
        self._catalogue = catalogue
        self._notices = notices
        self._may_create = job.params.get("on_unknown", "create") == "create"
        self._products: dict[str, Product | None] = {}
        self.needed = job.phase == "send" or not self._may_create
        """A check must not create any, and needs none when it could."""

    def find(self, sku: str) -> Product | None:
        return self._products.get(sku)

    async def some(self) -> list[str]:
        """Skus of the catalogue, at most as many as one answer holds."""
        self._products.update(await self._catalogue.some())
        return list(self._products)

    async def look_up(self, batch: Batch, source: Source) -> None:
        """Learn the products of these rows; create those that may be created, for what
        was sold."""
        if not self.needed:
            return
        if len(self._products) > CACHED_PRODUCTS:
            self._products.clear()
        # A new product's price is of something that was kept, where there is one.
        rows = [row for row in batch.rows if row.sku not in self._products]
        rows.sort(key=lambda row: row.came_back < row.quantity)
        by_sku = {row.sku: row for row in rows}
        others = {row.sku for row in batch.withdrawn}
        others |= {row.sku for row in batch.earlier_returns}
        unknown = by_sku.keys() | (others - self._products.keys())
        found = await self._catalogue.find(unknown)
        if missing := sorted(by_sku.keys() - found.keys()):
            found |= await self._archived(missing, by_sku)
            missing = sorted(set(missing) - found.keys())
        if missing and self._may_create:
            drafts = [source.draft(by_sku[sku]) for sku in missing]
            await self._catalogue.ensure([draft for draft in drafts if draft])
            found |= await self._catalogue.find(missing)
        for sku in unknown:
            self._products[sku] = found.get(sku)

    async def _archived(
        self, skus: Sequence[str], rows: Mapping[str, SourceRow]
    ) -> dict[str, Product]:
        """History of what is no longer sold is that of its product."""
        found = await self._catalogue.find_archived(skus)
        for sku in found:
            why = f"{sku!r} is archived: the history is that of this product"
            self._notices.add(
                Note("warning", "archived", "sku", sku, why), rows[sku].line
            )
        return found
