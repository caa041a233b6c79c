"""A backup of a real database, made while it changes, and what a restore makes of it."""

import asyncio
import errno

import asyncpg
import pytest

from ops.backup import archive
from ops.backup.archive import Archive
from ops.backup.check import check
from ops.backup.create import create
from ops.backup.errors import BackupError
from ops.backup.restore import BLIND_MARGIN, MARGIN, look, restore
from ops.backup.settings import Settings
from ops.local.postgres import Postgres, binaries
from ops.migrate import SERVICES
from ops.secrets import broker_accounts, write_broker_accounts
from shared.db import epoch
from shared.settings import normalise_url
from tests.support.databases import Databases
from tests.support.ports import free_port

pytestmark = pytest.mark.kafka


class Installation:
    """A server, its secrets and a folder of backups."""

    def __init__(self, place, kafka):
        self.server = Postgres(place / "postgres", free_port(), durable=False)
        self.server.start()
        self.databases = Databases(
            self.server.url("postgres", "postgres"),
            self.server.password,
            place / "secrets",
        )
        self.settings = Settings(
            admin_db_url=normalise_url(self.server.url("postgres", "postgres"))
            .set(password=self.server.password)
            .render_as_string(hide_password=False),
            secrets_dir=place / "secrets",
            uploads_dir=place / "etl",
            kafka_bootstrap_servers=kafka,
            pg_bin=binaries(),
            backup_dir=place / "backups",
        )

    async def prepare(self):
        await self.databases.prepare(SERVICES)
        return self

    async def sql(self, statement, *arguments):
        connection = await asyncpg.connect(self.settings.dsn())
        try:
            return await connection.fetchval(statement, *arguments)
        finally:
            await connection.close()

    async def sell(self, units=1):
        """A sale as the till makes it, without the till."""
        return await self.sql(
            "WITH s AS (SELECT nextval('sales.sales_id_seq') AS id), taken AS ("
            " SELECT t.* FROM s, products.take_stock('sale:' || s.id, 1,"
            " ARRAY[ROW(1, $1::int, NULL)::products.stock_line]) t)"
            " INSERT INTO sales.sales (id, product_id, quantity, price, sold_at, user_id)"
            " SELECT s.id, 1, $1::int, 4.2, now(), 1 FROM s, taken RETURNING id",
            units,
        )

    async def sold(self):
        return await self.sql("SELECT coalesce(sum(quantity), 0)::int FROM sales.sales")

    def erase(self):
        self.server.stop()
        self.server.erase()


@pytest.fixture(scope="module")
def first(tmp_path_factory, kafka):
    made = Installation(tmp_path_factory.mktemp("first"), kafka)
    asyncio.run(made.prepare())
    asyncio.run(stocked(made))
    yield made
    made.erase()


@pytest.fixture(scope="module")
def second(tmp_path_factory, kafka):
    """Another machine, where nothing has been sold."""
    made = Installation(tmp_path_factory.mktemp("second"), kafka)
    asyncio.run(made.prepare())
    yield made
    made.erase()


async def stocked(installation):
    await installation.sql(
        "INSERT INTO products.products (sku, name, price) VALUES ('TEA', 'Tea', 4.2)"
    )
    await installation.sql(
        "SELECT products.open_stock(ARRAY[1], ARRAY[10000], 1, 0::smallint, NULL)"
    )


async def test_what_is_sold_while_the_backup_is_made_breaks_nothing(first):
    for _ in range(20):
        await first.sell()
    selling = asyncio.create_task(sell_on(first))

    file = await create(first.settings)
    selling.cancel()

    assert oct(file.stat().st_mode & 0o777) == "0o600"
    assert await check(first.settings, file) == []
    noted = Archive.open(file).manifest.figures
    assert int(noted.sums["units sold"]) >= 20
    assert noted.tables["sales.sales"].rows <= await first.sold()
    assert [f.name for f in first.settings.backup_dir.iterdir()] == [file.name]


async def sell_on(installation):
    while True:
        await installation.sell()


async def test_the_check_tells_what_differs(first, tmp_path):
    await first.sell()
    file = await create(first.settings)
    found = Archive.open(file)
    parts = found.unpack(tmp_path)
    sums = dict(found.manifest.figures.sums)
    more = sums["units sold"] = str(int(sums["units sold"]) + 1)
    tables = dict(found.manifest.figures.tables)
    tables["auth.users"] = tables["sales.sales"]
    figures = found.manifest.figures.model_copy(update={"sums": sums, "tables": tables})
    other = tmp_path / archive.file_name(found.manifest.made_at)
    archive.write(other, found.manifest.model_copy(update={"figures": figures}), parts)

    differ = "; ".join(await check(first.settings, other))

    assert f"units sold: {more} noted" in differ
    assert "auth.users" in differ


async def test_the_check_tells_a_broken_law(first):
    sale = await first.sell()
    await first.sql(
        "DELETE FROM products.stock_movements WHERE reference = $1", f"sale:{sale}"
    )
    try:
        file = await create(first.settings)
        differ = "; ".join(await check(first.settings, file))
    finally:
        await first.sql("DELETE FROM sales.sales WHERE id = $1", sale)
        await first.sql("UPDATE products.stock SET on_hand = on_hand + 1")

    assert "each sale has taken its stock once" in differ
    assert "the sum of its movements" in differ


async def test_a_restore_takes_back_what_came_after_and_gives_no_number_twice(first):
    before = await first.sell(3)
    sold, epoch_before = await first.sold(), await current(first)
    file = await create(first.settings)
    ghosts = [await first.sell() for _ in range(5)]

    await restore(first.settings, file, lambda _step: None)

    assert await first.sold() == sold
    assert (
        await first.sql("SELECT count(*) FROM sales.sales WHERE id = ANY($1)", ghosts)
        == 0
    )
    assert await current(first) not in {epoch_before, None}
    assert ghosts[-1] < await first.sell() <= ghosts[-1] + MARGIN + 1
    assert before < ghosts[0]
    assert await check(first.settings, await create(first.settings)) == []


async def current(installation):
    connection = await asyncpg.connect(installation.settings.dsn())
    try:
        return await epoch.current_epoch(connection)
    finally:
        await connection.close()


async def test_a_restore_that_fails_late_changes_nothing(first, second, monkeypatch):
    """Another installation's backup, so that the passwords differ."""
    file, sold, begun = (
        await create(second.settings),
        await first.sold(),
        await current(first),
    )

    async def fails(*_):
        raise BackupError("no swap today")

    monkeypatch.setattr("ops.backup.restore._swap", fails)
    with pytest.raises(BackupError, match="no swap today"):
        await restore(first.settings, file, lambda _step: None)

    app = await asyncpg.connect(first.databases.role_dsn("app", "sales"))
    await app.close()
    assert await first.sold() == sold
    assert await current(first) == begun


async def test_another_machine_gets_it_all_and_keeps_its_own_password(first, second):
    await first.sql("CREATE ROLE reports LOGIN PASSWORD 'x'")
    await first.sql("GRANT USAGE ON SCHEMA sales TO reports")
    sold = await first.sold()
    key = first.settings.secrets_dir / "sales" / "jwt_secret"
    (first.settings.uploads_dir).mkdir(exist_ok=True)
    (first.settings.uploads_dir / "kept.csv").write_text("a file to be read")
    await first.sql(
        "INSERT INTO etl.jobs (kind, phase, params, user_id, digest, file, status)"
        " VALUES ('upload', 'check', '{}', 1, '', 'kept.csv', 'queued')"
    )
    write_broker_accounts(first.settings.secrets_dir, wanted=True)
    accounts = write_broker_accounts(second.settings.secrets_dir, wanted=True)
    file = await create(first.settings)
    last = await first.sql("SELECT last_value FROM sales.sales_id_seq")

    await restore(second.settings, file, lambda _step: None)

    assert await second.sold() == sold
    assert (
        second.settings.secrets_dir / "sales" / "jwt_secret"
    ).read_text() == key.read_text()
    assert (second.settings.uploads_dir / "kept.csv").read_text() == "a file to be read"
    # The other broker has accounts of its own.
    assert broker_accounts(second.settings.secrets_dir) == accounts
    # Nothing is known of what the first machine has given since.
    assert await second.sell() == last + BLIND_MARGIN + 1
    app = await asyncpg.connect(second.databases.role_dsn("app", "sales"))
    assert await app.fetchval("SELECT sum(quantity)::int FROM sales.sales") > 0
    await app.close()
    reports = "SELECT has_schema_privilege('reports', 'sales', 'USAGE')"
    assert await second.sql(reports)
    assert not await second.sql(
        "SELECT has_database_privilege('reports', 'previstock', 'CONNECT')"
    )


async def test_nothing_is_replaced_while_services_are_connected(first):
    file = await create(first.settings)
    app = await asyncpg.connect(
        first.databases.role_dsn("app", "sales"),
        server_settings={"application_name": "sales_svc"},
    )
    try:
        with pytest.raises(BackupError, match=r"Stop the services first.*sales_svc"):
            await restore(first.settings, file, lambda _step: None)
        assert await app.fetchval("SELECT 1") == 1
    finally:
        await app.close()


async def test_a_newer_schema_is_refused_in_words(first):
    newest = await first.sql("SELECT version_num FROM sales.alembic_version")
    await first.sql("UPDATE sales.alembic_version SET version_num = 'later'")
    try:
        file = await create(first.settings)
    finally:
        await first.sql("UPDATE sales.alembic_version SET version_num = $1", newest)

    with pytest.raises(BackupError, match=r"newer version.*sales_svc's schema later"):
        look(file)


async def test_a_wrong_password_is_one_line(first):
    url = normalise_url(first.settings.admin_db_url).set(password="guess")
    wrong = first.settings.model_copy(
        update={"admin_db_url": url.render_as_string(hide_password=False)}
    )
    with pytest.raises(BackupError, match="refuses the password"):
        await create(wrong)


async def test_a_second_backup_at_the_same_time_is_refused(first):
    made = await asyncio.gather(
        create(first.settings, first.settings.backup_dir / "one.tar"),
        create(first.settings, first.settings.backup_dir / "two.tar"),
        return_exceptions=True,
    )
    assert sorted(type(result).__name__ for result in made) == [
        "BackupError",
        "PosixPath",
    ]


async def test_what_a_killed_check_has_left_goes_with_the_next_backup(first):
    await first.sql("CREATE DATABASE previstock_scratch_of_a_killed_one")
    await create(first.settings)
    left = "SELECT count(*) FROM pg_database WHERE starts_with(datname, 'previstock_scratch')"
    assert await first.sql(left) == 0


async def test_a_full_disk_is_told_and_leaves_nothing(first, tmp_path, monkeypatch):
    def full(_descriptor):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(BackupError, match="is full; no backup was made"):
        await create(first.settings.model_copy(update={"backup_dir": tmp_path / "b"}))
    assert list((tmp_path / "b").iterdir()) == []
