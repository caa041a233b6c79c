"""Who may do what here, and for whom they do it."""

from typing import Annotated

from fastapi import Depends, Request

from sales_svc.errors import CorrectionNotAllowed
from sales_svc.rules import ShortStock
from shared.db.database import Database
from shared.http.auth import Principal, Role, require
from shared.http.exports import export_for

_ETL = frozenset({"etl_svc"})
_FORECAST = frozenset({"forecast_svc"})

may_record = require(Role.USER, services=_ETL)

may_read = require(Role.VIEWER, services=_ETL)

SalesReader = Annotated[Principal, Depends(may_read)]
SalesExport = Annotated[Database, Depends(export_for(may_read))]
_may_read_margins = require(Role.MANAGER)
MarginReader = Annotated[Principal, Depends(_may_read_margins)]
MarginsExport = Annotated[Database, Depends(export_for(_may_read_margins))]
SnapshotReader = Annotated[Principal, Depends(require(None, services=_FORECAST))]
SaleRecorder = Annotated[Principal, Depends(may_record)]
SaleReturner = Annotated[Principal, Depends(require(Role.USER))]
ImportService = Annotated[Principal, Depends(require(None, services=_ETL))]
SaleManager = Annotated[Principal, Depends(require(Role.MANAGER, services=_ETL))]


def may_take_back_any(caller: Principal) -> bool:
    """Also what others sold, and what was sold before the last day."""
    return bool(caller.service) or caller.may_act_as(Role.MANAGER)


def short_stock(
    requested: ShortStock | None, caller: Principal, request: Request
) -> ShortStock:
    """What becomes of a sale of more than there is: what the shop says, or the manager
    who sells."""
    shop = request.app.state.shop.current
    usual: ShortStock = "refuse" if shop is None else shop.short_stock
    if requested == "correct" != usual and not caller.may_act_as(Role.MANAGER):
        raise CorrectionNotAllowed
    return requested or usual
