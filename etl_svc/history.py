"""Routes of sources: how their files are read, and how far what they brought reaches."""

from typing import Annotated

from fastapi import Depends, Path, Query, Response

from etl_svc import queries
from etl_svc.operations.save_source import forget_source
from etl_svc.schemas import SOURCE, SourceOut
from shared.contracts.snapshots import HistoryLine
from shared.db.database import ReadSession, Transaction
from shared.http import ndjson
from shared.http.auth import Manager, Principal, require
from shared.http.service import api_router

router = api_router("/api/etl", "etl")

_FORECAST = frozenset({"forecast_svc"})
SnapshotReader = Annotated[Principal, Depends(require(None, services=_FORECAST))]


@router.get(
    "/history/snapshot",
    name="get_history_snapshot",
    response_class=Response,
    responses=ndjson.responses(HistoryLine),
)
async def get_history_snapshot(
    db: ReadSession,
    _caller: SnapshotReader,
    after: ndjson.After = 0,
    limit: Annotated[int, Query(ge=1, le=5000, description="Imports per page")] = 1000,
) -> Response:
    """Between which days the rows of each import lie; for telling days without a sale
    from days that nobody knows."""
    lines = await queries.history_snapshot(db, after, limit)
    following = lines[-1].import_id if len(lines) == limit else None
    return ndjson.page(lines, following)


@router.get("/sources")
async def list_sources(db: ReadSession, _manager: Manager) -> list[SourceOut]:
    """Sources of which is known how their files are read: a mapping of columns is
    kept when its import is committed, and counts for the next file."""
    return [SourceOut.model_validate(s) for s in await queries.list_sources(db)]


@router.delete("/sources/{name}", status_code=204, name="forget_source")
async def delete_source(
    name: Annotated[str, Path(pattern=SOURCE)], db: Transaction, _manager: Manager
) -> None:
    """Forget how its files are read; what they brought stays."""
    await forget_source(db, name)
