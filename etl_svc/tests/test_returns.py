"""What came back is taken off the sale that it belongs to."""

import pytest

HEADER = b"sku,sold_at,quantity\n"


async def imported(shelf, working, *lines, **query):
    job_id = await shelf.upload(
        HEADER + b"".join(line.encode() + b"\n" for line in lines),
        **{"on_negative": "return"} | query,
    )
    async with working():
        return await shelf.all_sent(job_id)


async def quantities(shelf):
    return [row["quantity"] for _, row in await shelf.sent()]


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        (
            ("TEA,2026-01-01,5", "TEA,2026-01-02,3", "TEA,2026-01-03,-5"),
            [3],
        ),
        (
            ("TEA,2026-01-01,5", "TEA,2026-01-02,3", "TEA,2026-01-03,-4"),
            [4],
        ),
        (
            ("TEA,2026-01-05,-2", "TEA,2026-01-04,2", "TEA,2026-01-01,7"),
            [7],
        ),
        (("TEA,2026-01-01,5", "MUG,2026-01-01,2", "MUG,2026-01-02,-1"), [5, 1]),
    ],
    ids=["the same units", "the latest first", "newest row first", "another product"],
)
async def test_a_return_is_taken_off_an_earlier_sale(shelf, working, lines, kept):
    job = await imported(shelf, working, *lines)

    assert sorted(await quantities(shelf)) == sorted(kept)
    assert (job["rows_returned"], job["rows_rejected"]) == (1, 0)


async def test_a_return_without_a_sale_is_told(shelf, working):
    job = await imported(shelf, working, "TEA,2026-01-03,2", "TEA,2026-01-01,-1")

    assert await quantities(shelf) == [2]
    assert [(p["line"], p["code"]) for p in job["problems"]] == [
        (3, "return_without_sale")
    ]


async def test_unless_asked_for_a_return_is_rejected(shelf, working):
    job = await imported(
        shelf, working, "TEA,2026-01-01,2", "TEA,2026-01-02,-1", on_negative="reject"
    )

    assert await quantities(shelf) == [2]
    assert job["problems"][0]["code"] == "negative"


async def test_a_sale_of_which_some_came_back_is_known_again(shelf, working):
    lines = ("TEA,2026-01-01,5", "TEA,2026-01-03,-2")
    await imported(shelf, working, *lines)
    await imported(shelf, working, *lines[:1])

    first, second = [row for _, row in await shelf.sent()]
    assert (first["quantity"], second["quantity"]) == (3, 5)
    assert first["row_key"] == second["row_key"]
