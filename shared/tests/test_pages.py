from decimal import Decimal

import pytest
from fastapi import Request, Response
from pydantic import TypeAdapter

from shared.errors import Invalid
from shared.http.pages import PageQuery, read_cursor, write_cursor

by_price: TypeAdapter[tuple[Decimal, int]] = TypeAdapter(tuple[Decimal, int])


def test_a_cursor_brings_back_the_last_row_exactly():
    cursor = write_cursor(Decimal("19.90"), 7)

    assert read_cursor(cursor, by_price) == (Decimal("19.90"), 7)
    assert read_cursor("", by_price) is None


@pytest.mark.parametrize("cursor", ["x", "%%%", "W10", write_cursor("a", "b"), "é"])
def test_a_cursor_that_no_list_gave_is_refused(cursor):
    with pytest.raises(Invalid):
        read_cursor(cursor, by_price)


@pytest.mark.parametrize(
    ("page", "rows", "counted"),
    [(1, 0, False), (1, 4, False), (1, 5, True), (3, 4, False), (3, 0, True)],
)
async def test_a_page_with_room_left_says_how_many_there_are_without_counting(
    page, rows, counted
):
    """Twelve rows in pages of five, or however many there are until here."""
    asked = []

    async def of_page(_page):
        return list(range(rows))

    async def after(_cursor, _limit):
        raise AssertionError("it is asked for by its number")

    async def count():
        asked.append(True)
        return 12

    request = Request({"type": "http", "path": "/", "query_string": b"", "headers": []})
    response = Response()
    paging = PageQuery(request, response, page=page, limit=5)
    await paging.rows(of_page=of_page, after=after, count=count)

    total = "12" if counted else str((page - 1) * 5 + rows)
    assert (bool(asked), response.headers["X-Total-Count"]) == (counted, total)
