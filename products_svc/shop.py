"""The shop's settings as a request needs them: currency, name and address."""

from typing import Annotated

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.shop import ShopFields
from shared.db import shop
from shared.db.database import ReadSession, Transaction


async def _shop(request: Request, db: AsyncSession) -> ShopFields:
    # A schema in which no process has been ready yet has no row.
    stored = await shop.find(db)
    return stored or shop.first_values(request.app.state.settings)


async def _in_transaction(request: Request, db: Transaction) -> ShopFields:
    return await _shop(request, db)


async def _in_read(request: Request, db: ReadSession) -> ShopFields:
    return await _shop(request, db)


# In the request's own session, not on a second connection.
ShopOfWrite = Annotated[ShopFields, Depends(_in_transaction, scope="function")]
ShopOfRead = Annotated[ShopFields, Depends(_in_read, scope="function")]
