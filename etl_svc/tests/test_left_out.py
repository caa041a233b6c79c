"""Rows that are no sales and no faults: left out, counted, with an example."""

import pytest

from etl_svc.tests.test_dry_run import commit

HEADER = "sku;sold_at;quantity\n"


@pytest.mark.parametrize(
    "total",
    [
        "Total;;7",
        "TOTAL GÉNÉRAL;;7",
        "Sous-total :;;7",
        ";Summe;7",
        "Totale;;7",
        "Total;Total;7",
    ],
)
async def test_a_row_of_sums_is_left_out_and_counted(driver, working, total):
    rows = f"TEA;2026-02-13;3\n{total}\nMUG;2026-02-14;4\nMUG;;1\n"
    job_id = await driver.upload((HEADER + rows).encode(), dry_run=True)
    async with working():
        job = await driver.all_sent(job_id)

    assert job["left_out"] == {"total": {"rows": 1, "line": 3, "example": total}}
    assert (job["rows_read"], job["rows_accepted"], job["rows_rejected"]) == (4, 2, 1)


async def test_a_product_called_total_is_sold_like_any_other(driver, working):
    job_id = await driver.upload((HEADER + "TOTAL-5W30;2026-02-13;3\n").encode())
    async with working():
        job = await driver.all_sent(job_id)

    assert (job["rows_sent"], job["left_out"]) == (1, {})


async def test_what_is_left_out_is_counted_once_however_often_it_is_read(
    driver, working, client
):
    job_id = await driver.upload(
        (HEADER + "TEA;2026-02-13;3\nTotal;;3\n").encode(), dry_run=True
    )
    async with working():
        checked = await driver.all_sent(job_id)
        await commit(client, job_id)
        sent = await driver.all_sent(job_id)

    assert sent["rows_sent"] == 1
    assert checked["left_out"] == sent["left_out"]
