"""products_svc, wired: the catalogue, stock and its ledger, suppliers and orders."""

from fastapi import FastAPI

from products_svc.catalogue.api import router
from products_svc.counting.api import router as counts_router
from products_svc.documents.api import router as documents_router
from products_svc.locations.api import router as locations_router
from products_svc.lots.api import router as lots_router
from products_svc.purchasing.api import router as orders_router
from products_svc.receiving.api import router as receipts_router
from products_svc.settings import Settings
from products_svc.stock.api import router as stock_router
from products_svc.supplier_returns.api import router as supplier_returns_router
from products_svc.suppliers.api import router as suppliers_router
from products_svc.transfers.api import router as transfers_router
from shared.http.service import build_app
from shared.settings import load


def create_app(settings: Settings | None = None) -> FastAPI:
    return build_app(
        settings or load(Settings),
        title="Previstock products",
        description="The catalogue, stock and its ledger, suppliers and orders.",
        routers=[
            router,
            stock_router,
            locations_router,
            suppliers_router,
            orders_router,
            receipts_router,
            documents_router,
            counts_router,
            transfers_router,
            lots_router,
            supplier_returns_router,
        ],
    )


app = create_app()
