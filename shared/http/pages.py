"""Lists are plain arrays with ``X-Total-Count`` and ``Link`` (RFC 8288)."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Awaitable, Callable
from typing import Annotated, TypeVar
from urllib.parse import urlencode

import orjson
from fastapi import Depends, Query, Request, Response
from pydantic import BaseModel, Field, TypeAdapter, ValidationError

from shared.errors import Invalid

T = TypeVar("T")

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
Cursor = Annotated[
    str | None,
    Query(
        max_length=1000,
        description="For deep pages, instead of `page`: empty to begin, then as the"
        " `next` link says. Pages by cursor cost the same however deep, and carry"
        " no X-Total-Count.",
    ),
]


class PageQuery:
    """Which rows of a list are asked for: a page by its number, or by a cursor."""

    def __init__(
        self,
        request: Request,
        response: Response,
        page: PageNumber = 1,
        limit: PageLimit = 20,
        cursor: Cursor = None,
    ) -> None:
        self._request = request
        self._response = response
        self._page = Page(page=page, limit=limit)
        self._cursor = cursor

    async def rows(
        self,
        *,
        of_page: Callable[[Page], Awaitable[list[T]]],
        after: Callable[[str, int], Awaitable[tuple[list[T], str | None]]],
        count: Callable[[], Awaitable[int]],
    ) -> list[T]:
        """The rows, with the headers that say where the others stand.

        ``after`` answers the rows behind a cursor, and the cursor of those after them.
        """
        if self._cursor is None:
            page = self._page
            rows = await of_page(page)
            # A page with room left is the last one: nothing needs to be counted.
            ends_here = len(rows) < page.limit and (rows or not page.offset)
            total = page.offset + len(rows) if ends_here else await count()
            describe(self._request, self._response, page, total)
            return rows
        limit = self._page.limit
        rows, following = await after(self._cursor, limit)
        if following is not None:
            # Without a link there are no more.
            address = _address(self._request, cursor=following, limit=limit)
            self._response.headers["Link"] = f'<{address}>; rel="next"'
        return rows


async def _page_query(
    request: Request,
    response: Response,
    page: PageNumber = 1,
    limit: PageLimit = 20,
    cursor: Cursor = None,
) -> PageQuery:
    # A class, as any dependency that is not async, would be called by another thread:
    # that costs a list more than reading its rows.
    return PageQuery(request, response, page, limit, cursor)


Paging = Annotated[PageQuery, Depends(_page_query)]


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
        f'<{_address(request, page=number, limit=page.limit)}>; rel="{name}"'
        for name, number in links.items()
    )


def write_cursor(*last: object) -> str:
    """The sort values of a page's last row, the id among them, as one opaque word."""
    return urlsafe_b64encode(orjson.dumps(last, default=str)).decode().rstrip("=")


def read_cursor(cursor: str, kind: TypeAdapter[T]) -> T | None:
    """What ``write_cursor`` was given, or ``None`` for an empty cursor: the start."""
    if not cursor:
        return None
    try:
        return kind.validate_json(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValidationError, ValueError):
        raise Invalid(
            "This cursor is not one that this list gave.", field="cursor"
        ) from None


def _address(request: Request, **changes: object) -> str:
    """Relative, so that it is right behind any front."""
    others = [
        (name, value)
        for name, value in request.query_params.multi_items()
        if name not in {"page", "limit", "cursor"}
    ]
    return f"{request.url.path}?{urlencode([*others, *changes.items()])}"
