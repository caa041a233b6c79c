"""What a file of suppliers or terms means: drafts, and the rows that cannot be taken."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from products_svc.sheets import Plan, SheetRow, each_once
from products_svc.suppliers import queries
from products_svc.suppliers.errors import NoSupplierCalled
from products_svc.suppliers.facts import price_breaks
from products_svc.suppliers.files import read_suppliers, read_terms
from products_svc.suppliers.operations.import_suppliers import SupplierRow
from products_svc.suppliers.operations.import_terms import TermsFileRow
from products_svc.suppliers.schemas import SupplierIn, TermsIn
from products_svc.tables import Supplier, SupplyTerms


@dataclass(slots=True)
class TermsPlan(Plan[TermsFileRow]):
    found: dict[tuple[int, int], SupplyTerms] = field(default_factory=dict)


async def plan_suppliers(
    db: AsyncSession, content: bytes, shop_currency: str
) -> Plan[SupplierRow]:
    """Columns that the file has not got keep what they say."""
    sheet = read_suppliers(content)
    plan: Plan[SupplierRow] = Plan()
    present = await queries.suppliers_named(db, _named(sheet, "name"))
    for row in each_once(plan, sheet, ("name",)):
        there = present.get(row.values["name"] or "")
        plan.add(row.line, partial(_supplier, row, there, shop_currency))
    return plan


def _supplier(row: SheetRow, there: Supplier | None, shop_currency: str) -> SupplierRow:
    given = {name: value for name, value in row.values.items() if value is not None}
    before: dict[str, Any] = {}
    if there is not None:
        absent = SupplierIn.model_fields.keys() - row.values.keys()
        before = {name: getattr(there, name) for name in absent}
    if "currency" in given and "rate" not in row.values:
        before.pop("rate", None)
    draft = SupplierIn.model_validate(before | given).draft(shop_currency)
    return SupplierRow(row.line, there, draft)


async def plan_terms(db: AsyncSession, content: bytes) -> TermsPlan:
    """Columns that the file has not got keep what they say."""
    sheet = read_terms(content)
    plan = TermsPlan()
    suppliers = await queries.suppliers_named(db, _named(sheet, "supplier"))
    products = await queries.products_by_sku(db, _named(sheet, "product_sku"))
    plan.found = await queries.terms_by_pair(db, list(products.values()))
    for row in each_once(plan, sheet, ("supplier", "product_sku")):
        supplier = suppliers.get(row.values["supplier"] or "")
        product_id = products.get(row.values["product_sku"] or "")
        if supplier is None:
            plan.reject(row.line, "supplier", "supplier_not_found", "Unknown supplier.")
        elif product_id is None:
            plan.reject(
                row.line, "product_sku", "product_not_found", "Unknown product."
            )
        else:
            before = plan.found.get((supplier.id, product_id))
            plan.add(
                row.line, partial(_terms_row, row, supplier.id, product_id, before)
            )
    return plan


def _terms_row(
    row: SheetRow, supplier_id: int, product_id: int, before: SupplyTerms | None
) -> TermsFileRow:
    """What a row says, and what it leaves as it is. Raises ``ValidationError``."""
    values = dict(row.values)
    name = f"{values.pop('supplier')} / {values.pop('product_sku')}"
    present: dict[str, Any] = {}
    if before is not None and not before.removed:
        present = {
            column: getattr(before, column)
            for column in TermsIn.model_fields
            if column not in values and hasattr(before, column)
        }
        present.pop("preferred", None)
        present.pop("version", None)
        if values.get("case_cost") is not None:
            present.pop("unit_cost", None)
        if "units_per_case" in values and "order_multiple" not in values:
            present.pop("order_multiple", None)
        if "price_breaks" not in values:
            present["price_breaks"] = price_breaks(before)
    given = {column: value for column, value in values.items() if value is not None}
    terms = TermsIn.model_validate(present | given | {"product_id": product_id})
    return TermsFileRow(row.line, name, supplier_id, terms.draft())


async def hold_suppliers(db: AsyncSession, sheet: Sequence[SheetRow]) -> None:
    """Before any product is: as whoever says terms takes the two."""
    named = _named([row for row in sheet if "supplier" in row.values], "supplier")
    found = await queries.suppliers_named(db, named)
    for supplier_id in sorted(supplier.id for supplier in found.values()):
        await queries.lock_supplier(db, supplier_id, read=True)


async def supplier_called(db: AsyncSession, name: str) -> int:
    """Raises ``NoSupplierCalled``."""
    found = (await queries.suppliers_named(db, [name])).get(name)
    if found is None:
        raise NoSupplierCalled(name)
    return found.id


def _named(sheet: Sequence[SheetRow], column: str) -> list[str]:
    return sorted({row.values[column] for row in sheet if row.values[column]})
