"""A database of an earlier version, brought up to date by the real steps.

``tests/upgrade/b7051fe.sql.xz`` was dumped from the version of that commit: a small
made-up shop with sales from the till and from a file, voids, an import that was
undone and an override. ``b7051fe.json`` is what that database said of it.
"""

import asyncio
import json
import lzma

import asyncpg
import pytest

from auth_svc.app import create_app as auth_app
from auth_svc.settings import Settings as AuthSettings
from etl_svc.app import create_app as etl_app
from etl_svc.settings import Settings as EtlSettings
from forecast_svc.app import create_app as forecast_app
from forecast_svc.settings import Settings as ForecastSettings
from ops import secrets
from ops.backup import figures, programs
from ops.backup.settings import Settings
from ops.local.postgres import Postgres, binaries
from ops.migrate import ROOT, SERVICES
from ops.postgres import roles
from products_svc.app import create_app as products_app
from products_svc.settings import Settings as ProductsSettings
from sales_svc.app import create_app as sales_app
from sales_svc.settings import Settings as SalesSettings
from shared.db import epoch
from shared.settings import normalise_url
from tests.support import client_for
from tests.support.databases import Databases
from tests.support.ports import free_port

DUMP = ROOT / "tests" / "upgrade" / "b7051fe.sql.xz"
TOLD = json.loads(DUMP.with_name("b7051fe.json").read_text())


@pytest.fixture(scope="module")
def upgraded(tmp_path_factory):
    place = tmp_path_factory.mktemp("upgrade")
    server = Postgres(place / "postgres", free_port(), durable=False)
    server.start()
    try:
        yield asyncio.run(upgrade(server, place))
    finally:
        server.stop()
        server.erase()


async def upgrade(server, place):
    """The earlier version's server as the new one's setup step finds it."""
    url = normalise_url(server.url("postgres", "postgres")).set(
        password=server.password
    )
    settings = Settings(
        admin_db_url=url.render_as_string(hide_password=False),
        secrets_dir=place / "secrets",
        pg_bin=binaries(),
    )
    secrets.write_missing(settings.secrets_dir)
    await roles.ensure(settings.dsn("postgres"), settings.secrets_dir)
    administrator = await asyncpg.connect(settings.dsn("postgres"))
    await administrator.execute(f"DROP DATABASE {roles.DATABASE}")
    await roles.create_database(administrator, roles.DATABASE)
    await administrator.close()
    script = place / "dump.sql"
    script.write_bytes(lzma.decompress(DUMP.read_bytes()))
    await programs.run(
        settings, "psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1",
        f"--file={script}", database=roles.DATABASE,
    )  # fmt: skip

    databases = Databases(
        server.url("postgres", "postgres"), server.password, settings.secrets_dir
    )
    await databases.prepare(SERVICES)
    return databases


@pytest.fixture
async def administrator(upgraded):
    connection = await figures.connect(upgraded.superuser_dsn())
    yield connection
    await connection.close()


async def test_nothing_was_lost_and_every_law_holds(administrator):
    assert await figures.sums(administrator) == TOLD["sums"]
    assert await figures.broken_laws(administrator) == []
    assert await figures.series_behind(administrator) == []
    for table, rows in TOLD["rows"].items():
        assert await administrator.fetchval(f"SELECT count(*) FROM {table}") == rows


async def test_whole_quantities_came_up_whole(upgraded):
    app = sales_app(upgraded.settings(SalesSettings))
    try:
        async with client_for(app, "admin", 1) as client:
            listed = await client.get("/api/sales", params={"limit": 100})
    finally:
        await app.state.database.close()

    quantities = [sale["quantity"] for sale in listed.json()]
    assert {type(quantity) for quantity in quantities} == {int}


async def test_it_has_an_epoch_from_now_on(administrator):
    assert await epoch.current_epoch(administrator) is not None


@pytest.mark.parametrize(
    ("create", "settings", "path"),
    [
        (auth_app, AuthSettings, "/api/auth/users"),
        (products_app, ProductsSettings, "/api/products"),
        (sales_app, SalesSettings, "/api/sales"),
        (forecast_app, ForecastSettings, "/api/forecast/overrides"),
        (etl_app, EtlSettings, "/api/etl/jobs"),
    ],
)
async def test_each_service_answers_with_what_was_there(
    upgraded, create, settings, path
):
    app = create(upgraded.settings(settings))
    try:
        async with client_for(app, "admin", 1) as client:
            answer = await client.get(path)
    finally:
        await app.state.database.close()

    assert answer.status_code == 200, answer.text
    assert answer.json()
