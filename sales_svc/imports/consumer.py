"""Imported history, chunk by chunk."""

from collections.abc import Sequence

from fastapi import FastAPI
from sqlalchemy.ext.asyncio import AsyncSession

from sales_svc.imports.operations.record_chunks import record_chunks
from sales_svc.imports.operations.refuse_unsent import refuse_unsent
from sales_svc.settings import Settings
from shared.contracts.imports import SalesImport
from shared.kafka.consumer import Consumer, Subscription

GROUP = "sales_svc.imports"
CHUNKS_AT_A_TIME = 8
"""Up to 4 000 rows in one transaction: some 200 ms, so that locks stay short."""


def import_consumer(app: FastAPI) -> Consumer:
    settings: Settings = app.state.settings

    async def record(db: AsyncSession, chunks: Sequence[SalesImport]) -> None:
        await refuse_unsent(db, chunks, etl_schema=settings.etl_schema)
        await record_chunks(db, chunks)

    return Consumer(
        app.state.database,
        [Subscription(event=SalesImport, handle=record)],
        bootstrap=settings.broker,
        group=GROUP,
        max_records=CHUNKS_AT_A_TIME,
    )
