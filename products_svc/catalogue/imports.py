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
from products_svc.catalogue.operations.change_product import change_product
from products_svc.catalogue.operations.create_product import create_product
from products_svc.catalogue.queries import CatalogueItem
from products_svc.catalogue.schemas import ProductIn, ProductPut
from products_svc.sheets import Plan, SheetRow, each_once
from products_svc.suppliers.imports import hold_suppliers, set_usual_supplier
from shared.errors import Invalid, ServiceError

_SAID = ("sku", "name", "price")
"""What a product always says: of one that is there, what it says now."""
_BOUGHT = ("supplier", "unit_cost")
"""What is said of whom it is bought: terms, and no fields of the product."""
_AFTERWARDS = {"sku", "version", "updated_at", "cost", "stock"}


class UnknownSku(Invalid):
    code = "unknown_sku"

    def __init__(self, field: str, sku: str) -> None:
        super().__init__(f"No product has the sku {sku!r}.", field=field, sku=sku)


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
    said = await _resolved(db, row.values)
    bought = {name: said.pop(name) for name in _BOUGHT if name in said}
    before = await _find(db, said["sku"])
    if before is None:
        after = await _add(db, said, actor=actor)
        changes = _shown({}, after)
    else:
        after = await _change(db, before, said, actor=actor)
        same = after.version == before.version
        changes = {} if same else _shown(asdict(before), after)
    if bought:
        changes |= await set_usual_supplier(db, after.id, bought, actor=actor)
    if before is not None and not changes:
        return None
    return ProductChange(row.line, after.sku, created=before is None, changes=changes)


async def _add(db: AsyncSession, said: dict[str, Any], *, actor: int) -> CatalogueItem:
    known = {name: value for name, value in said.items() if value is not None}
    draft = ProductIn.model_validate(known).draft()
    return await create_product(db, draft, actor=actor)


async def _change(
    db: AsyncSession, before: CatalogueItem, said: dict[str, Any], *, actor: int
) -> CatalogueItem:
    kept = {name: getattr(before, name) for name in _SAID if said.get(name) is None}
    required = ("unit", "quantity_decimals")
    wanted = {
        name: value
        for name, value in (said | kept).items()
        if not (value is None and name in required)
    }
    fields = ProductPut.model_validate(wanted).catalogue()
    return await change_product(
        db, before.id, fields, stock=None, if_match=None, actor=actor
    )


def _shown(before: dict[str, Any], after: CatalogueItem) -> dict[str, Any]:
    told = {n: v for n, v in asdict(after).items() if n not in _AFTERWARDS}
    return audit.differences(before, told)


async def _resolved(db: AsyncSession, values: dict[str, Any]) -> dict[str, Any]:
    """With ids in the place of skus; raises ``UnknownSku``."""
    said = dict(values)
    said["sku"] = said.get("sku") or ""
    if "parent" in said:
        parent = said.pop("parent")
        said["parent_id"] = (
            None if parent is None else await _id_of(db, "parent", parent)
        )
    if "components" in said:
        said["components"] = [
            {"product_id": await _id_of(db, "components", sku), "quantity": quantity}
            for sku, quantity in said["components"]
        ]
    return said


async def _id_of(db: AsyncSession, field: str, sku: str) -> int:
    found = await _find(db, sku)
    if found is None:
        raise UnknownSku(field, sku)
    return found.id


async def _find(db: AsyncSession, sku: str) -> CatalogueItem | None:
    found: Sequence[CatalogueItem] = await queries.products_of_skus(db, [sku])
    return found[0] if found else None
