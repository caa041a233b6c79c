"""Say at which terms a supplier sells products."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc import audit
from products_svc.errors import NoStockOfItsOwn, ProductNotFound, QuantityPrecision
from products_svc.stock.operations.value_stock import value_stock
from products_svc.suppliers.errors import TermsChangedMeanwhile
from products_svc.suppliers.facts import supply_terms
from products_svc.suppliers.operations.learn_lead_times import ask_to_learn
from products_svc.suppliers.queries import TermsRow, lock_supplier, terms_of
from products_svc.suppliers.rules import TermsDraft
from products_svc.tables import Product, Supplier, SupplyTerms
from shared.kafka import outbox

Changes = dict[int, dict[str, Any]]
"""By product id, what is not as it was."""
Drafts = Mapping[int, TermsDraft]
"""By product id."""
Found = dict[tuple[int, int], SupplyTerms]
"""By product and supplier."""


async def set_terms(
    db: AsyncSession, supplier_id: int, drafts: Sequence[TermsDraft], *, actor: int
) -> list[TermsRow]:
    """The named products' terms afterwards; those of others stay. Of two drafts of one
    product the last counts. What stays the same makes no version and no event.

    Raises ``SupplierNotFound``, ``ProductNotFound``, ``QuantityPrecision`` and
    ``TermsChangedMeanwhile``.
    """
    await lock_supplier(db, supplier_id, read=True)
    by_product = {draft.product_id: draft for draft in drafts}
    await _hold_products(db, by_product)
    found = await _of_products(db, by_product)
    _check_seen(supplier_id, by_product, found)
    changes: Changes = {}
    new = False
    usual = await _usual_suppliers(db, found)
    preferred = _preferred(supplier_id, by_product, usual)
    # Who was preferred before gives way first: one supplier at most is.
    for (product_id, other), terms in found.items():
        if terms.preferred and preferred.get(product_id, other) != other:
            _change(terms, {"preferred": False}, changes)
    await db.flush()
    for product_id, draft in by_product.items():
        ours = preferred.get(product_id) == supplier_id
        values = draft.fields() | {"preferred": ours}
        here = found.get((product_id, supplier_id))
        if draft.removed:
            values = {"removed": True, "preferred": False}
        if here is not None:
            _change(here, values, changes)
        elif not draft.removed:
            new = True
            here = SupplyTerms(supplier_id=supplier_id, product_id=product_id, **values)
            db.add(here)
            found[product_id, supplier_id] = here
            changes[product_id] = audit.differences({}, values)
    await db.flush()
    # What stands there at no known cost has one now.
    await value_stock(
        db, [id_ for id_, who in preferred.items() if who == supplier_id], actor=actor
    )
    await _publish(db, supplier_id, found.values(), changes, actor=actor)
    if new:
        await ask_to_learn(db, supplier_id)
    return await terms_of(db, supplier_id, list(by_product))


def _check_seen(supplier_id: int, by_product: Drafts, found: Found) -> None:
    """Raises ``TermsChangedMeanwhile`` when somebody's draft is of other terms."""
    for product_id, draft in by_product.items():
        here = found.get((product_id, supplier_id))
        version = here.version if here else None
        if draft.version is not None and version != draft.version:
            raise TermsChangedMeanwhile(product_id, version)


async def _hold_products(db: AsyncSession, by_product: Drafts) -> None:
    """So that two who prefer different suppliers take turns; in order of their ids."""
    held = await db.execute(
        select(Product.id, Product.quantity_decimals, Product.kind)
        .where(Product.id.in_(by_product), Product.archived_at.is_(None))
        .order_by(Product.id)
        .with_for_update(key_share=True)
    )
    rows = held.all()
    decimals = {row.id: row.quantity_decimals for row in rows}
    for row in rows:
        if row.kind != "product" and not by_product[row.id].removed:
            raise NoStockOfItsOwn(row.id, row.kind)
    for product_id, draft in by_product.items():
        if draft.removed:
            continue
        if product_id not in decimals:
            raise ProductNotFound(product_id)
        if field := draft.too_precise(decimals[product_id]):
            raise QuantityPrecision(
                decimal_places=decimals[product_id], field=field, product_id=product_id
            )


async def _of_products(db: AsyncSession, by_product: Drafts) -> Found:
    """Held, in order of their ids: what deliveries say of them makes versions too."""
    rows = await db.scalars(
        select(SupplyTerms)
        .where(SupplyTerms.product_id.in_(by_product))
        .order_by(SupplyTerms.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    return {(terms.product_id, terms.supplier_id): terms for terms in rows}


async def _usual_suppliers(db: AsyncSession, found: Found) -> dict[int, int]:
    """Of each product, where it has one; an archived supplier is nobody's."""
    usual = {product: who for (product, who), it in found.items() if it.preferred}
    live = await db.scalars(
        select(Supplier.id).where(
            Supplier.id.in_(usual.values()), Supplier.archived_at.is_(None)
        )
    )
    suppliers = set(live)
    return {product: who for product, who in usual.items() if who in suppliers}


def _preferred(
    supplier_id: int,
    by_product: Drafts,
    before: Mapping[int, int],
) -> dict[int, int]:
    """The usual supplier of each product, where it has one, from now on."""
    after = dict(before)
    for product_id, draft in by_product.items():
        ours = before.get(product_id) == supplier_id
        if draft.removed or draft.preferred is False:
            if ours:
                del after[product_id]
        elif draft.preferred or product_id not in before:
            after[product_id] = supplier_id
    return after


def _change(terms: SupplyTerms, values: Mapping[str, Any], changes: Changes) -> None:
    before = {name: getattr(terms, name) for name in values}
    changed = audit.differences(before, values)
    if not changed:
        return
    for name, value in values.items():
        setattr(terms, name, value)
    terms.version += 1
    terms.updated_at = func.clock_timestamp()
    changes.setdefault(terms.product_id, {}).update(changed)


async def _publish(
    db: AsyncSession,
    supplier_id: int,
    terms: Iterable[SupplyTerms],
    changes: Changes,
    *,
    actor: int,
) -> None:
    changed = [each for each in terms if each.product_id in changes]
    if not changed:
        return
    for each in changed:
        await db.refresh(each)
    await outbox.put(db, *map(supply_terms, changed), batch=True)
    await audit.record(
        db,
        "terms.changed",
        f"supplier/{supplier_id}",
        actor=actor,
        changes={f"product/{id_}": what for id_, what in changes.items()},
    )
