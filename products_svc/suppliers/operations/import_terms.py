"""Take terms out of a file; what it does not name stays as it is."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncSession

from products_svc import audit
from products_svc.suppliers.operations.import_suppliers import RowChange
from products_svc.suppliers.operations.set_terms import set_terms
from products_svc.suppliers.rules import TermsDraft
from products_svc.tables import SupplyTerms


@dataclass(frozen=True, slots=True)
class TermsFileRow:
    line: int
    name: str
    """Supplier and product, as the file has them."""
    supplier_id: int
    draft: TermsDraft


def changes_of_terms(
    rows: Sequence[TermsFileRow], found: Mapping[tuple[int, int], SupplyTerms]
) -> list[RowChange]:
    """Only of rows that change something; ``found`` by supplier and product."""
    changed = []
    for row in rows:
        before = found.get((row.supplier_id, row.draft.product_id))
        values = row.draft.fields()
        if row.draft.preferred is not None:
            values["preferred"] = row.draft.preferred
        present = {name: getattr(before, name, None) for name in values}
        changes = audit.differences(present, values)
        if changes:
            new = before is None or before.removed
            changed.append(RowChange(row.line, row.name, new, changes))
    return changed


async def import_terms(
    db: AsyncSession, rows: Sequence[TermsFileRow], *, actor: int
) -> None:
    """Suppliers in the order of their ids, as whoever takes several does."""
    by_supplier: dict[int, list[TermsDraft]] = defaultdict(list)
    for row in rows:
        by_supplier[row.supplier_id].append(row.draft)
    for supplier_id in sorted(by_supplier):
        await set_terms(db, supplier_id, by_supplier[supplier_id], actor=actor)
