"""What people did that others may have to answer for."""

from typing import Annotated, Any, ClassVar

from pydantic import Field

from shared.contracts.base import Event
from shared.types import Instant, OwnId


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
    subject: Annotated[str, Field(min_length=1, max_length=100)]
    actor: Annotated[int, Field(ge=0)]
    changes: dict[str, Any]
    version: Annotated[int, Field(ge=1)] | None = None
    """The subject's, after it."""
    request_id: str | None = None
    ts: Instant
