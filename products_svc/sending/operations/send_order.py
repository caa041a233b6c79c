"""Have an order sent to its supplier."""

from sqlalchemy.ext.asyncio import AsyncSession

from products_svc import audit
from products_svc.purchasing.errors import OrderEnded, OrderNotPlaced
from products_svc.purchasing.facts import subject_of
from products_svc.purchasing.operations.record_change import require_seen
from products_svc.purchasing.queries import lock_order
from products_svc.tables import AWAITED
from shared.http.preconditions import etag
from shared.mail import outbox
from shared.mail.message import Letter
from shared.mail.outbox import Mail


def require_sendable(status: str) -> None:
    """Raises ``OrderNotPlaced`` and ``OrderEnded``: nobody should get what is no order."""
    if status == "draft":
        raise OrderNotPlaced
    if status not in AWAITED:
        raise OrderEnded(status)


async def send_order(
    db: AsyncSession,
    order_id: int,
    letter: Letter,
    *,
    printed_version: int,
    sender: str,
    actor: int,
) -> Mail:
    """The mail as it waits. The order itself stays as it is, its version too.

    Raises ``OrderNotFound``, ``OrderNotPlaced``, ``OrderEnded``, and
    ``OrderChangedMeanwhile`` when what was printed is of another version.
    """
    order = (await lock_order(db, order_id)).order
    require_sendable(order.status)
    await require_seen(db, order, etag(printed_version))
    mail = await outbox.put(
        db, letter, sender=sender, about=subject_of(order), user_id=actor
    )
    await audit.record(
        db,
        "order.sent",
        subject_of(order),
        actor=actor,
        changes={
            "mail_id": mail.id,
            "to": mail.to,
            "attachments": list(mail.attachments),
        },
    )
    return mail
