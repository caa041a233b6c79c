"""A chunk counts when a job of etl_svc has sent it, whatever became of the job since."""

import pytest

from sales_svc.imports.operations.refuse_unsent import refuse_unsent
from sales_svc.tests.factories import make_chunk
from shared.errors import PoisonEvent


@pytest.fixture
async def refuse(app):
    async def refuse(*chunks):
        async with app.state.database.transaction() as db:
            await refuse_unsent(db, chunks, etl_schema="etl")

    return refuse


@pytest.fixture
async def job(shop):
    """It has sent chunks 0 and 1, for user 3."""
    return await shop.add_job(chunks=2)


@pytest.mark.parametrize("status", ["running", "queued", "done", "cancelled", "failed"])
async def test_what_a_job_has_sent_counts_once_or_twice_and_in_any_order(
    refuse, shop, job, status
):
    """etl_svc is not asked: it may be away."""
    await shop.connection.execute(
        "UPDATE etl.jobs SET status = $2 WHERE id = $1", job, status
    )

    await refuse(make_chunk(job, 1), make_chunk(job, 0), make_chunk(job, 1))


@pytest.mark.parametrize(
    ("what", "why"),
    [
        ({"chunk": 2}, "no job has sent chunk 2"),
        ({"import_id": 10**12}, "of import 1000000000000"),
        ({"user_id": 4}, "for user 4"),
    ],
    ids=["not yet sent", "no such job", "for somebody else"],
)
async def test_what_no_job_has_sent_is_refused(refuse, job, what, why):
    told = {"import_id": job, "chunk": 0} | what

    with pytest.raises(PoisonEvent, match=why):
        await refuse(make_chunk(job, 1), make_chunk(**told))


async def test_a_chunk_of_a_step_that_is_not_committed_counts_from_then_on(
    refuse, shop, job
):
    """Its event leaves the outbox of the same transaction."""
    async with shop.connection.transaction():
        await shop.connection.execute(
            "UPDATE etl.jobs SET chunks = 3 WHERE id = $1", job
        )
        with pytest.raises(PoisonEvent):
            await refuse(make_chunk(job, 2))

    await refuse(make_chunk(job, 2))
