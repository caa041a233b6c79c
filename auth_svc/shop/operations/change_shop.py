"""An admin changes the shop's settings."""

from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from auth_svc import audit, queries
from auth_svc.errors import ShopChangedMeanwhile, UnknownTimeZone
from auth_svc.shop.operations.announce_shop import announce_shop
from auth_svc.shop.operations.open_shop import open_shop
from shared.clock import utc_now
from shared.contracts.shop import ShopFields
from shared.db import shop
from shared.db.failures import sqlstate
from shared.db.shop import StoredShop
from shared.errors import PreconditionRequired
from shared.http.auth import Principal
from shared.http.preconditions import precondition_holds

_TIME_THERE = text("SELECT clock_timestamp() AT TIME ZONE :zone")
INVALID_PARAMETER = "22023"


async def change_shop(
    db: AsyncSession,
    wanted: ShopFields,
    *,
    first: ShopFields,
    if_match: str | None,
    by: Principal,
) -> StoredShop:
    """The shop afterwards. What stays the same makes no version and no event."""
    if if_match is None:
        raise PreconditionRequired
    await queries.acting_admin(db, by)
    await open_shop(db, first)
    before = await shop.get(db, lock=True)
    if not precondition_holds(if_match, before.version):
        raise ShopChangedMeanwhile(before.version)
    if before.holds(wanted):
        return before
    await _check_zone(db, wanted.time_zone)
    after = before.changed(wanted, at=utc_now())
    await shop.upsert(db, after)
    await announce_shop(db, after)
    await audit.record(
        db,
        "shop.changed",
        "shop",
        actor=by.id,
        version=after.version,
        changes=audit.differences(_audited(before), _audited(after)),
    )
    return after


def _audited(shop_: StoredShop) -> dict[str, Any]:
    return {
        name: value
        for name, value in shop_.event().model_dump(mode="json").items()
        if name not in {"version", "ts"}
    }


async def _check_zone(db: AsyncSession, zone: str) -> None:
    """The database has a list of its own, and works out days by it."""
    try:
        await db.execute(_TIME_THERE, {"zone": zone})
    except DBAPIError as error:
        if sqlstate(error) == INVALID_PARAMETER:
            raise UnknownTimeZone(zone) from error
        raise
