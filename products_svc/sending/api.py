"""Routes of sending: parse, one call, answer."""

import asyncio
from typing import cast

from fastapi import Request

from products_svc import idempotency
from products_svc.documents.printing import printed
from products_svc.documents.queries import order_document
from products_svc.documents.rules import Language, OrderDocument
from products_svc.purchasing.queries import get_order
from products_svc.purchasing.schemas import MailOut
from products_svc.sending.errors import (
    MailNotConfigured,
    RecipientMissing,
    RecipientUnreadable,
)
from products_svc.sending.operations.send_order import require_sendable, send_order
from products_svc.sending.rules import subject_of, text_of_mail
from products_svc.sending.schemas import SendIn
from products_svc.settings import Settings
from products_svc.shop import shop_of
from shared.db.database import Store
from shared.http.auth import Manager
from shared.http.idempotency import IdempotencyKey
from shared.http.service import api_router
from shared.mail.message import Letter, is_address
from shared.types import Id

router = api_router("/api/purchase-orders", "purchase orders")


class _Request(SendIn):
    """The same mail with another order is another request."""

    order_id: int


@router.post("/{order_id}/send", status_code=202, name="send_purchase_order")
async def post_send(
    order_id: Id,
    body: SendIn,
    request: Request,
    store: Store,
    manager: Manager,
    idempotency_key: IdempotencyKey = None,
) -> MailOut:
    """Send a placed order to its supplier by mail, with the documents of now. What
    becomes of the mail stands among the order's ``mails``."""
    settings: Settings = request.app.state.settings
    if not settings.sends_mail:
        raise MailNotConfigured(order_id)
    async with store.read() as db:
        version = (await get_order(db, order_id)).order.version
        order, usual = await order_document(
            db,
            order_id,
            await shop_of(request, db),
            electronic_address=settings.shop_electronic_address,
        )
    require_sendable(order.status)
    letter = await _letter(order, body, body.language or cast(Language, usual))
    asked = _Request(order_id=order_id, **body.model_dump())
    async with store.transaction() as db:

        async def send() -> MailOut:
            mail = await send_order(
                db,
                order_id,
                letter,
                printed_version=version,
                sender=settings.mail_from,
                actor=manager.id,
            )
            return MailOut.model_validate(mail)

        return await idempotency.run_once(
            db, manager, idempotency_key, asked, MailOut, send
        )


async def _letter(order: OrderDocument, body: SendIn, language: Language) -> Letter:
    """Raises ``RecipientMissing`` and ``RecipientUnreadable``."""
    recipient = body.to or order.seller_email
    if recipient is None:
        raise RecipientMissing
    if not is_address(recipient):
        raise RecipientUnreadable(recipient)
    return Letter(
        recipient=recipient,
        subject=subject_of(order, language),
        text=text_of_mail(order, language, body.message),
        sender_name=order.buyer.name,
        attachments=await asyncio.gather(
            *(printed(order, kind, language) for kind in body.attach)
        ),
    )
