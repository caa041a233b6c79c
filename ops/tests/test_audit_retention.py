"""The one setting of how long it is known who did what holds in every service."""

import importlib

import asyncpg
import pytest

from ops.migrate import SERVICES
from tests.support import eventually, running

ADD = (
    "INSERT INTO {schema}.audit (ts, actor, action, subject, changes)"
    " SELECT now() - make_interval(days => age), 1, 'thing.changed', age::text, '{{}}'"
    " FROM unnest($1::int[]) AS age"
)


@pytest.fixture
async def inspector(databases):
    connection = await asyncpg.connect(databases.superuser_dsn())
    yield connection
    await connection.close()


def service_app(service, databases, tmp_path):
    module = importlib.import_module(f"{service}.app")
    settings = importlib.import_module(f"{service}.settings").Settings
    folders = {"etl_svc": {"data_dir": tmp_path / "data", "watch_dir": None}}
    changes = folders.get(service, {})
    return module.create_app(
        databases.settings(settings, audit_keep_days=200, **changes)
    )


@pytest.mark.parametrize("service", SERVICES)
async def test_acts_are_forgotten_after_the_time_that_was_set(
    service, databases, inspector, tmp_path
):
    schema = service.removesuffix("_svc")
    await databases.clean(schema)
    await inspector.execute(ADD.format(schema=schema), [400, 201, 199, 0])

    async def ages():
        rows = await inspector.fetch(f"SELECT subject FROM {schema}.audit ORDER BY n")
        return [row["subject"] for row in rows if row["subject"].isdigit()]

    async with running(service_app(service, databases, tmp_path)):
        assert await eventually(ages, until=lambda left: len(left) < 4)
        assert await ages() == ["199", "0"]


@pytest.mark.parametrize("service", SERVICES)
async def test_the_service_itself_can_forget_nothing_that_is_young(service, databases):
    schema = service.removesuffix("_svc")
    connection = await asyncpg.connect(databases.role_dsn("app", schema))
    try:
        with pytest.raises(asyncpg.RaiseError, match="stay"):
            await connection.fetch(
                f"SELECT {schema}.forget_acts(now() - interval '89 days')"
            )
    finally:
        await connection.close()
