"""etl_svc on a real PostgreSQL, with the real products_svc beside it."""

from contextlib import asynccontextmanager

import asyncpg
import httpx
import pytest

from etl_svc.app import create_app, make_worker
from etl_svc.operations.record_progress import record_progress
from etl_svc.peers.products import Catalogue
from etl_svc.peers.sales import RecordedSales
from etl_svc.settings import Settings
from etl_svc.tests.driver import ImportDriver
from products_svc.app import create_app as create_products
from products_svc.settings import Settings as ProductsSettings
from sales_svc.app import create_app as create_sales
from sales_svc.imports.operations.record_chunks import record_chunks
from sales_svc.imports.operations.undo_import import undo_some
from sales_svc.settings import Settings as SalesSettings
from shared.contracts.imports import ImportProgress, SalesImport
from shared.http.exports import closing_exports
from tests.support import client_for, outbox_rows, service_bearer


@pytest.fixture
def make_settings(databases, tmp_path):
    def make(**changes):
        usual = {"data_dir": tmp_path / "etl", "poll_s": 0.02, "lease_s": 2}
        return databases.settings(Settings, **usual | changes)

    return make


@pytest.fixture
async def app(databases, make_settings):
    await databases.clean("etl", "products", "sales")
    products = create_products(databases.settings(ProductsSettings))
    sales = create_sales(databases.settings(SalesSettings))
    app = create_app(make_settings())
    app.state.uploads.prepare()
    async with peer_of(products) as catalogue, peer_of(sales) as recorded:
        app.state.catalogue = Catalogue(catalogue)
        app.state.sales = RecordedSales(recorded)
        app.state.sales_database = sales.state.database
        yield app
    for each in (app, products, sales):
        await each.state.database.close()
    await app.state.exports.database.close()


@pytest.fixture
async def counter(app, databases):
    """A manager beside this service: clients of products_svc and of sales_svc."""
    products = create_products(databases.settings(ProductsSettings))
    sales = create_sales(databases.settings(SalesSettings))
    async with (
        closing_exports(sales),
        client_for(products, "manager", 7) as catalogue,
        client_for(sales, "manager", 7) as till,
    ):
        yield catalogue, till
    await products.state.database.close()
    await sales.state.database.close()


def peer_of(app):
    """A service beside this one, without a network between them."""
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app, raise_app_exceptions=False),
        base_url="http://peer",
        headers=service_bearer("etl_svc"),
    )


@pytest.fixture
async def client(app):
    """A manager, user 7."""
    async with client_for(app, "manager", 7) as client:
        yield client


@pytest.fixture
def driver(app, client):
    """What a test asks of jobs and of what they sent."""
    return ImportDriver(app, client)


@pytest.fixture
def recorded(app, databases):
    """Has sales_svc record what was sent since the last time, as its consumer does, and
    tells the jobs; the units left of its live sales by day and sku."""
    seen: set[tuple[int, int]] = set()

    async def recorded(*, undo=()):
        chunks = [
            SalesImport.model_validate(row["payload"])
            for row in await outbox_rows(app.state.database)
            if row["topic"] == SalesImport.topic
        ]
        new = [c for c in chunks if (c.import_id, c.chunk) not in seen]
        seen.update((c.import_id, c.chunk) for c in new)
        database = app.state.sales_database
        if new:
            async with database.transaction() as db:
                await record_chunks(db, new)
        for import_id in undo:
            more = True
            while more:
                async with database.transaction() as db:
                    more = await undo_some(db, import_id, user_id=7)
        told = [
            ImportProgress.model_validate(value)
            for row in await outbox_rows(database)
            if row["topic"] == "import.progress"
            for value in row["payload"]
        ]
        async with app.state.database.transaction() as db:
            await record_progress(db, told)
        return await units_left(databases.superuser_dsn())

    return recorded


async def units_left(dsn):
    connection = await asyncpg.connect(dsn)
    try:
        rows = await connection.fetch(
            "SELECT to_char(s.sold_at, 'MM-DD') AS day, p.sku,"
            " sum(s.quantity - s.returned) AS units"
            " FROM sales.sales AS s JOIN products.products AS p ON p.id = s.product_id"
            " WHERE s.voided_at IS NULL GROUP BY 1, 2 ORDER BY 1, 2"
        )
    finally:
        await connection.close()
    return {(row["day"], row["sku"]): int(row["units"]) for row in rows}


@pytest.fixture
def working(app, make_settings):
    """A worker of this process while the block lasts."""

    @asynccontextmanager
    async def working(**changes):
        worker = make_worker(app, make_settings(**changes))
        async with ImportDriver.running(worker):
            yield worker

    return working


@pytest.fixture
def imported(driver, working, recorded):
    """The job of a file, and the units that are recorded after it."""

    async def imported(content, **options):
        job_id = await driver.upload(content.encode(), **options)
        async with working():
            await driver.all_sent(job_id)
        units = await recorded()
        return await driver.job(job_id), units

    return imported
