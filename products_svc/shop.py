"""The shop's settings as a request needs them: currency, name and address."""

from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.shop import ShopFields
from shared.db import shop
from shared.db.database import Transaction


async def shop_of(request: Request, db: AsyncSession) -> ShopFields:
    """As it is stored, or as the environment says it."""
    # A schema in which no process has been ready yet has no row.
    stored = await shop.find(db)
    return stored or shop.first_values(request.app.state.settings)


async def _in_transaction(request: Request, db: Transaction) -> ShopFields:
    return await shop_of(request, db)


# In the request's own session, not on a second connection.
ShopOfWrite = Annotated[ShopFields, Depends(_in_transaction, scope="function")]
