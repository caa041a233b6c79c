"""What came back is taken off the sale that it belongs to."""

import pytest

HEADER = b"sku,sold_at,quantity\n"


async def imported(driver, working, *lines, **query):
    job_id = await driver.upload(
        HEADER + b"".join(line.encode() + b"\n" for line in lines),
        **{"on_negative": "return"} | query,
    )
    async with working():
        return await driver.all_sent(job_id)


async def quantities(driver):
    """Units of each sale that did not come back."""
    left = [
        row["quantity"] - sum(back["quantity"] for back in row.get("returns", ()))
        for _, row in await driver.sent()
    ]
    return [units for units in left if units]


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
async def test_a_return_is_taken_off_an_earlier_sale(driver, working, lines, kept):
    job = await imported(driver, working, *lines)

    assert sorted(await quantities(driver)) == sorted(kept)
    assert (job["rows_returned"], job["rows_rejected"]) == (1, 0)


async def test_a_return_without_a_sale_is_told(driver, working):
    job = await imported(driver, working, "TEA,2026-01-03,2", "TEA,2026-01-01,-1")

    assert await quantities(driver) == [2]
    assert [(p["line"], p["code"]) for p in job["problems"]] == [
        (3, "return_without_sale")
    ]


async def test_unless_asked_for_a_return_is_rejected(driver, working):
    job = await imported(
        driver, working, "TEA,2026-01-01,2", "TEA,2026-01-02,-1", on_negative="reject"
    )

    assert await quantities(driver) == [2]
    assert job["problems"][0]["code"] == "negative"


async def test_a_sale_of_which_some_came_back_is_known_again(driver, working):
    lines = ("TEA,2026-01-01,5", "TEA,2026-01-03,-2")
    await imported(driver, working, *lines)
    await imported(driver, working, *lines[:1])

    first, second = [row for _, row in await driver.sent()]
    assert first["returns"][0]["quantity"] == 2
    assert first["quantity"] == second["quantity"] == 5
    assert first["row_key"] == second["row_key"]
