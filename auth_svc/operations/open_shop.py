"""Store and announce the shop's first values."""

from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc.operations.announce_shop import announce_shop
from shared.contracts.shop import ShopFields
from shared.db import shop
from shared.db.shop import StoredShop

FIRST_VERSION = 1


async def open_shop(db: AsyncSession, first: ShopFields) -> StoredShop:
    """The shop as it is; ``first`` is what it becomes where nothing is stored."""
    stored = await shop.read(db)
    if stored is not None:
        return stored
    added = await shop.add_first(db, first, version=FIRST_VERSION)
    stored = await shop.read(db)
    assert stored is not None, "it was there, or was added"  # noqa: S101
    if added:
        await announce_shop(db, stored)
    return stored
