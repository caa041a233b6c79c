"""Files that are put into the watched folder are imported, each once."""

import asyncio
import os
from contextlib import asynccontextmanager

import pytest

from etl_svc import queries
from etl_svc.jobs.watch_folder import FolderWatch, files_in
from etl_svc.tests.test_dry_run import commit
from tests.support import eventually

ROWS = b"series_id,date,quantity\nTEA,2025-01-31,3\n"
LONG_AGO = 1_700_000_000


@pytest.fixture
def inbox(tmp_path):
    folder = tmp_path / "inbox"
    (folder / "till 1").mkdir(parents=True)
    return folder


def put(path, content=ROWS, *, changed=LONG_AGO):
    path.write_bytes(content)
    os.utime(path, (changed, changed))


@pytest.fixture
def watching(app, inbox, make_settings):
    @asynccontextmanager
    async def watching(**values):
        settings = make_settings(watch_every_s=0.05, watch_user_id=7, **values)
        watch = FolderWatch(
            inbox,
            database=app.state.database,
            uploads=app.state.uploads,
            settings=settings,
        )
        task = asyncio.create_task(watch.run())
        try:
            yield
        finally:
            watch.stop()
            await asyncio.wait_for(task, 20)

    return watching


async def jobs(client):
    return (await client.get("/api/etl/jobs")).json()


async def some_jobs(client, number):
    return await eventually(
        lambda: jobs(client), until=lambda all_: len(all_) == number
    )


async def test_a_file_is_imported_once_by_however_many_watch(
    inbox, watching, working, client, driver
):
    put(inbox / "till 1" / "monday.csv")
    async with watching(), watching(), working():
        (job,) = await some_jobs(client, 1)
        done = await driver.all_sent(job["id"])
        await asyncio.sleep(0.3)

    assert len(await jobs(client)) == 1
    assert (done["kind"], done["user_id"], done["rows_sent"]) == ("folder", 7, 1)
    assert done["params"]["path"] == "till 1/monday.csv"
    assert done["params"]["source"] == "till-1"


async def test_a_changed_file_is_read_again_and_its_old_rows_are_known(
    inbox, watching, working, client, driver
):
    put(inbox / "sales.csv")
    async with watching(), working():
        await some_jobs(client, 1)
        put(inbox / "sales.csv", ROWS + b"TEA,2025-02-01,4\n", changed=LONG_AGO + 60)
        for job in await some_jobs(client, 2):
            await driver.all_sent(job["id"])

    keys = [row["row_key"] for _, row in await driver.sent()]
    assert len(keys) == 3
    assert len(set(keys)) == 2


async def test_a_file_that_is_still_written_waits(inbox, watching, client):
    put(inbox / "sales.csv", changed=4_000_000_000)
    async with watching():
        await asyncio.sleep(0.4)
        assert await jobs(client) == []
        put(inbox / "sales.csv")
        await some_jobs(client, 1)


async def test_a_file_that_cannot_be_read_is_a_job_that_failed(
    inbox, watching, working, client, driver
):
    put(inbox / "notes.txt", b"call the baker\n")
    async with watching(), working():
        (job,) = await some_jobs(client, 1)
        failed = await driver.all_sent(job["id"])

    assert (failed["status"], failed["error_code"]) == ("failed", "wrong_columns")


async def test_a_file_of_which_something_must_be_told_waits_and_the_next_is_known(
    inbox, watching, working, client, driver
):
    put(inbox / "till 1" / "monday.csv", b"Machin;Quand;Nb\nTEA;25/05/2026;3\n")
    told = {
        "columns": {"sku": ["Machin"], "sold_at": ["Quand"], "quantity": ["Nb"]},
    }
    async with watching(), working():
        (job,) = await some_jobs(client, 1)
        await driver.until(job["id"], "unmapped")
        await client.put(f"/api/etl/jobs/{job['id']}/layout", json=told)
        await driver.until(job["id"], "checked")
        assert await driver.sent() == []
        await commit(client, job["id"])
        await driver.all_sent(job["id"])

        put(
            inbox / "till 1" / "tuesday.csv",
            b"Machin;Quand;Nb\nTEA;26/05/2026;4\n",
        )
        newest, _ = await some_jobs(client, 2)
        await driver.all_sent(newest["id"])

    assert [row["quantity"] for _, row in await driver.sent()] == [3, 4]
    assert newest["path"] == "till 1/tuesday.csv"


async def test_a_file_is_not_half_imported_without_anybody_looking(
    inbox, watching, working, client, driver
):
    good, other = b"TEA,2026-05-%02d,1\n", b"2026-05-%02d;TEA;1;-\n"
    days = range(1, 29)
    content = b"series_id,date,quantity\n"
    content += b"".join(good % day for day in days) * 40
    content += b"".join(other % day for day in days) * 40
    put(inbox / "sales.csv", content + b"#" * (1 << 16))
    async with watching(), working():
        (job,) = await some_jobs(client, 1)
        checked = await driver.until(job["id"], "checked")

    assert checked["rows_rejected"] == 28 * 40 + 1
    assert await driver.sent() == []


async def test_quantities_that_are_too_fine_are_said_where_the_job_is_listed(
    inbox, watching, working, client, driver, counter
):
    """Nobody can say more of a file of the folder: what is left out is a warning."""
    body = {"sku": "HAM", "name": "Ham", "price": 12.5}
    await counter[0].post("/api/products", json=body)
    put(inbox / "scale.csv", b"series_id,date,quantity\nHAM,2025-01-31,0.275\n")
    async with watching(), working():
        (job,) = await some_jobs(client, 1)
        await driver.all_sent(job["id"])

    (job,) = await jobs(client)
    (warning,) = job["warnings"]
    assert (job["kind"], job["rows_rejected"]) == ("folder", 1)
    assert warning["code"] == "quantity_precision"
    assert (
        "finer than its product, which is counted in whole units"
        in (warning["message"])
    )
    assert "count the product to 3 decimals" in warning["message"]
    assert warning["params"] == {"rows": 1, "line": 2, "value": "0.275"}


async def test_a_file_that_is_too_large_is_one_job_that_failed(
    inbox, watching, working, client
):
    put(inbox / "years.csv")
    async with watching(max_upload_bytes=10), watching(max_upload_bytes=10), working():
        await some_jobs(client, 1)
        await asyncio.sleep(0.3)
        (job,) = await jobs(client)

    assert (job["kind"], job["status"]) == ("folder", "failed")
    assert job["error_code"] == "too_large"
    assert "10 bytes" in job["error"]


async def test_a_folder_may_hold_more_files_than_anybody_counts(app, inbox):
    for number in range(40_000):
        (inbox / f"{number}.csv").touch()
    keys = [file.key for file in files_in(inbox)]

    assert len(set(keys)) == 40_000
    async with app.state.database.read() as db:
        assert await queries.known_keys(db, keys) == set()


def test_links_and_hidden_files_are_passed_over(inbox, tmp_path):
    put(tmp_path / "secret.csv")
    (inbox / "link.csv").symlink_to(tmp_path / "secret.csv")
    (inbox / "linked").symlink_to(tmp_path)
    put(inbox / ".upload.part")
    put(inbox / "sales.csv")

    assert [file.name for file in files_in(inbox)] == ["sales.csv"]
