"""How a service follows the shop's settings: by event into its own row, and from
the row into every process.

The member of the group that reads an event is one process of several, so each
looks at the row by itself, once a second. NOTIFY would need a connection of its
own in each process to save a query that is too small to measure.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from shared import clock
from shared.background import Periodic
from shared.contracts.shop import ShopChanged, ShopFields
from shared.db import shop
from shared.db.database import Database
from shared.db.failures import is_transient
from shared.db.shop import StoredShop, first_values
from shared.kafka.consumer import Consumer, Subscription
from shared.kafka.offsets import OnLoss, nothing_to_mend
from shared.settings import ServiceSettings

log = structlog.get_logger(__name__)

UNSAID = 0
"""The version of a copy that only the environment has spoken for."""
LOOK_EVERY_S = 1.0
FIRST_LOOK_S = 3.0
"""How long a start waits for the row before it goes on without."""

_VARIABLES: Mapping[str, tuple[str, str]] = {
    "BUSINESS_TZ": ("business_tz", "time_zone"),
    "SHOP_NAME": ("shop_name", "name"),
    "SHOP_CURRENCY": ("shop_currency", "currency"),
    "SHOP_COUNTRY": ("shop_country", "country"),
}
"""What the environment may say: the setting, and the shop's field."""


async def copy_first(db: AsyncSession, first: ShopFields) -> StoredShop:
    """Until auth_svc is heard of, the environment's word is the shop."""
    stored, _added = await shop.find_or_add(db, first, version=UNSAID)
    return stored


async def copy_changed(db: AsyncSession, events: Sequence[ShopChanged]) -> None:
    await shop.upsert(db, StoredShop.of(max(events, key=lambda event: event.version)))


@dataclass(frozen=True)
class ShopSource:
    """Where a service has the shop from; as it stands, from another service's events."""

    open: Callable[[AsyncSession, ShopFields], Awaitable[StoredShop]] = copy_first
    handle: Callable[[AsyncSession, Sequence[ShopChanged]], Awaitable[None]] = (
        copy_changed
    )
    on_loss: OnLoss = nothing_to_mend
    """The owner announces the shop again; whoever copies it then hears it."""


def shop_consumer(
    settings: ServiceSettings, database: Database, source: ShopSource
) -> Consumer:
    """A group beside the service's own: a change of its topic asks for no rebuild."""
    return Consumer(
        database,
        [Subscription(ShopChanged, source.handle)],
        bootstrap=settings.broker,
        group=f"{settings.service}.shop",
        on_loss=source.on_loss,
    )


class ShopFollower(Periodic):
    """``current`` is the shop as this process knows it, and so is the clock's zone."""

    name = "shop"

    def __init__(
        self, settings: ServiceSettings, database: Database, source: ShopSource
    ) -> None:
        super().__init__()
        self._settings = settings
        self._database = database
        self._open = source.open
        self.current: StoredShop | None = None

    async def begin(self) -> None:
        """Read the row before anything asks for a day; without it, wait no longer."""
        clock.follow_zone(None)
        try:
            async with asyncio.timeout(FIRST_LOOK_S):
                await self.look()
        except Exception as error:
            log.warning("shop_not_read_yet", error=f"{type(error).__name__}: {error}")

    def end(self) -> None:
        clock.forget_zone()

    async def _round(self) -> None:
        try:
            await self.look()
        except Exception as error:
            # The next look comes soon anyway, and at once when the database is back.
            if not is_transient(error):
                raise
        await self._wait(LOOK_EVERY_S)

    async def look(self) -> None:
        async with self._database.read() as db:
            found = await shop.find(db)
        if found is None:
            async with self._database.transaction() as db:
                found = await self._open(db, first_values(self._settings))
        clock.follow_zone(found.time_zone)
        if found != self.current:
            self.current = found
            log.info("shop", version=found.version, time_zone=found.time_zone)
            self._warn_of_differences(found)

    def _warn_of_differences(self, found: StoredShop) -> None:
        for variable, (setting, field) in _VARIABLES.items():
            said = getattr(self._settings, setting)
            stored = getattr(found, field)
            if setting in self._settings.model_fields_set and said != stored:
                log.warning(
                    "environment_differs_from_shop",
                    variable=variable,
                    environment=said,
                    shop=stored,
                    advice="the shop's settings count; change them there",
                )
