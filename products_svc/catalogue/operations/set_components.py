"""Say what a bundle is made of, and whose variant a product is."""

from collections.abc import Sequence

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc.catalogue.rules import Component
from products_svc.errors import (
    BundleWithinItself,
    ComponentNotStocked,
    NoSuchParent,
    ProductNotFound,
    QuantityPrecision,
)
from products_svc.tables import BundleComponent, Product
from shared.quantities import fits


async def set_components(
    db: AsyncSession, bundle_id: int, components: Sequence[Component]
) -> None:
    """Exactly these. What was sold before keeps what it took.

    Raises ``ProductNotFound`` for one that is not there or archived,
    ``BundleWithinItself``, ``ComponentNotStocked`` and ``QuantityPrecision``.
    """
    quantities = {component.product_id: component.quantity for component in components}
    # What is in a bundle stays a product, so no bundle can come to be within another.
    rows = await db.execute(
        select(Product.id, Product.kind, Product.quantity_decimals)
        .where(Product.id.in_(quantities), Product.archived_at.is_(None))
        .order_by(Product.id)
        .with_for_update(read=True)
    )
    found = {row.id: row for row in rows}
    for place, component in enumerate(components):
        id_ = component.product_id
        if id_ == bundle_id:
            raise BundleWithinItself(bundle_id)
        if id_ not in found:
            raise ProductNotFound(id_)
        if found[id_].kind != "product":
            raise ComponentNotStocked(id_, found[id_].kind)
        if not fits(component.quantity, found[id_].quantity_decimals):
            raise QuantityPrecision(
                decimal_places=found[id_].quantity_decimals,
                field=f"components.{place}.quantity",
                product_id=id_,
            )
    own = BundleComponent.bundle_id == bundle_id
    await db.execute(delete(BundleComponent).where(own))
    if quantities:
        await db.execute(
            insert(BundleComponent),
            [
                {"bundle_id": bundle_id, "component_id": id_, "quantity": quantity}
                for id_, quantity in quantities.items()
            ],
        )


async def hold_parent(db: AsyncSession, parent_id: int | None) -> None:
    """``NoSuchParent`` when it is not there, archived, or no parent."""
    if parent_id is None:
        return
    found = await db.scalar(
        select(Product.id)
        .where(
            Product.id == parent_id,
            Product.kind == "parent",
            Product.archived_at.is_(None),
        )
        .with_for_update(read=True)
    )
    if found is None:
        raise NoSuchParent(parent_id)
