"""The shop's settings as a service keeps them: one row in its own schema.

auth_svc owns them; the other services keep what it last published, so that each
starts without it. Until it has said something a service goes by what its
environment says (version 0).
"""

from datetime import datetime
from decimal import Decimal
from typing import Any, Self

from sqlalchemy import (
    ARRAY,
    DateTime,
    SmallInteger,
    column,
    func,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.shop import ShopChanged, ShopFields
from shared.settings import ServiceSettings

CREATE_TABLE = """
CREATE TABLE shop (
    id smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
    name text NOT NULL,
    address text NOT NULL,
    currency text NOT NULL,
    time_zone text NOT NULL,
    country text,
    prices_include_tax boolean NOT NULL,
    default_target numeric(5,4) NOT NULL,
    opening_days smallint[] NOT NULL,
    short_stock text NOT NULL,
    open_role text NOT NULL,
    weight_code_layout text,
    version bigint NOT NULL,
    updated_at timestamptz NOT NULL
)
"""
"""Executed by a migration of each service."""

DEFAULT_TARGET = Decimal("0.95")
EVERY_DAY = range(1, 8)

FIELDS = tuple(ShopFields.model_fields)
_SHOP = table(
    "shop",
    column("id"),
    *(column(name) for name in FIELDS if name != "opening_days"),
    column("opening_days", ARRAY(SmallInteger)),
    column("version"),
    column("updated_at", DateTime(timezone=True)),
)
_READ = select(_SHOP)


def first_values(settings: ServiceSettings) -> ShopFields:
    """What the environment says, and the usual where it says nothing."""
    return ShopFields(
        name=settings.shop_name,
        address="",
        currency=settings.shop_currency,
        time_zone=settings.business_tz,
        country=settings.shop_country,
        prices_include_tax=True,
        default_target=DEFAULT_TARGET,
        opening_days=list(EVERY_DAY),
        short_stock="refuse",
        open_role="user",
        weight_code_layout=None,
    )


class StoredShop(ShopFields):
    """The shop as of ``version``; 0 where only the environment has spoken."""

    version: int
    updated_at: datetime

    @classmethod
    def of(cls, event: ShopChanged) -> Self:
        return cls(**values(event), version=event.version, updated_at=event.ts)

    def event(self) -> ShopChanged:
        return ShopChanged(**values(self), version=self.version, ts=self.updated_at)

    def changed(self, wanted: ShopFields, *, at: datetime) -> Self:
        """The next version, with these values."""
        return type(self)(**values(wanted), version=self.version + 1, updated_at=at)

    def holds(self, wanted: ShopFields) -> bool:
        return values(self) == values(wanted)


def values(fields: ShopFields) -> dict[str, Any]:
    """What an admin decides, without what else comes with it."""
    return fields.model_dump(include=set(FIELDS))


async def find(db: AsyncSession) -> StoredShop | None:
    """None in a schema that no service has worked in yet."""
    row = (await db.execute(_READ)).mappings().one_or_none()
    return None if row is None else StoredShop.model_validate(dict(row))


async def get(db: AsyncSession, *, lock: bool = False) -> StoredShop:
    """The row that is known to be there; ``lock`` keeps others from changing it."""
    found = await db.execute(_READ.with_for_update() if lock else _READ)
    return StoredShop.model_validate(dict(found.mappings().one()))


async def find_or_add(
    db: AsyncSession, first: ShopFields, *, version: int
) -> tuple[StoredShop, bool]:
    """The row, and whether it was not there yet and is ``first`` now."""
    stored = await find(db)
    if stored is not None:
        return stored, False
    new = values(first) | {"version": version, "updated_at": func.clock_timestamp()}
    added = await db.execute(
        insert(_SHOP).values(new).on_conflict_do_nothing().returning(_SHOP.c.version)
    )
    # Of two who add it at once, the second waits, and reads what the first wrote.
    return await get(db), added.one_or_none() is not None


async def upsert(db: AsyncSession, shop: StoredShop) -> None:
    """A higher version takes the place of a lower one, whichever came first."""
    new = shop.model_dump()
    await db.execute(
        insert(_SHOP)
        .values(new)
        .on_conflict_do_update(
            index_elements=[_SHOP.c.id],
            set_=new,
            where=_SHOP.c.version < shop.version,
        )
    )
