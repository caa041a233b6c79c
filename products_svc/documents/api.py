"""Routes of documents: an order to send, to print, or to read into another system."""

import asyncio
from typing import Annotated, Literal, cast

from fastapi import Depends, Request, Response

from products_svc.documents.queries import order_document
from products_svc.documents.rules import Language, OrderDocument
from products_svc.documents.sheet import order_csv
from products_svc.settings import Settings
from products_svc.shop import shop_of
from shared.db.database import Store
from shared.http.auth import Manager
from shared.http.service import api_router
from shared.types import Id

router = api_router("/api/purchase-orders", "purchase orders")

_printing = asyncio.Semaphore(1)
"""Long orders take seconds of a processor that others want too: one at a time."""

PDF, CSV, XML = "application/pdf", "text/csv", "application/xml"


async def _document(
    order_id: Id, request: Request, store: Store, _manager: Manager
) -> tuple[OrderDocument, str]:
    settings: Settings = request.app.state.settings
    # What is read is read: no connection waits while a document is made of it.
    async with store.read() as db:
        return await order_document(
            db,
            order_id,
            await shop_of(request, db),
            electronic_address=settings.shop_electronic_address,
        )


Document = Annotated[tuple[OrderDocument, str], Depends(_document)]


@router.get(
    "/{order_id}/document.pdf",
    response_class=Response,
    responses={200: {"content": {PDF: {"schema": {"type": "string"}}}}},
)
async def get_purchase_order_pdf(
    document: Document, language: Literal["en", "fr"] | None = None
) -> Response:
    """For the supplier: in its language, or in the one that is asked for."""
    # Loaded by the first who prints: 15 MB that the till needs not.
    from products_svc.documents.paper import order_pdf

    order, usual = document
    chosen = language or cast(Language, usual)
    async with _printing:
        content = await asyncio.to_thread(order_pdf, order, chosen)
    return _file(content, PDF, f"{order.number}.pdf")


@router.get(
    "/{order_id}/document.csv",
    response_class=Response,
    responses={200: {"content": {CSV: {"schema": {"type": "string"}}}}},
)
async def get_purchase_order_csv(document: Document) -> Response:
    """For a spreadsheet."""
    order, _language = document
    return _file(
        order_csv(order).encode(), f"{CSV}; charset=utf-8", f"{order.number}.csv"
    )


@router.get(
    "/{order_id}/document.xml",
    response_class=Response,
    responses={200: {"content": {XML: {"schema": {"type": "string"}}}}},
)
async def get_purchase_order_ubl(document: Document) -> Response:
    """For the supplier's system: an Order of UBL 2.1, of Peppol's BIS Ordering where both
    sides have an electronic address and a country."""
    from products_svc.documents.ubl import order_ubl

    order, _language = document
    content = await asyncio.to_thread(order_ubl, order)
    return _file(content, XML, f"{order.number}.xml")


def _file(content: bytes, kind: str, name: str) -> Response:
    return Response(
        content,
        media_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
