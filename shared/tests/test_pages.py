from decimal import Decimal

import pytest
from pydantic import TypeAdapter

from shared.errors import Invalid
from shared.http.pages import read_cursor, write_cursor

by_price: TypeAdapter[tuple[Decimal, int]] = TypeAdapter(tuple[Decimal, int])


def test_a_cursor_brings_back_the_last_row_exactly():
    cursor = write_cursor(Decimal("19.90"), 7)

    assert read_cursor(cursor, by_price) == (Decimal("19.90"), 7)
    assert read_cursor("", by_price) is None


@pytest.mark.parametrize("cursor", ["x", "%%%", "W10", write_cursor("a", "b"), "é"])
def test_a_cursor_that_no_list_gave_is_refused(cursor):
    with pytest.raises(Invalid):
        read_cursor(cursor, by_price)
