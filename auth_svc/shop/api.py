"""Routes of the shop's settings: parse, one call, answer."""

from typing import Annotated

from fastapi import Depends, Response

from auth_svc.dependencies import SERVICES, Config
from auth_svc.shop.operations.change_shop import change_shop
from auth_svc.shop.operations.open_shop import open_shop
from auth_svc.shop.schemas import ShopOut, ShopPut
from shared.db.database import Transaction
from shared.db.shop import first_values
from shared.http.auth import Admin, Principal, Role, require
from shared.http.preconditions import IfMatch, etag
from shared.http.service import api_router

router = api_router("/api/auth", "auth")

ShopReader = Annotated[Principal, Depends(require(Role.VIEWER, services=SERVICES))]


@router.get("/shop")
async def read_shop(
    response: Response, db: Transaction, config: Config, _caller: ShopReader
) -> ShopOut:
    """Who the shop is, and by which clock and money it goes."""
    shop = await open_shop(db, first_values(config))
    response.headers["ETag"] = etag(shop.version)
    return ShopOut.model_validate(shop)


@router.put("/shop")
async def update_shop(
    body: ShopPut,
    response: Response,
    db: Transaction,
    config: Config,
    caller: Admin,
    if_match: IfMatch = None,
) -> ShopOut:
    """Every service follows within seconds; a new time zone folds each series anew.

    Needs the ETag of the answer that was changed, in If-Match.
    """
    shop = await change_shop(
        db, body, first=first_values(config), if_match=if_match, by=caller
    )
    response.headers["ETag"] = etag(shop.version)
    return ShopOut.model_validate(shop)
