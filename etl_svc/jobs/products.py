"""The products of a job's rows: those of the catalogue, and new ones for the others."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from etl_svc.jobs.measures import draft_of
from etl_svc.peers.products import Catalogue, Product
from etl_svc.rules import Note, Notices, ProductDraft, SourceRow
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
        self._is_check = job.phase != "send"
        self._begun = job.created_at
        self.needed = not self._is_check or not self._may_create
        """A check must not create any, and needs none when it could."""

    def find(self, sku: str) -> Product | None:
        return self._products.get(sku)

    async def some(self) -> list[str]:
        """Skus of the catalogue, at most as many as one answer holds."""
        self._products.update(await self._catalogue.some())
        return list(self._products)

    def is_new(self, product: Product) -> bool:
        """Whether it came with this import: then it is counted as its rows say."""
        return product.created_at is None or product.created_at >= self._begun

    async def count_finer(self, sku: str, decimals: int) -> None:
        """Have a product counted to so many decimals; a check changes none."""
        product = self._products[sku]
        while product is not None and product.quantity_decimals < decimals:
            if self._is_check:
                changed: Product | None = replace(product, quantity_decimals=decimals)
            else:
                changed = await self._catalogue.count_finer(product, decimals)
            # Somebody else has changed it meanwhile: it is what it is now.
            product = changed or (await self._catalogue.find([sku])).get(sku)
            self._products[sku] = product

    async def look_up(self, batch: Batch, source: Source) -> None:
        """Learn the products of these rows; create those that may be created, for what
        was sold."""
        if len(self._products) > CACHED_PRODUCTS:
            self._products.clear()
        rows = [row for row in batch.rows if row.sku not in self._products]
        others: set[str] = set()
        if self.needed:
            others |= {row.sku for row in batch.withdrawn}
            others |= {row.sku for row in batch.earlier_returns}
        else:
            # Only of what may be counted otherwise than it is told.
            rows = [row for row in rows if row.is_measured]
        # A new product's price is of something that was kept, where there is one.
        rows.sort(key=lambda row: row.came_back < row.quantity)
        by_sku = {row.sku: row for row in rows}
        unknown = by_sku.keys() | (others - self._products.keys())
        if not unknown:
            return
        found = await self._catalogue.find(unknown)
        if missing := sorted(by_sku.keys() - found.keys()):
            found |= await self._archived(missing, by_sku)
            missing = sorted(set(missing) - found.keys())
        if missing and self._may_create:
            found |= await self._created(missing, rows, source)
        for sku in unknown:
            self._products[sku] = found.get(sku)

    async def _created(
        self, skus: Sequence[str], rows: Sequence[SourceRow], source: Source
    ) -> dict[str, Product]:
        """New products; those that there would be, while a job only checks."""
        by_sku: dict[str, list[SourceRow]] = {sku: [] for sku in skus}
        for row in rows:
            if row.sku in by_sku:
                by_sku[row.sku].append(row)
        drafts = [
            draft_of(draft, of_sku)
            for of_sku in by_sku.values()
            if (draft := source.draft(of_sku[-1])) is not None
        ]
        if self._is_check:
            return {draft.sku: _planned(draft) for draft in drafts}
        await self._catalogue.ensure(drafts)
        return await self._catalogue.find(skus)

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


def _planned(draft: ProductDraft) -> Product:
    return Product(
        id=0,
        price=draft.price,
        unit=draft.unit,
        quantity_decimals=draft.quantity_decimals,
        sku=draft.sku,
        name=draft.name,
    )
