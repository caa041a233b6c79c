"""Say of whom a product is bought."""

from dataclasses import replace
from decimal import Decimal

from sqlalchemy.ext.asyncio import AsyncSession

from products_svc.suppliers.errors import CostOfNewTerms
from products_svc.suppliers.operations.set_terms import set_terms
from products_svc.suppliers.queries import lock_supplier, terms_by_pair, usual_terms
from products_svc.suppliers.rules import TERMS_FIELDS, TermsDraft
from products_svc.tables import SupplyTerms


async def hold_supplier(
    db: AsyncSession, product_id: int, supplier_id: int | None
) -> None:
    """Before the product, as whoever says terms takes the two: the supplier that is to be
    the usual one, or for None the one that is. Raises ``SupplierNotFound``."""
    if supplier_id is None:
        usual = (await usual_terms(db, [product_id])).get(product_id)
        supplier_id = usual.terms.supplier_id if usual else None
    if supplier_id is not None:
        await lock_supplier(db, supplier_id, read=True)


async def prefer_supplier(
    db: AsyncSession,
    product_id: int,
    supplier_id: int | None,
    unit_cost: Decimal | None,
    *,
    actor: int,
) -> None:
    """Make it the usual supplier of a product, for None nobody. Its terms stay but for
    ``unit_cost``, in its currency, where that is said; new ones need it. Whoever was
    the usual supplier before keeps its terms.

    Raises ``SupplierNotFound``, ``CostOfNewTerms`` and what ``set_terms`` raises.
    """
    if supplier_id is None:
        usual = (await usual_terms(db, [product_id])).get(product_id)
        if usual is not None:
            draft = replace(_draft_of(usual.terms), preferred=False)
            await set_terms(db, usual.terms.supplier_id, [draft], actor=actor)
        return
    await lock_supplier(db, supplier_id, read=True)
    terms = (await terms_by_pair(db, [product_id])).get((supplier_id, product_id))
    if terms is not None and not terms.removed:
        draft = replace(_draft_of(terms), preferred=True)
        if unit_cost is not None:
            draft = replace(draft, unit_cost=unit_cost)
    elif unit_cost is not None:
        draft = _new_draft(product_id, unit_cost)
    else:
        raise CostOfNewTerms
    await set_terms(db, supplier_id, [draft], actor=actor)


def _draft_of(terms: SupplyTerms) -> TermsDraft:
    values = {name: getattr(terms, name) for name in TERMS_FIELDS}
    return TermsDraft(product_id=terms.product_id, preferred=None, **values)


def _new_draft(product_id: int, unit_cost: Decimal) -> TermsDraft:
    return TermsDraft(
        product_id=product_id,
        sku=None,
        unit_cost=unit_cost,
        break_quantities=[],
        break_costs=[],
        order_multiple=1,
        minimum_quantity=0,
        units_per_case=None,
        lead_time_days=None,
        preferred=True,
    )
