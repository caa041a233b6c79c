"""What adding and changing a supplier have in common."""

from sqlalchemy import exc
from sqlalchemy.ext.asyncio import AsyncSession

from products_svc.suppliers.errors import SupplierNameTaken
from products_svc.tables import Supplier
from shared.db.failures import sqlstate


async def store_supplier(db: AsyncSession, supplier: Supplier) -> None:
    """``SupplierNameTaken`` when a live one is called so: its only unique field."""
    db.add(supplier)
    # Read first: of a transaction that failed nothing can be loaded any more.
    name = supplier.name
    try:
        await db.flush()
    except exc.IntegrityError as error:
        if sqlstate(error) == "23505":
            raise SupplierNameTaken(name) from error
        raise
    await db.refresh(supplier)
