"""The states of an import are the same everywhere they are told apart."""

import re
from typing import get_args

import asyncpg
import pytest

from etl_svc.rules import IN_PROGRESS, OVER, JobKind, JobStatus
from ops.cli import remote


def test_a_job_is_in_progress_or_over():
    assert sorted((*IN_PROGRESS, *OVER)) == sorted(get_args(JobStatus))


def test_the_terminal_client_waits_until_a_job_is_over():
    assert set(OVER) == remote.OVER


@pytest.mark.parametrize(
    ("column", "words"), [("kind", JobKind), ("status", JobStatus)]
)
async def test_the_database_takes_what_the_service_says(databases, column, words):
    connection = await asyncpg.connect(databases.superuser_dsn())
    try:
        check = await connection.fetchval(
            "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
            " WHERE conrelid = 'etl.jobs'::regclass AND conname = $1",
            f"ck_jobs_known_{column}",
        )
    finally:
        await connection.close()
    assert sorted(re.findall(r"'(\w+)'", check)) == sorted(get_args(words))
