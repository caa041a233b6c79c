"""Imported history, chunk by chunk."""

from fastapi import FastAPI

from sales_svc.imports.operations.record_chunks import record_chunks
from sales_svc.settings import Settings
from shared.contracts.imports import SalesImport
from shared.kafka.consumer import Consumer, Subscription

GROUP = "sales_svc.imports"
CHUNKS_AT_A_TIME = 8
"""Up to 4 000 rows in one transaction: some 200 ms, so that locks stay short."""


def import_consumer(app: FastAPI) -> Consumer:
    settings: Settings = app.state.settings
    return Consumer(
        app.state.database,
        [Subscription(event=SalesImport, handle=record_chunks)],
        bootstrap=settings.broker,
        group=GROUP,
        max_records=CHUNKS_AT_A_TIME,
    )
