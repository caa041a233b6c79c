"""An order as a file, of whichever kind."""

import asyncio
from typing import Literal

from products_svc.documents.rules import Language, OrderDocument
from products_svc.documents.sheet import order_csv
from shared.mail.message import Attachment

Kind = Literal["pdf", "csv", "xml"]

_printing = asyncio.Semaphore(1)
"""Long orders take seconds of a processor that others want too: one at a time."""

MEDIA_TYPES: dict[Kind, str] = {
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "xml": "application/xml",
}


async def printed(order: OrderDocument, kind: Kind, language: Language) -> Attachment:
    # Loaded by the first who prints: 15 MB that the till needs not.
    if kind == "pdf":
        from products_svc.documents.paper import order_pdf

        async with _printing:
            content = await asyncio.to_thread(order_pdf, order, language)
    elif kind == "csv":
        content = order_csv(order).encode()
    else:
        from products_svc.documents.ubl import order_ubl

        content = await asyncio.to_thread(order_ubl, order)
    return Attachment(f"{order.number}.{kind}", MEDIA_TYPES[kind], content)
