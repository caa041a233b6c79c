"""Sheets that were chosen in a preview are read of the next files of the source."""

from datetime import date

import pytest

from etl_svc.tests.test_dry_run import commit
from etl_svc.tests.test_parts import book, month


@pytest.fixture
def chosen(client, driver, working):
    """The job of a workbook of which the sheet ``Draft`` was chosen in its preview."""

    async def chosen(sheets=("Draft",)):
        content = book(
            month("May", date(2026, 5, 5), 2), month("Draft", date(2026, 5, 6), 9)
        )
        job_id = await driver.upload(content, dry_run=True, source="desk")
        async with working():
            await driver.until(job_id, "checked")
            await client.put(
                f"/api/etl/jobs/{job_id}/layout", json={"sheets": list(sheets)}
            )
            await driver.until(job_id, "checked")
            await commit(client, job_id)
            await driver.all_sent(job_id)

    return chosen


def read(job):
    return [part["name"] for part in job["layout"]["parts"] if part["read"]]


async def test_the_next_file_is_read_like_the_last_one(chosen, driver, working):
    await chosen()
    content = book(
        month("June", date(2026, 6, 5), 3), month("Draft", date(2026, 6, 6), 4)
    )

    job_id = await driver.upload(content, source="desk")
    async with working():
        job = await driver.all_sent(job_id)

    assert (read(job), job["months"]["2026-06"]["units"]) == (["Draft"], 4)


async def test_it_is_asked_for_again_where_the_file_has_no_such_sheet(
    chosen, driver, working, client
):
    await chosen()
    content = book(month("June", date(2026, 6, 5), 3))

    refused = await driver.upload(content, source="desk")
    shown = await driver.upload(content, source="desk", dry_run=True)
    async with working():
        failed = await driver.until(refused, "failed")
        job = await driver.until(shown, "checked")
        await commit(client, shown)
        await driver.all_sent(shown)
        after = await driver.upload(content, source="desk")
        again = await driver.all_sent(after)

    assert failed["error_code"] == "sheets_gone"
    assert "Draft" in failed["error"]
    assert "June" in failed["error"]
    assert read(job) == ["June"]
    assert "sheets" in job["layout"]["unsure"]
    assert job["layout"]["findings"][0]["code"] == "sheets_gone"
    # Committed as it was shown, the former choice is forgotten.
    assert read(again) == ["June"]


async def test_a_choice_of_this_time_goes_before_the_saved_one(chosen, driver, working):
    await chosen()
    content = book(
        month("June", date(2026, 6, 5), 3), month("Draft", date(2026, 6, 6), 4)
    )

    job_id = await driver.upload(content, source="desk", sheets=["June"])
    async with working():
        job = await driver.all_sent(job_id)

    assert read(job) == ["June"]


async def test_all_sheets_can_be_read_again(chosen, driver, working, client):
    await chosen()
    await chosen(sheets=())
    content = book(
        month("June", date(2026, 6, 5), 3), month("Draft", date(2026, 6, 6), 4)
    )

    job_id = await driver.upload(content, source="desk")
    async with working():
        job = await driver.all_sent(job_id)

    assert read(job) == ["June", "Draft"]
    (source,) = (await client.get("/api/etl/sources")).json()
    assert "sheets" not in source["reading"]


async def test_a_file_without_sheets_is_read_all_the_same(chosen, driver, working):
    await chosen()

    job_id = await driver.upload(
        b"sku,sold_at,quantity\nCUP,2026-06-05,2\n", source="desk", dry_run=True
    )
    async with working():
        job = await driver.until(job_id, "checked")

    assert job["rows_accepted"] == 1
