"""Who reads snapshots of this service's records, and how much of them at once."""

from typing import Annotated

from fastapi import Depends, Query

from shared.http.auth import Principal, require

_FORECAST = frozenset({"forecast_svc"})
SnapshotReader = Annotated[Principal, Depends(require(None, services=_FORECAST))]
SnapshotLimit = Annotated[int, Query(ge=1, le=5000, description="Records per page")]
