"""Snapshots page by page (NDJSON): one record a line, then where to go on."""

from collections.abc import Iterable, Sequence
from typing import Annotated, Any

import orjson
from fastapi import Query, Response

from shared.contracts.snapshots import PageEnd
from shared.types import MAX_ID

MEDIA_TYPE = "application/x-ndjson"
After = Annotated[int, Query(ge=0, le=MAX_ID, description="The last id seen")]


def responses(line: type) -> dict[int | str, dict[str, Any]]:
    """How a route that answers with pages of such lines is documented."""
    described = (
        f"A {line.__name__} per line; the last line is {{'next': after or null}}"
    )
    return {
        200: {
            "description": described,
            "content": {MEDIA_TYPE: {"schema": {"type": "string"}}},
        }
    }


def page(lines: Iterable[Any], following: int | None) -> Response:
    """The lines are dataclasses, whose money is written as a JSON number."""
    option = orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE
    body = b"".join(
        orjson.dumps(line, default=float, option=option)
        for line in (*lines, PageEnd(following))
    )
    return Response(body, media_type=MEDIA_TYPE)


def page_by(key: str, lines: Sequence[Any], limit: int) -> Response:
    """At most ``limit`` lines in the order of their ``key``; a full page is followed by
    another one, from there on."""
    following = getattr(lines[-1], key) if len(lines) == limit else None
    return page(lines, following)
