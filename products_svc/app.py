"""products_svc, wired: the catalogue, stock and its ledger, suppliers and orders."""

from fastapi import FastAPI

from products_svc.catalogue.api import router
from products_svc.counting.api import router as counts_router
from products_svc.documents.api import router as documents_router
from products_svc.examples import EXAMPLES, TAGS
from products_svc.idempotency import AnsweredBefore, serve_as_it_was
from products_svc.locations.api import router as locations_router
from products_svc.lots.api import router as lots_router
from products_svc.pictures.api import router as pictures_router
from products_svc.purchasing.api import router as orders_router
from products_svc.receiving.api import router as receipts_router
from products_svc.scanning.api import router as scanning_router
from products_svc.sending.api import router as sending_router
from products_svc.settings import Settings
from products_svc.stock.api import router as stock_router
from products_svc.supplier_returns.api import router as supplier_returns_router
from products_svc.suppliers.api import router as suppliers_router
from products_svc.suppliers.learner import learner
from products_svc.transfers.api import router as transfers_router
from shared.http.service import build_app
from shared.mail.sender import mail_senders
from shared.settings import load


def create_app(settings: Settings | None = None) -> FastAPI:
    app = build_app(
        settings or load(Settings),
        title="Previstock products",
        description="The catalogue, stock and its ledger, suppliers and orders.",
        # "scan" is no id of a product: the next would read it as one.
        tags=TAGS,
        examples=EXAMPLES,
        routers=[
            scanning_router,
            router,
            pictures_router,
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
            sending_router,
        ],
        background=lambda app: [learner(app), *mail_senders(app)],
    )
    app.add_exception_handler(AnsweredBefore, serve_as_it_was)
    return app


app = create_app()
