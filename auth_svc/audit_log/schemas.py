"""Response bodies of the log."""

from typing import Any

from pydantic import BaseModel

from auth_svc.audit_log.queries import Act
from shared.types import Instant


class ActOut(BaseModel):
    service: str
    n: int
    """Its number there: with the service what it is told apart by."""
    ts: Instant
    actor: int
    """The user's id; 0: nobody that is known."""
    actor_name: str | None
    action: str
    subject: str
    """What it was done to, as ``purchase_order/12``."""
    version: int | None
    """The subject's, after it."""
    changes: dict[str, Any]
    """By field what it was and what it is since, and what else belongs to the act."""
    request_id: str | None
    address: str | None
    """Where the request came from; none of what a service did by itself, and of whom was
    erased."""

    @classmethod
    def of(cls, act: Act) -> "ActOut":
        entry = act.entry
        return cls(
            service=entry.service,
            n=entry.n,
            ts=entry.ts,
            actor=entry.actor,
            actor_name=act.actor_name,
            action=entry.action,
            subject=entry.subject,
            version=entry.version,
            changes=entry.changes,
            request_id=entry.request_id,
            address=entry.address,
        )
