"""Take suppliers out of a file: by name those that are there are changed, others added."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from products_svc import audit
from products_svc.suppliers.operations.add_supplier import add_supplier
from products_svc.suppliers.operations.change_supplier import change_supplier
from products_svc.suppliers.rules import SupplierDraft
from products_svc.tables import Supplier


@dataclass(frozen=True, slots=True)
class SupplierRow:
    """What a row wants; ``supplier`` is the one that it names, where there is one."""

    line: int
    supplier: Supplier | None
    draft: SupplierDraft


@dataclass(frozen=True, slots=True)
class RowChange:
    """What a row changes, by field what was and what is; of a new one all it says."""

    line: int
    name: str
    created: bool
    changes: dict[str, Any]


def changes_of(rows: Sequence[SupplierRow]) -> list[RowChange]:
    """Only of rows that change something."""
    found = []
    for row in rows:
        values = row.draft.fields()
        before = {name: getattr(row.supplier, name, None) for name in values}
        changes = audit.differences(before, values)
        if changes:
            found.append(
                RowChange(row.line, row.draft.name, row.supplier is None, changes)
            )
    return found


async def import_suppliers(
    db: AsyncSession, rows: Sequence[SupplierRow], *, actor: int
) -> None:
    for row in rows:
        if row.supplier is None:
            await add_supplier(db, row.draft, actor=actor)
        else:
            await change_supplier(
                db, row.supplier.id, row.draft, if_match=None, actor=actor
            )
