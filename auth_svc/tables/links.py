"""Rows of one-time links."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Identity
from sqlalchemy.orm import Mapped, mapped_column

from auth_svc.tables.base import Base


class Link(Base):
    """A link that works once. Whoever reads it is invited with a role, or chooses a new
    ``password`` for a user, or shows that a user's new ``email`` address is theirs."""

    __tablename__ = "links"
    __table_args__ = (
        CheckConstraint(
            "role IN ('viewer', 'user', 'manager', 'admin')", name="known_role"
        ),
        CheckConstraint(
            "purpose IN ('invitation', 'password', 'email')", name="known_purpose"
        ),
        CheckConstraint(
            "(purpose = 'invitation') = (role IS NOT NULL)", name="invites_with_role"
        ),
        CheckConstraint(
            "(purpose = 'invitation') = (user_id IS NULL)", name="invites_no_user"
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    purpose: Mapped[str]
    token_sha256: Mapped[bytes] = mapped_column(unique=True)
    email: Mapped[str] = mapped_column(index=True)
    role: Mapped[str | None]
    user_id: Mapped[int | None] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), index=True
    )
    created_by: Mapped[int]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
