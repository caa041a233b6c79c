"""Progress as server-sent events, until the job is over or the stream is."""

import asyncio
import json

from etl_svc.jobs import progress
from etl_svc.tests.test_jobs import series


def job_events(answer):
    lines = [line for line in answer.text.splitlines() if line.startswith("data: ")]
    return [json.loads(line.removeprefix("data: ")) for line in lines]


async def events(client, job_id):
    return await client.get(f"/api/etl/jobs/{job_id}/events")


async def test_each_change_is_an_event_and_the_last_is_the_end(
    client, driver, working, monkeypatch
):
    monkeypatch.setattr(progress, "POLL_S", 0.01)
    job_id = await driver.upload(series(9000), dry_run=True)
    stream = asyncio.create_task(events(client, job_id))
    async with working():
        answer = await asyncio.wait_for(stream, 20)

    jobs = job_events(answer)
    assert answer.headers["content-type"].startswith("text/event-stream")
    # No front compresses it, which would keep it back.
    assert "no-transform" in answer.headers["cache-control"]
    assert jobs[0]["status"] == "queued"
    assert (jobs[-1]["status"], jobs[-1]["rows_accepted"]) == ("checked", 9000)
    assert [job["rows_read"] for job in jobs] == sorted(
        job["rows_read"] for job in jobs
    )
    assert answer.text.endswith("\n\n")


async def test_a_stream_ends_by_itself_however_long_the_job_takes(
    client, driver, monkeypatch
):
    monkeypatch.setattr(progress, "STREAM_S", 0.05)
    monkeypatch.setattr(progress, "POLL_S", 0.01)
    job_id = await driver.upload(series(3))

    answer = await asyncio.wait_for(events(client, job_id), 5)

    assert [job["status"] for job in job_events(answer)] == ["queued"]


async def test_of_an_unknown_job_there_are_no_events(client):
    assert (await events(client, 99)).status_code == 404
