"""Routes of locations: parse, one call, answer."""

from functools import partial

from fastapi import Response

from products_svc import idempotency
from products_svc.locations import queries
from products_svc.locations.operations.archive_location import archive_location
from products_svc.locations.operations.change_location import change_location
from products_svc.locations.operations.open_location import open_location
from products_svc.locations.queries import LocationFilter
from products_svc.locations.schemas import (
    Archived,
    LocationIn,
    LocationOut,
    LocationPut,
)
from products_svc.snapshots import SnapshotLimit, SnapshotReader
from shared.contracts.snapshots import LocationLine
from shared.db.database import ReadSession, Transaction
from shared.http import ndjson
from shared.http.auth import Manager, Viewer
from shared.http.idempotency import IdempotencyKey
from shared.http.pages import Paging
from shared.http.preconditions import IfMatch, etag
from shared.http.service import api_router
from shared.types import Id

router = api_router("/api/locations", "locations")


@router.get("")
async def list_locations(
    db: ReadSession, _caller: Viewer, paging: Paging, archived: Archived = "false"
) -> list[LocationOut]:
    location_filter = LocationFilter(archived)
    rows = await paging.rows(
        of_page=partial(queries.list_locations, db, location_filter),
        after=partial(queries.list_locations_after, db, location_filter),
        count=partial(queries.count_locations, db, location_filter),
    )
    return [LocationOut.model_validate(row) for row in rows]


@router.post("", status_code=201, name="create_location")
async def post_location(
    body: LocationIn,
    response: Response,
    db: Transaction,
    manager: Manager,
    idempotency_key: IdempotencyKey = None,
) -> LocationOut:
    async def create() -> LocationOut:
        opened = await open_location(db, body.draft(), actor=manager.id)
        return LocationOut.model_validate(opened)

    location = await idempotency.run_once(
        db, manager, idempotency_key, body, LocationOut, create
    )
    response.headers["Location"] = f"/api/locations/{location.id}"
    response.headers["ETag"] = etag(location.version)
    return location


@router.get(
    "/snapshot", response_class=Response, responses=ndjson.responses(LocationLine)
)
async def get_locations_snapshot(
    db: ReadSession,
    _caller: SnapshotReader,
    after: ndjson.After = 0,
    limit: SnapshotLimit = 1000,
) -> Response:
    """Every location, archived ones too, by id; for folding copies again."""
    lines = await queries.location_snapshot(db, after, limit)
    return ndjson.page_by("location_id", lines, limit)


@router.get("/{location_id}")
async def get_location(
    location_id: Id, response: Response, db: ReadSession, _caller: Viewer
) -> LocationOut:
    """A location, also an archived one: its ledger still names it."""
    location = await queries.get_location(db, location_id)
    response.headers["ETag"] = etag(location.version)
    return LocationOut.model_validate(location)


@router.put("/{location_id}", name="update_location")
async def put_location(
    location_id: Id,
    body: LocationPut,
    response: Response,
    db: Transaction,
    manager: Manager,
    if_match: IfMatch = None,
) -> LocationOut:
    location = await change_location(
        db, location_id, body.draft(), if_match=if_match, actor=manager.id
    )
    response.headers["ETag"] = etag(location.version)
    return LocationOut.model_validate(location)


@router.delete("/{location_id}", status_code=204, name="archive_location")
async def delete_location(location_id: Id, db: Transaction, manager: Manager) -> None:
    """Archive a location that holds nothing and that nothing is on its way to."""
    await archive_location(db, location_id, actor=manager.id)
