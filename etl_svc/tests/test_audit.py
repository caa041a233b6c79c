"""Who started, committed or stopped an import is written down in the act's transaction."""

import asyncpg
import pytest

from shared.contracts.audit import AuditRecorded
from tests.support import outbox_rows

FILE = b"series_id,date,quantity\nTEA,2025-01-31,3\n"


async def told(app):
    """Acts with their subjects, and what was said of them."""
    facts = [
        AuditRecorded.model_validate(row["payload"], extra="forbid")
        for row in await outbox_rows(app.state.database)
        if row["topic"] == "audit.recorded"
    ]
    assert {(fact.service, fact.actor) for fact in facts} <= {("etl_svc", 7)}
    return [(fact.action, fact.subject, fact.changes) for fact in facts]


async def test_a_made_up_shop_was_started_once(app, client):
    answers = [
        await client.post(
            "/api/etl/synthetic",
            json={"products": 2, "days": 30, "seed": 5},
            headers={"Idempotency-Key": "shop"},
        )
        for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [202, 202]
    ((act, subject, changes),) = await told(app)
    assert (act, subject) == ("import.started", f"import/{answers[0].json()['id']}")
    assert (changes["kind"], changes["seed"]) == ("synthetic", 5)


async def test_a_dry_run_was_started_committed_and_stopped(
    app, client, driver, working
):
    job_id = await driver.upload(FILE, dry_run=True, source="till")
    async with working():
        await driver.until(job_id, "checked")
    for _ in range(2):
        answer = await client.post(f"/api/etl/jobs/{job_id}/commit")
        assert answer.status_code == 202, answer.text
    for _ in range(2):
        answer = await client.post(f"/api/etl/jobs/{job_id}/cancel")
        assert answer.status_code == 200, answer.text

    started, committed, cancelled = await told(app)
    assert started[:2] == ("import.started", f"import/{job_id}")
    assert (started[2]["source"], started[2]["dry_run"]) == ("till", True)
    assert committed == ("import.committed", f"import/{job_id}", {"gone": "keep"})
    assert cancelled == ("import.cancelled", f"import/{job_id}", {})


async def test_what_was_written_down_cannot_be_changed(app, client, databases):
    await client.post("/api/etl/synthetic", json={"products": 1, "days": 30})
    connection = await asyncpg.connect(databases.role_dsn("app", "etl"))
    try:
        for statement in ("UPDATE etl.audit SET actor = 9", "DELETE FROM etl.audit"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(statement)
    finally:
        await connection.close()
