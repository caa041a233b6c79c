"""Routes of documents: an order to send, to print, or to read into another system."""

from typing import Annotated, Any, Literal, cast

from fastapi import Depends, Request, Response

from products_svc.documents.printing import MEDIA_TYPES, Kind, printed
from products_svc.documents.queries import order_document
from products_svc.documents.rules import Language, OrderDocument
from products_svc.settings import Settings
from products_svc.shop import shop_of
from shared.db.database import Store
from shared.http.auth import Manager
from shared.http.service import api_router
from shared.mail.message import Attachment
from shared.types import Id

router = api_router("/api/purchase-orders", "purchase orders")


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


def _content(kind: Kind) -> dict[int | str, dict[str, Any]]:
    media_type = MEDIA_TYPES[kind].partition(";")[0]
    return {200: {"content": {media_type: {"schema": {"type": "string"}}}}}


@router.get(
    "/{order_id}/document.pdf", response_class=Response, responses=_content("pdf")
)
async def get_purchase_order_pdf(
    document: Document, language: Literal["en", "fr"] | None = None
) -> Response:
    """For the supplier: in its language, or in the one that is asked for."""
    order, usual = document
    return _file(await printed(order, "pdf", language or cast(Language, usual)))


@router.get(
    "/{order_id}/document.csv", response_class=Response, responses=_content("csv")
)
async def get_purchase_order_csv(document: Document) -> Response:
    """For a spreadsheet."""
    order, usual = document
    return _file(await printed(order, "csv", cast(Language, usual)))


@router.get(
    "/{order_id}/document.xml", response_class=Response, responses=_content("xml")
)
async def get_purchase_order_ubl(document: Document) -> Response:
    """For the supplier's system: an Order of UBL 2.1, of Peppol's BIS Ordering where both
    sides have an electronic address and a country."""
    order, usual = document
    return _file(await printed(order, "xml", cast(Language, usual)))


def _file(file: Attachment) -> Response:
    return Response(
        file.content,
        media_type=file.kind,
        headers={"Content-Disposition": f'attachment; filename="{file.name}"'},
    )
