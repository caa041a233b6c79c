"""Sales that a later file of a source does not tell of any more: told, and taken back
when somebody chooses that."""

import pytest
from sqlalchemy import text

from etl_svc.jobs import comparison
from etl_svc.operations import advance_job, commit_job as committing
from etl_svc.tests.driver import TICKETS, codes, counts, tickets

FIRST = tickets(
    "1;12/03/2026;CUP;1",
    "2;13/03/2026;CUP;2",
    "3;14/03/2026;POT;3",
    "4;15/03/2026;CUP;4",
    "5;20/03/2026;CUP;5",
)
ALL = {
    ("03-12", "CUP"): 1,
    ("03-13", "CUP"): 2,
    ("03-14", "POT"): 3,
    ("03-15", "CUP"): 4,
    ("03-20", "CUP"): 5,
}
LATER = tickets("2;13/03/2026;CUP;2", "4;15/03/2026;CUP;9")
"""Ticket 3 is gone; what was sold before the 13th and after the 15th is not its matter."""
AFTER = {key: n for key, n in ALL.items() if key != ("03-14", "POT")} | {
    ("03-15", "CUP"): 9
}


@pytest.fixture
def committed(client, driver, working, recorded):
    async def committed(job, **choice):
        answer = await client.post(f"/api/etl/jobs/{job['id']}/commit", params=choice)
        assert answer.status_code == 202, answer.text
        async with working():
            await driver.all_sent(job["id"])
        units = await recorded()
        return await driver.job(job["id"]), units

    return committed


async def test_what_a_later_file_does_not_tell_of_is_shown_and_stays(
    imported, committed
):
    await imported(FIRST, **TICKETS)

    job, _ = await imported(LATER, dry_run=True, **TICKETS)
    assert (job["comparison"]["gone"], job["comparison"]["gone_units"]) == (1, 3)
    assert job["comparison"]["gone_rows"] == [
        {"day": "2026-03-14", "sku": "POT", "recorded": 3}
    ]
    assert "gone" in codes(job)

    done, units = await committed(job)
    assert units == ALL | {("03-15", "CUP"): 9}
    assert done["rows_withdrawn"] == 0
    assert "gone" in codes(done)


async def test_it_is_taken_back_when_that_is_chosen_and_undone_as_one(
    client, imported, committed, recorded
):
    await imported(FIRST, **TICKETS)
    job, _ = await imported(LATER, dry_run=True, **TICKETS)

    done, units = await committed(job, gone="void")

    assert units == AFTER
    assert counts(done) == {
        "recorded": 1,
        "changed": 1,
        "duplicate": 1,
        "withdrawn": 1,
    }
    assert "gone" not in codes(done)
    await client.post(f"/api/etl/jobs/{job['id']}/undo")
    assert await recorded(undo=[job["id"]]) == ALL


async def test_a_file_of_two_months_says_nothing_of_those_between(imported):
    await imported(
        tickets("1;12/01/2026;CUP;1", "2;12/02/2026;CUP;2", "3;12/03/2026;CUP;3"),
        **TICKETS,
    )

    job, _ = await imported(
        tickets("1;12/01/2026;CUP;1", "3;12/03/2026;CUP;3"), dry_run=True, **TICKETS
    )

    assert job["comparison"]["gone"] == 0


async def test_rows_of_another_source_are_never_gone(imported):
    await imported(FIRST, source="bar", **TICKETS)
    await imported(LATER, source="shop", **TICKETS)

    job, _ = await imported(LATER, source="shop", dry_run=True, **TICKETS)

    assert job["comparison"]["gone"] == 0


async def test_cut_off_in_its_last_step_nothing_of_it_is_sent(
    client, driver, working, imported, recorded, monkeypatch
):
    """What is gone leaves with the end of the file, or not at all."""
    await imported(FIRST, **TICKETS)
    job, _ = await imported(LATER, dry_run=True, **TICKETS)
    died = []

    async def die(*_):
        died.append(1)
        raise ConnectionResetError

    with monkeypatch.context() as patch:
        patch.setattr(advance_job, "refresh_totals", die)
        await client.post(f"/api/etl/jobs/{job['id']}/commit", params={"gone": "void"})
        async with working():
            await driver.sees(job["id"], lambda _: bool(died))
    assert await recorded() == ALL

    async with working():
        await driver.all_sent(job["id"])
    assert await recorded() == AFTER


async def test_what_another_file_brought_since_needs_another_look(
    client, imported, committed
):
    await imported(FIRST, **TICKETS)
    job, _ = await imported(LATER, dry_run=True, **TICKETS)
    await imported(tickets("3;14/03/2026;POT;3", "6;16/03/2026;CUP;6"), **TICKETS)

    answer = await client.post(
        f"/api/etl/jobs/{job['id']}/commit", params={"gone": "void"}
    )

    assert (answer.status_code, answer.json()["code"]) == (409, "preview_outdated")
    _, units = await committed(job)
    assert units[("03-14", "POT")] == 3


async def test_more_than_may_be_taken_back_is_refused(client, imported, monkeypatch):
    await imported(FIRST, **TICKETS)
    for module in (comparison, committing):
        monkeypatch.setattr(module, "MAX_GONE", 0)
    job, _ = await imported(LATER, dry_run=True, **TICKETS)

    answer = await client.post(
        f"/api/etl/jobs/{job['id']}/commit", params={"gone": "void"}
    )

    assert job["comparison"]["gone"] == 1
    assert (answer.status_code, answer.json()["code"]) == (409, "too_many_gone")


async def test_a_choice_is_not_changed_once_it_was_committed(
    client, imported, committed
):
    await imported(FIRST, **TICKETS)
    job, _ = await imported(LATER, dry_run=True, **TICKETS)
    await committed(job)

    answer = await client.post(
        f"/api/etl/jobs/{job['id']}/commit", params={"gone": "void"}
    )

    assert (answer.status_code, answer.json()["code"]) == (409, "job_not_checked")


async def test_a_check_that_went_on_after_a_crash_knows_all_rows_of_the_file(
    driver, working, imported, monkeypatch
):
    """Rows that were read before it are rows of the file like those after it."""
    from etl_svc.files import csv_source

    monkeypatch.setattr(csv_source, "STEP_ROWS", 2)
    lines = [f"{n};{n:02}/03/2026;CUP;{n}" for n in range(1, 10)]
    await imported(tickets(*lines), **TICKETS)
    job_id = await driver.upload(
        tickets(*lines[:4], *lines[5:]).encode(), dry_run=True, **TICKETS
    )
    while (await driver.job(job_id))["status"] != "checked":
        async with working():
            before = (await driver.job(job_id))["rows_read"]
            await driver.sees(
                job_id,
                lambda job, was=before: (
                    job["rows_read"] > was or job["status"] == "checked"
                ),
            )

    job = await driver.job(job_id)
    assert job["comparison"]["gone_rows"] == [
        {"day": "2026-03-05", "sku": "CUP", "recorded": 5}
    ]


async def test_reading_it_otherwise_finds_what_is_gone_anew(
    app, client, driver, working, imported
):
    await imported(FIRST, **TICKETS)
    job, _ = await imported(LATER, dry_run=True, **TICKETS)

    columns = {"id": ["Bon"], "sku": ["Article"], "sold_at": ["Jour"]}
    again = await client.put(
        f"/api/etl/jobs/{job['id']}/layout",
        json={"columns": columns | {"quantity": ["Nb"]}},
    )
    assert again.status_code == 202
    async with working():
        await driver.until(job["id"], "checked")

    async with app.state.database.read() as db:
        assert await db.scalar(text("SELECT count(*) FROM gone_rows")) == 1
