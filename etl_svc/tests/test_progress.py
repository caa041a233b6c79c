from datetime import UTC, datetime, timedelta

import pytest
from aiokafka import AIOKafkaProducer

from etl_svc.consumer import progress_consumer
from etl_svc.operations.record_progress import record_progress
from etl_svc.tests.driver import ImportDriver
from shared.contracts.imports import ImportProgress

T0 = datetime(2026, 7, 1, tzinfo=UTC)


def import_progress(
    job_id,
    stage="recorded",
    source="sales_svc/0",
    at=0,
    rows=0,
    duplicates=0,
    refused=0,
):
    return ImportProgress(
        import_id=job_id,
        stage=stage,
        source=source,
        rows=rows,
        duplicates=duplicates,
        rejected=[
            {"row_key": f"r{n}", "code": "import_undone"} for n in range(refused)
        ],
        ts=T0 + timedelta(seconds=at),
    )


@pytest.fixture
async def sent_job(driver, working):
    """A job that has sent 10 rows."""
    lines = "".join(f"TEA,2025-01-{n:02},1\n" for n in range(1, 11))
    job_id = await driver.upload(b"series_id,date,quantity\n" + lines.encode())
    async with working():
        await driver.all_sent(job_id)
    return job_id


async def note(app, *events):
    async with app.state.database.transaction() as db:
        await record_progress(db, events)


async def test_a_job_is_done_when_all_is_recorded_and_folded(app, driver, sent_job):
    await note(
        app,
        import_progress(sent_job, rows=6, duplicates=1),
        import_progress(sent_job, source="sales_svc/1", rows=2, refused=1),
    )
    assert (await driver.job(sent_job))["status"] == "running"

    await note(app, import_progress(sent_job, "folded", "forecast_svc", rows=8))

    job = await driver.job(sent_job)
    assert job["status"] == "done"
    assert (
        job["rows_recorded"],
        job["rows_duplicate"],
        job["rows_rejected"],
        job["rows_folded"],
    ) == (8, 1, 1, 8)


async def test_what_comes_twice_or_late_changes_nothing(app, driver, sent_job):
    newest = import_progress(sent_job, at=9, rows=7)
    await note(app, newest, newest)
    await note(app, newest)
    await note(app, import_progress(sent_job, at=3, rows=4))

    assert (await driver.job(sent_job))["rows_recorded"] == 7


async def test_imports_of_others_are_none_of_ours(app, driver, sent_job):
    await note(app, import_progress(999_999, rows=5), import_progress(sent_job, rows=3))

    assert (await driver.job(sent_job))["rows_recorded"] == 3


@pytest.mark.kafka
async def test_progress_arrives_over_the_broker_past_a_poison_event(
    app, driver, sent_job, kafka, make_settings
):
    events = [
        import_progress(sent_job, at=2, rows=10).wire().encode(),
        b'{"import_id": "poison"}',
        import_progress(sent_job, at=1, rows=4).wire().encode(),
        import_progress(sent_job, "folded", "forecast_svc", rows=10).wire().encode(),
    ]
    async with AIOKafkaProducer(bootstrap_servers=kafka) as producer:
        for event in [*events, *events]:
            await producer.send_and_wait(
                "import.progress", event, key=str(sent_job).encode()
            )

    settings = make_settings(kafka_bootstrap_servers=kafka)
    async with ImportDriver.running(progress_consumer(settings, app.state.database)):
        job = await driver.done(sent_job)

    assert (job["rows_recorded"], job["rows_folded"]) == (10, 10)
