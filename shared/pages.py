"""Lists are plain arrays with ``X-Total-Count`` and ``Link`` (RFC 8288)."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query, Request, Response
from pydantic import BaseModel, Field

MAX_PAGE = 1_000_000


class Page(BaseModel):
    """``page`` from 1; ``limit`` 1 to 100."""

    page: Annotated[int, Field(ge=1, le=MAX_PAGE)] = 1
    limit: Annotated[int, Field(ge=1, le=100)] = 20

    @property
    def offset(self) -> int:
        return (self.page - 1) * self.limit


PageNumber = Annotated[int, Query(ge=1, le=MAX_PAGE, description="From 1")]
PageLimit = Annotated[int, Query(ge=1, le=100, description="Rows per page")]


def describe(request: Request, response: Response, page: Page, total: int) -> None:
    """Set the headers that say how many rows there are and where the others stand."""
    last = max(1, -(-total // page.limit))
    links = {"first": 1, "last": last}
    if page.page > 1:
        links["prev"] = min(page.page - 1, last)
    if page.page < last:
        links["next"] = page.page + 1
    response.headers["X-Total-Count"] = str(total)
    response.headers["Link"] = ", ".join(
        f'<{_address(request, number, page.limit)}>; rel="{name}"'
        for name, number in links.items()
    )


def _address(request: Request, number: int, limit: int) -> str:
    """Relative, so that it is right behind any front."""
    others = [
        (name, value)
        for name, value in request.query_params.multi_items()
        if name not in {"page", "limit"}
    ]
    return (
        f"{request.url.path}?{urlencode([*others, ('page', number), ('limit', limit)])}"
    )
