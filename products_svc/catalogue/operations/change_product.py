"""Change a product's catalogue fields and, when asked, its stock."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import exc, func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc import audit
from products_svc.catalogue.facts import state_of
from products_svc.catalogue.items import CatalogueItem
from products_svc.catalogue.operations.change_kind import change_kind
from products_svc.catalogue.operations.check_floors import checked_floors
from products_svc.catalogue.operations.set_barcodes import set_barcodes
from products_svc.catalogue.operations.set_components import hold_parent, set_components
from products_svc.catalogue.queries import get_product
from products_svc.errors import (
    CatalogueChanged,
    ComponentsNeeded,
    DecimalsInUse,
    KindFixed,
    ProductNotFound,
    SkuTaken,
)
from products_svc.stock.operations.adjust_stock import adjust_stock
from products_svc.stock.rules import StockTarget
from products_svc.suppliers.operations.prefer_supplier import (
    hold_supplier,
    prefer_supplier,
)
from products_svc.tables import Product
from shared.contracts.products import ProductUpdated
from shared.db.failures import sqlstate
from shared.http.preconditions import precondition_holds
from shared.kafka import outbox


async def change_product(
    db: AsyncSession,
    product_id: int,
    fields: Mapping[str, Any],
    *,
    stock: StockTarget | None,
    if_match: str | None,
    actor: int,
) -> CatalogueItem:
    """The product afterwards. What stays the same makes no version and no event. What a
    unit costs at its supplier makes terms, and those a version of their own.

    Raises ``ProductNotFound``, ``CatalogueChanged``, ``SkuTaken``, ``BarcodeTaken``,
    ``DecimalsInUse``, ``KindFixed``, ``ComponentsNeeded``, and what ``set_components``,
    ``hold_parent``, ``prefer_supplier`` and ``adjust_stock`` raise.
    """
    values = dict(fields)
    unit_cost = values.pop("unit_cost", None)
    if "supplier_id" in values:
        await hold_supplier(db, product_id, values["supplier_id"])
    await _hold(db, product_id, values, if_match)
    before = await get_product(db, product_id)
    if "min_stock" in values:
        values["min_stock"] = await checked_floors(
            db,
            values["min_stock"],
            values.get("quantity_decimals", before.quantity_decimals),
            before.min_stock,
        )
    changes = {
        name: value for name, value in values.items() if getattr(before, name) != value
    }
    if changes:
        _allow_kind(before, changes)
        if "kind" in changes:
            await change_kind(db, before, changes, actor=actor)
        await hold_parent(db, changes.get("parent_id"))
        await _allow_decimals(db, before, changes)
        await _write(db, product_id, changes)
    if "supplier_id" in values:
        await prefer_supplier(
            db, product_id, values["supplier_id"], unit_cost, actor=actor
        )
    if stock is not None and (delta := stock.delta(before.stock)):
        # Without an expected value the target itself goes to the ledger, which
        # works out the difference under the locks of the stock. It is of all
        # locations together, as the stock of a product is.
        by_value = stock.expected is None
        await adjust_stock(
            db,
            product_id,
            delta=None if by_value else delta,
            counted=stock.units if by_value else None,
            reason="adjustment",
            actor=actor,
            location_id=None,
        )
    after = await get_product(db, product_id)
    if changes:
        await outbox.put(db, state_of(after, ProductUpdated))
        await audit.record(
            db,
            "product.changed",
            f"product/{product_id}",
            actor=actor,
            version=after.version,
            changes=audit.differences(asdict(before), changes),
        )
    return after


async def _hold(
    db: AsyncSession, product_id: int, values: Mapping[str, Any], if_match: str | None
) -> None:
    """Raises ``ProductNotFound`` and ``CatalogueChanged``."""
    live = (Product.id == product_id, Product.archived_at.is_(None))
    # A lock is never made stronger: whoever opens a shelf meanwhile would wait for this
    # one, and this one for them.
    whole = "kind" in values and values["kind"] != await db.scalar(
        select(Product.kind).where(*live)
    )
    locked = select(Product.version).where(*live)
    version = await db.scalar(locked.with_for_update(key_share=not whole))
    if version is None:
        raise ProductNotFound(product_id)
    if not precondition_holds(if_match, version):
        raise CatalogueChanged(version)


_APART = {"barcodes", "components", "kind", "supplier_id"}
"""Fields that are rows of other tables, or bring and take some."""

# After the product's lock, as adjustments take the two.
_ALLOW_FEWER = text(
    "SELECT allow_fewer_decimals(:product_id, CAST(:decimals AS smallint))"
)


def _allow_kind(before: CatalogueItem, changes: Mapping[str, Any]) -> None:
    """What goes with what it is, or is to be from now on."""
    kind = changes.get("kind", before.kind)
    components = changes.get("components", before.components)
    if "kind" in changes and (kind == "bundle") != bool(components):
        raise ComponentsNeeded
    if (kind == "bundle") != bool(components):
        raise KindFixed(before.id, before.kind, "components")
    if kind == "parent" and changes.get("parent_id", before.parent_id) is not None:
        raise KindFixed(before.id, before.kind, "parent_id")
    decimals = changes.get("quantity_decimals", before.quantity_decimals)
    if kind != "product" and decimals:
        raise KindFixed(before.id, before.kind, "quantity_decimals")


# Whoever puts it into a bundle waits for the product's lock.
_IN_BUNDLES = text(
    "SELECT EXISTS (SELECT FROM bundle_components WHERE component_id = :product_id"
    " AND quantity <> round(quantity, CAST(:decimals AS integer)))"
)


async def _allow_decimals(
    db: AsyncSession, before: CatalogueItem, changes: Mapping[str, Any]
) -> None:
    """More are always fine."""
    decimals = changes.get("quantity_decimals", before.quantity_decimals)
    if decimals >= before.quantity_decimals:
        return
    if await db.scalar(_IN_BUNDLES, {"product_id": before.id, "decimals": decimals}):
        raise DecimalsInUse(before.id)
    try:
        await db.execute(_ALLOW_FEWER, {"product_id": before.id, "decimals": decimals})
    except exc.DBAPIError as error:
        if sqlstate(error) == "PS005":
            raise DecimalsInUse(before.id) from error
        raise


async def _write(db: AsyncSession, product_id: int, changes: Mapping[str, Any]) -> None:
    columns = {name: value for name, value in changes.items() if name not in _APART}
    if "barcodes" in changes:
        await set_barcodes(db, product_id, changes["barcodes"])
    if "components" in changes:
        await set_components(db, product_id, changes["components"])
    try:
        await db.execute(
            update(Product)
            .where(Product.id == product_id)
            .values(
                **columns,
                version=Product.version + 1,
                updated_at=func.clock_timestamp(),
            )
        )
    except exc.IntegrityError as error:
        # The sku is the only unique field of a product.
        if sqlstate(error) == "23505":
            raise SkuTaken(changes["sku"]) from error
        raise
