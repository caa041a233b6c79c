"""Who may do what here, and for whom they do it."""

from typing import Annotated

from fastapi import Depends

from shared.db.database import Database
from shared.http.auth import Principal, Role, require
from shared.http.exports import export_for

_ETL = frozenset({"etl_svc"})
_FORECAST = frozenset({"forecast_svc"})

may_record = require(Role.USER, services=_ETL)

may_read = require(Role.VIEWER, services=_ETL)

SalesReader = Annotated[Principal, Depends(may_read)]
SalesExport = Annotated[Database, Depends(export_for(may_read))]
SnapshotReader = Annotated[Principal, Depends(require(None, services=_FORECAST))]
SaleRecorder = Annotated[Principal, Depends(may_record)]
SaleReturner = Annotated[Principal, Depends(require(Role.USER))]
ImportService = Annotated[Principal, Depends(require(None, services=_ETL))]
SaleManager = Annotated[Principal, Depends(require(Role.MANAGER, services=_ETL))]
