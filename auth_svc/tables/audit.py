"""Rows of the log of who did what."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.dialects.postgresql import JSON
from sqlalchemy.orm import Mapped, mapped_column

from auth_svc.tables.base import Base


class AuditEntry(Base):
    """An act of any service, as its event told of it. The service's role can only add."""

    __tablename__ = "audit_log"
    __table_args__ = (
        Index("ix_audit_log_ts", "ts", "service", "n"),
        Index("ix_audit_log_actor_ts", "actor", "ts"),
        Index("ix_audit_log_subject_ts", "subject", "ts"),
    )

    service: Mapped[str] = mapped_column(primary_key=True)
    n: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    ts: Mapped[datetime]
    actor: Mapped[int]
    action: Mapped[str]
    subject: Mapped[str]
    version: Mapped[int | None]
    changes: Mapped[dict[str, Any]] = mapped_column(JSON)
    request_id: Mapped[str | None]
    address: Mapped[str | None]
