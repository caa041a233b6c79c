"""sales_svc, wired: the till and the history of sales."""

from fastapi import FastAPI

from sales_svc.examples import EXAMPLES, TAGS
from sales_svc.housekeeping import housekeeping
from sales_svc.imports.api import router as imports
from sales_svc.imports.consumer import import_consumer
from sales_svc.live.api import Streams, ending_streams, router as live
from sales_svc.live.feed import Feed
from sales_svc.live.hub import Hub
from sales_svc.margins.api import router as margins
from sales_svc.orders.api import router as orders
from sales_svc.selling.api import router
from sales_svc.selling.till import till
from sales_svc.settings import Settings
from shared.http.exports import Exports, closing_exports
from shared.http.service import build_app
from shared.settings import load


def create_app(settings: Settings | None = None) -> FastAPI:
    settings = settings or load(Settings)
    app = build_app(
        settings,
        title="Previstock sales",
        description="The till and the history of sales.",
        # "orders" is no id of a sale: the last of them would read it as one.
        tags=TAGS,
        examples=EXAMPLES,
        routers=[till, orders, margins, imports, live, router],
        consumers=lambda app: [import_consumer(app)],
        background=lambda app: [
            housekeeping(app),
            Feed(settings.broker, app.state.live),
        ],
        resources=[closing_exports, ending_streams],
    )
    app.state.exports = Exports(settings)
    app.state.live = Hub()
    app.state.streams = Streams()
    return app


app = create_app()
