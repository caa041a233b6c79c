"""auth_svc is where the shop's settings come from: it tells, and copies nobody."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc.shop.operations.announce_shop import announce_shop
from auth_svc.shop.operations.open_shop import open_shop
from shared.contracts.shop import ShopChanged
from shared.db import shop
from shared.kafka.shop import ShopSource


async def _announce_again(db: AsyncSession, _reason: str) -> None:
    """The topic lost its event, or holds that of another life of the database."""
    stored = await shop.find(db)
    if stored is not None:
        await announce_shop(db, stored)


async def _know_already(_db: AsyncSession, _events: Sequence[ShopChanged]) -> None:
    """Its own words. The group stands there to notice when they are lost."""


SOURCE = ShopSource(open=open_shop, handle=_know_already, on_loss=_announce_again)
