"""The shop's settings as a request needs them: currency, name and address."""

from fastapi import Request
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.shop import ShopFields
from shared.db import shop


async def shop_of(request: Request, db: AsyncSession) -> ShopFields:
    """As it is stored, or as the environment says it."""
    # A schema in which no process has been ready yet has no row.
    stored = await shop.find(db)
    return stored or shop.first_values(request.app.state.settings)
