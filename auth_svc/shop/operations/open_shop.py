"""Store and announce the shop's first values."""

from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc.shop.operations.announce_shop import announce_shop
from shared.contracts.shop import ShopFields
from shared.db import shop
from shared.db.shop import StoredShop

FIRST_VERSION = 1


async def open_shop(db: AsyncSession, first: ShopFields) -> StoredShop:
    """The shop as it is; ``first`` is what it becomes where nothing is stored."""
    stored, added = await shop.find_or_add(db, first, version=FIRST_VERSION)
    if added:
        await announce_shop(db, stored)
    return stored
