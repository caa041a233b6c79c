"""Take products out of a file: whoever has that sku is changed, others are added.

Every row is done, one after the other, each in a savepoint of its own; a dry run, or a
file with a row that cannot be taken, ends with everything taken back. So a dry run says
just what the import would, also where rows name each other.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc import audit
from products_svc.catalogue import queries
from products_svc.catalogue.files import read_products
from products_svc.catalogue.items import CatalogueItem
from products_svc.catalogue.operations.change_product import change_product
from products_svc.catalogue.operations.create_product import create_product
from products_svc.catalogue.schemas import ProductIn, ProductPut
from products_svc.locations.queries import open_location_names
from products_svc.sheets import Plan, SheetRow, each_once
from products_svc.suppliers.errors import NoSupplierCalled
from products_svc.suppliers.imports import hold_suppliers, supplier_called
from products_svc.suppliers.queries import usual_terms
from shared.contracts.base import MAIN_LOCATION
from shared.errors import Invalid, ServiceError

_REQUIRED = ("sku", "name", "price")
"""What a product always says: of one that is there, what it says now."""
_AFTERWARDS = {"sku", "version", "updated_at", "cost", "stock", "supplier_id"}
"""What no file says, or says by another name."""


class UnknownSku(Invalid):
    code = "unknown_sku"

    def __init__(self, field: str, sku: str) -> None:
        super().__init__(f"No product has the sku {sku!r}.", field=field, sku=sku)


class NoLocationCalled(Invalid):
    code = "location_not_found"

    def __init__(self, name: str) -> None:
        super().__init__(
            f"No location is called {name!r}.", field="min_stock", name=name
        )


@dataclass(frozen=True, slots=True)
class ProductChange:
    line: int
    name: str
    created: bool
    changes: dict[str, Any]


async def import_products(
    db: AsyncSession, content: bytes, *, dry_run: bool, actor: int
) -> tuple[Plan[SheetRow], list[ProductChange]]:
    """The rows, those that cannot be taken, and what the others change.

    Raises ``UnreadableFile``, and ``RowsRejected`` when it is no dry run.
    """
    sheet = read_products(content)
    plan: Plan[SheetRow] = Plan()
    plan.rows = each_once(plan, sheet, ("sku",))
    changes: list[ProductChange] = []
    await hold_suppliers(db, sheet)
    async with db.begin_nested() as everything:
        # Parents before their variants, components before their bundles.
        for row in sorted(plan.rows, key=_rank):
            change = await _take(db, plan, row, actor=actor)
            if change is not None:
                changes.append(change)
        if dry_run or plan.rejected:
            await everything.rollback()
    refused = {each["line"] for each in plan.rejected}
    plan.rows = [row for row in plan.rows if row.line not in refused]
    if not dry_run:
        plan.require_all()
    return plan, sorted(changes, key=lambda change: change.line)


def _rank(row: SheetRow) -> int:
    if row.values.get("components"):
        return 2
    return 0 if row.values.get("kind") == "parent" else 1


async def _take(
    db: AsyncSession, plan: Plan[SheetRow], row: SheetRow, *, actor: int
) -> ProductChange | None:
    try:
        async with db.begin_nested():
            return await _store(db, row, actor=actor)
    except ValidationError as error:
        for each in error.errors():
            place = ".".join(map(str, each["loc"]))
            plan.reject(row.line, place, each["type"], each["msg"])
    except ServiceError as error:
        plan.reject(row.line, error.field or "", error.code, error.detail)
    return None


async def _store(
    db: AsyncSession, row: SheetRow, *, actor: int
) -> ProductChange | None:
    """None when nothing of it is new."""
    before = await _find(db, row.values.get("sku") or "")
    fields = await _resolved(db, row.values)
    await _resolve_floors(db, fields, before)
    await _resolve_supplier(db, fields, before)
    bought = await _bought(db, before) if "supplier_id" in fields else {}
    if before is None:
        after = await _add(db, fields, actor=actor)
        changes = _differences({}, after)
    else:
        after = await _change(db, before, fields, actor=actor)
        same = after.version == before.version
        changes = {} if same else _differences(asdict(before), after)
    if bought:
        changes |= audit.differences(bought, await _bought(db, after))
    if before is not None and not changes:
        return None
    return ProductChange(row.line, after.sku, created=before is None, changes=changes)


async def _add(
    db: AsyncSession, fields: dict[str, Any], *, actor: int
) -> CatalogueItem:
    filled = {name: value for name, value in fields.items() if value is not None}
    draft = ProductIn.model_validate(filled).draft()
    return await create_product(db, draft, actor=actor)


async def _change(
    db: AsyncSession, before: CatalogueItem, fields: dict[str, Any], *, actor: int
) -> CatalogueItem:
    unchanged = {
        name: getattr(before, name) for name in _REQUIRED if fields.get(name) is None
    }
    required = ("unit", "quantity_decimals")
    values = {
        name: value
        for name, value in (fields | unchanged).items()
        if not (value is None and name in required)
    }
    body = ProductPut.model_validate(values)
    return await change_product(
        db, before.id, body.catalogue(), stock=None, if_match=None, actor=actor
    )


def _differences(before: dict[str, Any], after: CatalogueItem) -> dict[str, Any]:
    fields = {n: v for n, v in asdict(after).items() if n not in _AFTERWARDS}
    return audit.differences(before, fields)


async def _resolved(db: AsyncSession, values: dict[str, Any]) -> dict[str, Any]:
    """With ids in the place of skus; raises ``UnknownSku``."""
    fields = dict(values)
    fields["sku"] = fields.get("sku") or ""
    if "parent" in fields:
        parent = fields.pop("parent")
        fields["parent_id"] = (
            None if parent is None else await _id_of(db, "parent", parent)
        )
    if "components" in fields:
        fields["components"] = [
            {"product_id": await _id_of(db, "components", sku), "quantity": quantity}
            for sku, quantity in fields["components"]
        ]
    return fields


async def _resolve_floors(
    db: AsyncSession, fields: dict[str, Any], before: CatalogueItem | None
) -> None:
    """With ids in the place of the locations' names; without a name it is the main one.
    Those of archived locations, which no file names, stay. Raises ``NoLocationCalled``."""
    if "min_stock" not in fields:
        return
    names = await open_location_names(db)
    ids = {name: id_ for id_, name in names.items()} | {"": MAIN_LOCATION}
    unnamed = before.min_stock if before is not None else []
    floors = [floor for floor in unnamed if floor["location_id"] not in names]
    for name, quantity in fields["min_stock"]:
        if name not in ids:
            raise NoLocationCalled(name)
        floors.append({"location_id": ids[name], "quantity": quantity})
    fields["min_stock"] = floors


async def _resolve_supplier(
    db: AsyncSession, fields: dict[str, Any], before: CatalogueItem | None
) -> None:
    """With an id in the place of the supplier's name. A cost alone is one at the usual
    supplier. Raises ``NoSupplierCalled``."""
    if "supplier" not in fields:
        if fields.get("unit_cost") is not None and before is not None:
            fields["supplier_id"] = before.supplier_id
    else:
        name = fields.pop("supplier")
        fields["supplier_id"] = (
            None if name is None else await supplier_called(db, name)
        )
    if fields.get("supplier_id") is None and fields.get("unit_cost") is not None:
        raise NoSupplierCalled("")


async def _bought(db: AsyncSession, item: CatalogueItem | None) -> dict[str, Any]:
    """Of whom, and what a unit costs there."""
    usual = item and (await usual_terms(db, [item.id])).get(item.id)
    return {
        "supplier": usual.supplier_name if usual else None,
        "unit_cost": usual.terms.unit_cost if usual else None,
    }


async def _id_of(db: AsyncSession, field: str, sku: str) -> int:
    found = await _find(db, sku)
    if found is None:
        raise UnknownSku(field, sku)
    return found.id


async def _find(db: AsyncSession, sku: str) -> CatalogueItem | None:
    found: Sequence[CatalogueItem] = await queries.products_of_skus(db, [sku])
    return found[0] if found else None
