"""Events were lost, with the broker or by a restore: jobs under way end right."""

import pytest
from aiokafka import TopicPartition
from sqlalchemy import text

from etl_svc.consumer import progress_consumer
from etl_svc.operations.record_progress import record_progress
from etl_svc.tests.test_progress import import_progress
from shared.kafka.offsets import Start

FILE = b"series_id,date,quantity\n" + b"".join(
    b"TEA,2025-%02d-%02d,1\n" % (1 + n // 28, 1 + n % 28) for n in range(10)
)


@pytest.fixture
def lose(app):
    """What the consumer does when it finds that the broker, or the database, is
    another one."""

    async def lose():
        consumer = progress_consumer(app.state.settings, app.state.database)
        loss = Start(0, "the log was lost")
        await consumer.take_up({TopicPartition("import.progress", 0): loss})

    return lose


@pytest.fixture
def note(app):
    async def note(*events):
        async with app.state.database.transaction() as db:
            await record_progress(db, events)

    return note


@pytest.fixture
def nothing_waits(app):
    """What was in the outbox has left, and is lost."""

    async def nothing_waits():
        async with app.state.database.transaction() as db:
            await db.execute(text("DELETE FROM outbox"))

    return nothing_waits


async def test_a_job_whose_chunks_were_lost_is_sent_again(
    driver, working, lose, note, nothing_waits
):
    job_id = await driver.upload(FILE)
    async with working():
        await driver.all_sent(job_id)
    first = await driver.sent()
    await nothing_waits()

    await lose()
    async with working():
        await driver.sees(job_id, lambda job: job["rows_sent"] == 10)

    again = await driver.sent()
    assert [row for _, row in again] == [row for _, row in first]
    assert not {n for n, _ in again} & {n for n, _ in first}
    # Sales that were recorded before the loss are known the second time.
    await note(
        import_progress(job_id, source="sales_svc/1", rows=6, duplicates=4),
        import_progress(job_id, "folded", "forecast_svc", rows=6),
    )
    assert (await driver.job(job_id))["status"] == "done"


async def test_what_was_recorded_before_the_loss_counts_as_recorded(
    driver, working, lose, note
):
    job_id = await driver.upload(FILE)
    async with working():
        await driver.all_sent(job_id)
    await note(import_progress(job_id, rows=6, duplicates=1, refused=1))

    await lose()
    async with working():
        await driver.sees(job_id, lambda job: job["rows_sent"] == 10)
    # Told late, by whoever had it in an outbox: it says nothing of this round.
    await note(import_progress(job_id, at=1, rows=6, duplicates=1, refused=1))
    assert (await driver.job(job_id))["status"] == "running"
    await note(
        import_progress(
            job_id, source="sales_svc/1", at=2, rows=2, duplicates=7, refused=1
        ),
        import_progress(job_id, "folded", "forecast_svc", rows=8),
    )

    job = await driver.job(job_id)
    assert job["status"] == "done"
    assert (job["rows_recorded"], job["rows_duplicate"]) == (8, 1)
    assert job["rows_rejected"] == 1


async def test_a_worker_in_the_middle_of_a_job_begins_again(
    driver, working, lose, monkeypatch
):
    """Its claim is gone: what it has read can no longer be written."""
    monkeypatch.setattr("etl_svc.files.csv_source.STEP_ROWS", 2)
    job_id = await driver.upload(FILE)
    async with working(max_waiting_chunks=1):
        await driver.sees(job_id, lambda job: job["rows_sent"] > 0)
        await lose()
    async with working():
        job = await driver.sees(
            job_id, lambda job: job["rows_sent"] == 10 and job["status"] == "running"
        )

    assert job["rows_accepted"] == 10


async def test_jobs_that_are_over_stay_as_they_are(driver, working, lose, note):
    job_id = await driver.upload(FILE)
    async with working():
        await driver.all_sent(job_id)
    await note(
        import_progress(job_id, rows=10),
        import_progress(job_id, "folded", "forecast_svc", rows=10),
    )
    done = await driver.job(job_id)

    await lose()

    assert await driver.job(job_id) == done


async def test_a_job_whose_file_is_gone_ends_and_says_so(app, driver, working, lose):
    job_id = await driver.upload(FILE)
    async with working():
        await driver.all_sent(job_id)
    for file in app.state.settings.data_dir.rglob("*"):
        if file.is_file():
            file.unlink()

    await lose()
    async with working():
        job = await driver.until(job_id, "failed")

    assert job["error_code"] == "file_gone"
