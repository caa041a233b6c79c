"""What people did that others may have to answer for."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from shared.contracts.base import Event
from shared.types import Instant, OwnId

Act = Literal[
    "admin.made",
    "advice.ordered",
    "alert.closed",
    "alert.seen",
    "alerts.set",
    "audit.exported",
    "basket.voided",
    "count.cancelled",
    "count.entered",
    "count.opened",
    "count.posted",
    "day.corrected",
    "day.correction_withdrawn",
    "email.change_asked",
    "event.cancelled",
    "event.changed",
    "event.planned",
    "file.exported",
    "identity.linked",
    "import.cancelled",
    "import.committed",
    "import.started",
    "import.undone",
    "invitation.withdrawn",
    "location.archived",
    "location.changed",
    "location.opened",
    "lot.written_off",
    "order.amended",
    "order.cancelled",
    "order.closed",
    "order.drafted",
    "order.placed",
    "order.received",
    "order.sent",
    "override.set",
    "override.withdrawn",
    "passkey.added",
    "passkey.removed",
    "password.changed",
    "password.reset",
    "password.reset_offered",
    "person.exported",
    "product.archived",
    "product.changed",
    "product.created",
    "product.picture_removed",
    "product.picture_set",
    "product.restored",
    "product.snoozed",
    "product.woken",
    "products.imported",
    "recovery_code.used",
    "replay.cancelled",
    "replay.started",
    "right.refused",
    "sale.returned",
    "sale.voided",
    "second_factor.added",
    "second_factor.removed",
    "session.ended",
    "session.opened",
    "session.revoked",
    "sessions.ended",
    "shop.changed",
    "sign_in.failed",
    "sign_in_rule.changed",
    "stock.adjusted",
    "supplier.added",
    "supplier.archived",
    "supplier.changed",
    "supplier_return.recorded",
    "target.removed",
    "target.set",
    "terms.changed",
    "transfer.cancelled",
    "transfer.drafted",
    "transfer.received",
    "transfer.shipped",
    "user.changed",
    "user.erased",
    "user.invited",
    "user.registered",
]
"""What services write down from now on. Whoever adds one gives it words on the page of
the log, in both languages."""


class AuditRecorded(Event):
    """Somebody did something, and the service that did it for them wrote it down.

    ``actor`` is the user's id, 0 the system; ``subject`` what it was done to, as
    ``purchase_order/12``; ``changes`` by field what it was and what it is since.
    """

    topic: ClassVar[str] = "audit.recorded"
    identity: ClassVar[tuple[str, ...]] = ("service", "n")
    routing: ClassVar[tuple[str, ...]] = ("service",)

    service: Annotated[str, Field(min_length=1, max_length=40)]
    n: OwnId
    action: Annotated[str, Field(min_length=1, max_length=60)]
    """One of ``Act``, or what an earlier version called one."""
    subject: Annotated[str, Field(min_length=1, max_length=100)]
    actor: Annotated[int, Field(ge=0)]
    changes: dict[str, Any]
    version: Annotated[int, Field(ge=1)] | None = None
    """The subject's, after it."""
    request_id: str | None = None
    address: str | None = None
    """Where the request came from; none of what a service did by itself."""
    ts: Instant
