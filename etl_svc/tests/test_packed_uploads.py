"""Packed files from the upload to the rows that are sent."""

import asyncio
import gzip
import os

import psutil
import pytest

from etl_svc.jobs.cleanup import Cleanup
from etl_svc.operations.record_progress import record_progress
from etl_svc.tests.driver import ImportDriver
from etl_svc.tests.test_decompress import (
    ENDLESS,
    ROWS,
    sheet,
    unpackers,
    workbook,
    zipped,
)
from etl_svc.tests.test_jobs import series
from etl_svc.tests.test_progress import import_progress
from tests.support import eventually

PACKED = {
    "gzip": gzip.compress,
    "zip": lambda content: zipped({"history.csv": content}),
    "utf-16": lambda content: content.decode().encode("utf-16"),
}


@pytest.mark.parametrize("pack", PACKED.values(), ids=PACKED)
async def test_a_packed_file_is_the_file_that_is_in_it(driver, working, pack):
    plain = await driver.upload(series(700))
    packed = await driver.upload(pack(series(700)))

    async with working():
        await driver.all_sent(plain)
        job = await driver.all_sent(packed)

    rows = [row for _, row in await driver.sent()]
    assert job["rows_sent"] == 700
    assert rows[:700] == rows[700:]


async def test_a_workbook_is_read_like_a_file(driver, working, app):
    job_id = await driver.upload(workbook(*ROWS[:3]))

    async with working():
        await driver.all_sent(job_id)

    (_, tea), (_, mug) = await driver.sent()
    assert (tea["quantity"], tea["price"]) == (3, 4.2)
    assert tea["sold_at"] == "2026-06-01T09:30:00Z"
    assert mug["sold_at"] == "2026-06-02T12:00:00Z"


async def test_a_workbook_may_have_a_title_and_empty_rows(driver, working):
    title, empty = ("Sales of May",), ()
    job_id = await driver.upload(
        workbook(title, empty, ROWS[0], ROWS[1], empty, ROWS[2])
    )

    async with working():
        job = await driver.all_sent(job_id)

    assert (job["rows_sent"], job["rows_rejected"]) == (2, 0)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (gzip.compress(series(5))[:-9], "broken_file"),
        (zipped({"a.txt": b"Hello", "b.txt": b"World"}), "not_one_file"),
        (gzip.compress(series(5) * 5_000), "unpacks_too_large"),
        (gzip.compress(b"a,b,c\n1,2,3\n"), "wrong_columns"),
    ],
    ids=["cut off", "no tables", "a bomb", "other columns"],
)
async def test_a_file_that_cannot_be_unpacked_fails_and_imports_nothing(
    driver, working, content, code
):
    job_id = await driver.upload(content)

    async with working(max_unpacked_bytes=100_000):
        job = await driver.all_sent(job_id)

    assert (job["status"], job["error_code"]) == ("failed", code)
    assert await driver.sent() == []


async def test_a_file_stays_until_its_job_is_done_and_no_longer(
    driver, working, app, tmp_path
):
    job_id = await driver.upload(gzip.compress(series(50)))
    async with working():
        await driver.all_sent(job_id)
    folder = tmp_path / "etl"
    kept = {path.name for path in folder.iterdir()}
    async with app.state.database.transaction() as db:
        recorded = import_progress(job_id, rows=50)
        folded = import_progress(job_id, "folded", "forecast_svc", rows=50)
        await record_progress(db, [recorded, folded])
    for name in kept:
        os.utime(folder / name, (0, 0))

    async def left():
        return list(folder.iterdir())

    async with ImportDriver.running(Cleanup(app.state.database, app.state.uploads)):
        await eventually(left, until=lambda paths: paths == [])
    assert len(kept) == 2, "the file as it came and as it was unpacked"


async def test_a_job_that_was_stopped_reads_on_in_what_was_unpacked(
    driver, working, app
):
    job_id = await driver.upload(gzip.compress(series(9_000)))
    async with working():
        await eventually(
            lambda: driver.job(job_id), until=lambda job: job["rows_sent"] >= 2_000
        )
    async with working():
        job = await driver.all_sent(job_id)

    sent = await driver.sent()
    assert job["rows_sent"] == len(sent) == 9_000
    numbers = [number for number, _ in sent]
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(numbers[-1] + 1))


async def test_a_job_that_is_cancelled_is_not_unpacked_any_further(
    driver, working, client, tmp_path
):
    this = psutil.Process()
    job_id = await driver.upload(ENDLESS)
    async with working():
        await eventually(lambda: unpackers(this))
        await client.post(f"/api/etl/jobs/{job_id}/cancel")

        await eventually(lambda: unpackers(this), until=lambda left: not left)
        assert (await driver.job(job_id))["status"] == "cancelled"
        await eventually(
            lambda: asyncio.to_thread(lambda: list((tmp_path / "etl").iterdir())),
            until=lambda names: names == [],
        )


async def test_a_service_that_stops_does_not_wait_for_a_file(driver, working):
    this = psutil.Process()
    job_id = await driver.upload(ENDLESS)
    async with working():
        await eventually(lambda: unpackers(this))

    assert await unpackers(this) == []
    assert (await driver.job(job_id))["status"] in {"queued", "running"}


async def test_what_a_job_says_of_a_broken_workbook_names_no_folder(
    driver, working, tmp_path
):
    entities = b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    job_id = await driver.upload(sheet("", styles=entities))

    async with working():
        job = await driver.all_sent(job_id)

    assert (job["status"], job["error_code"]) == ("failed", "broken_file")
    assert str(tmp_path) not in job["error"]


async def test_a_zip_file_without_a_directory_is_refused_at_once(client):
    answer = await client.post(
        "/api/etl/uploads", files={"file": zipped({"a.csv": series(9)})[:-30]}
    )

    assert answer.status_code == 422
    assert answer.json()["code"] == "broken_file"
