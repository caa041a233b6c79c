"""etl_svc on a real PostgreSQL, with the real products_svc beside it."""

from contextlib import asynccontextmanager

import httpx
import pytest

from etl_svc.app import create_app, make_worker
from etl_svc.peers.products import Catalogue
from etl_svc.peers.sales import RecordedSales
from etl_svc.settings import Settings
from etl_svc.tests.driver import ImportDriver
from products_svc.app import create_app as create_products
from products_svc.settings import Settings as ProductsSettings
from sales_svc.app import create_app as create_sales
from sales_svc.settings import Settings as SalesSettings
from tests.support import client_for, service_bearer


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
        yield app
    for each in (app, products, sales):
        await each.state.database.close()
    await app.state.exports.database.close()


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
def working(app, make_settings):
    """A worker of this process while the block lasts."""

    @asynccontextmanager
    async def working(**changes):
        worker = make_worker(app, make_settings(**changes))
        async with ImportDriver.running(worker):
            yield worker

    return working
