"""The products of a job's rows: those of the catalogue, and new ones for the others."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from etl_svc.jobs.measures import draft_of
from etl_svc.peers.products import Catalogue, Product
from etl_svc.rules import Note, Notices, ProductDraft, SourceReturn, SourceRow
from etl_svc.source import Batch, Source
from etl_svc.tables import Job

CACHED_PRODUCTS = 100_000
"""Skus that a job remembers before it asks again."""


class ProductLookup:
    """Raises what ``Catalogue`` does."""

    def __init__(self, job: Job, catalogue: Catalogue, notices: Notices) -> None:
        self._catalogue = catalogue
        self._notices = notices
        self._job_id = job.id
        self._may_create = job.params.get("on_unknown", "create") == "create"
        self._products: dict[str, Product | None] = {}
        self._compared: set[str] = set()
        """Skus of a check of which it is known whether the catalogue has them."""
        self.new: set[str] = set()
        """Skus of a check that would become products."""
        self.without_price: set[str] = set()
        """Those of them of which no row so far tells a price."""
        self._told: set[tuple[str, str]] = set()
        """What was told of which sku: that is said once."""
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
        if len(self._products) + len(self._compared) > CACHED_PRODUCTS:
            self._products.clear()
            self._compared.clear()
        if not self.needed:
            await self._compare(batch.rows, source)
        rows = [row for row in batch.rows if row.sku not in self._products]
        others: list[SourceRow | SourceReturn] = []
        if self.needed:
            others = [*batch.withdrawn, *batch.earlier_returns]
        else:
            # Only of what may be counted otherwise than it is told.
            rows = [row for row in rows if row.is_measured]
        # A new product's price is of something that was kept, where there is one.
        rows.sort(key=lambda row: row.came_back < row.quantity)
        lines = _first_lines([*rows, *others])
        unknown = lines.keys() - self._products.keys()
        if not unknown:
            return
        found = await self._catalogue.find(unknown)
        found |= await self._not_live(unknown - found.keys(), lines, source)
        missing = sorted({row.sku for row in rows} - found.keys())
        if missing and self._may_create:
            found |= await self._created(missing, rows, source)
        for sku in unknown:
            self._products[sku] = found.get(sku)

    async def _compare(self, rows: Sequence[SourceRow], source: Source) -> None:
        """What is to be told of codes that the catalogue does not have as they are."""
        lines = _first_lines([row for row in rows if row.sku not in self._compared])
        if lines:
            self._compared |= lines.keys()
            found = await self._catalogue.find(lines)
            found |= await self._not_live(lines.keys() - found.keys(), lines, source)
            self.new |= lines.keys() - found.keys()
            self.without_price |= lines.keys() - found.keys()
        self.without_price -= {row.sku for row in rows if row.price is not None}

    async def _not_live(
        self, skus: set[str], lines: Mapping[str, int], source: Source
    ) -> dict[str, Product]:
        """Products of codes that no live one has: archived ones, and those that are
        written in other capital letters where they are the same."""
        if not skus:
            return {}
        found = await self._archived(skus, lines)
        others = await self._catalogue.find_by_letters(skus - found.keys())
        for sku, product in sorted(others.items()):
            self._tell(_of_other_case(sku, product.sku, source), lines[sku])
        return found | others if source.joins_case else found

    def _tell(self, note: Note, line: int) -> None:
        if (note.code, note.value) not in self._told:
            self._told.add((note.code, note.value))
            self._notices.add(note, line)

    async def _created(
        self, skus: Sequence[str], rows: Sequence[SourceRow], source: Source
    ) -> dict[str, Product]:
        """New products; those that there would be, while a job only checks."""
        names = self._names(skus, rows, source)
        by_sku: dict[str, list[SourceRow]] = {name: [] for name in names.values()}
        for row in rows:
            if row.sku in names:
                name = names[row.sku]
                by_sku[name].append(row._replace(sku=name))
        drafts = [
            draft_of(draft, of_sku)
            for of_sku in by_sku.values()
            if (draft := source.draft(of_sku[-1])) is not None
        ]
        if self._is_check:
            made = {draft.sku: _planned(draft) for draft in drafts}
        else:
            await self._catalogue.ensure(drafts, import_id=self._job_id)
            made = await self._catalogue.find(by_sku)
        return {sku: made[name] for sku, name in names.items() if name in made}

    def _names(
        self, skus: Sequence[str], rows: Sequence[SourceRow], source: Source
    ) -> dict[str, str]:
        """Under which sku each of these becomes a product: its own, or that of the
        first line that writes it in whatever capital letters."""
        if not source.joins_case:
            return {sku: sku for sku in skus}
        names: dict[str, str] = {}
        by_letters: dict[str, str] = {}
        for row in sorted(rows, key=lambda row: row.line):
            name = by_letters.setdefault(row.sku.casefold(), row.sku)
            if name != row.sku:
                self._tell(_of_other_case(row.sku, name, source), row.line)
            names[row.sku] = name
        return {sku: names[sku] for sku in skus}

    async def _archived(
        self, skus: Collection[str], lines: Mapping[str, int]
    ) -> dict[str, Product]:
        """History of what is no longer sold is that of its product."""
        found = await self._catalogue.find_archived(skus)
        for sku in found:
            why = f"{sku!r} is archived: the history is that of this product"
            self._tell(Note("warning", "archived", "sku", sku, why), lines[sku])
        return found


def _first_lines(told: Sequence[SourceRow | SourceReturn]) -> dict[str, int]:
    """By sku, the line that tells of it first."""
    return {one.sku: one.line for one in sorted(told, key=lambda one: -one.line)}


def _of_other_case(sku: str, other: str, source: Source) -> Note:
    both = f"{sku} / {other}"
    apart = f"{sku!r} differs from {other!r} of the catalogue by case only"
    if source.joins_case:
        why = f"{apart}: its rows are of that product"
        return Note("changed", "case_joined", "sku", both, why)
    why = f"{apart}: another product, unless on_case=same is said"
    return Note("warning", "catalogue_case", "sku", both, why)


def _planned(draft: ProductDraft) -> Product:
    return Product(
        id=0,
        price=draft.price,
        unit=draft.unit,
        quantity_decimals=draft.quantity_decimals,
        sku=draft.sku,
        name=draft.name,
    )
