"""Snapshots of this service's records, page by page (NDJSON)."""

from collections.abc import Iterable
from typing import Annotated, Any

from fastapi import Depends, Query, Response
from pydantic import (
    BaseModel,
)

from shared.http.auth import Principal, require
from shared.types import MAX_ID


class SnapshotEnd(BaseModel):
    """The last line of a page: ``after`` of the next one, or null at the end."""

    next: int | None


_FORECAST = frozenset({"forecast_svc"})
SnapshotReader = Annotated[Principal, Depends(require(None, services=_FORECAST))]
SnapshotAfter = Annotated[int, Query(ge=0, le=MAX_ID, description="The last id seen")]
SnapshotLimit = Annotated[int, Query(ge=1, le=5000, description="Products per page")]


def ndjson(line: str) -> dict[int | str, dict[str, Any]]:
    described = f"A {line} per line; the last line is {{'next': after or null}}"
    return {
        200: {
            "description": described,
            "content": {"application/x-ndjson": {"schema": {"type": "string"}}},
        }
    }


def ndjson_page(lines: Iterable[BaseModel], following: int | None) -> Response:
    """The last line makes a page that was cut off on the way recognisable."""
    end = SnapshotEnd(next=following)
    body = "".join(f"{line.model_dump_json()}\n" for line in (*lines, end))
    return Response(body, media_type="application/x-ndjson")
