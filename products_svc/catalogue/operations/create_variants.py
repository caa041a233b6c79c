"""Make the variants of a parent: one product for each combination of its options."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import product as combinations

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc.catalogue.operations.create_product import create_product
from products_svc.catalogue.operations.set_components import hold_parent
from products_svc.catalogue.queries import get_product
from products_svc.catalogue.rules import ProductDraft, variant_sku
from products_svc.errors import SkuTaken
from products_svc.tables import Product


@dataclass(frozen=True, slots=True)
class Variant:
    """``id`` is None where it would be made."""

    id: int | None
    sku: str
    name: str
    price: Decimal
    options: dict[str, str]
    created: bool


async def create_variants(
    db: AsyncSession,
    parent_id: int,
    options: Mapping[str, Sequence[str]],
    *,
    dry_run: bool,
    actor: int,
) -> list[Variant]:
    """Every combination, in the order of the options; those that are there stay as they
    are. A new one has the parent's price, category and tax.

    Raises ``NoSuchParent``, and ``SkuTaken`` when the code that a variant would have
    belongs to another product.
    """
    await hold_parent(db, parent_id)
    parent = await get_product(db, parent_id)
    rows = await db.scalars(
        select(Product).where(
            Product.parent_id == parent_id, Product.archived_at.is_(None)
        )
    )
    there = {frozenset(row.options.items()): row for row in rows}
    matrix = [
        dict(zip(options, values, strict=True))
        for values in combinations(*options.values())
    ]
    drafts = [
        ProductDraft(
            sku=variant_sku(parent.sku, list(chosen.values()))[:64],
            name=f"{parent.name} {' '.join(chosen.values())}"[:200],
            price=parent.price,
            stock=0,
            category=parent.category,
            unit=parent.unit,
            tax_rate=parent.tax_rate,
            shelf_life_days=parent.shelf_life_days,
            parent_id=parent_id,
            options=chosen,
        )
        for chosen in matrix
        if frozenset(chosen.items()) not in there
    ]
    await _require_free(db, [draft.sku for draft in drafts])
    made: dict[str, int] = {}
    if not dry_run:
        for draft in drafts:
            made[draft.sku] = (await create_product(db, draft, actor=actor)).id
    new = {frozenset(draft.options.items()): draft for draft in drafts}
    variants = []
    for chosen in matrix:
        key = frozenset(chosen.items())
        found = there.get(key)
        one = found or new[key]
        id_ = found.id if found else made.get(one.sku)
        created = found is None
        variants.append(Variant(id_, one.sku, one.name, one.price, chosen, created))
    return variants


async def _require_free(db: AsyncSession, skus: Sequence[str]) -> None:
    """A dry run says so too; two values may also make the same code."""
    taken = set(
        await db.scalars(
            select(Product.sku).where(
                Product.sku.in_(skus), Product.archived_at.is_(None)
            )
        )
    )
    for sku in skus:
        if sku in taken:
            raise SkuTaken(sku)
        taken.add(sku)
