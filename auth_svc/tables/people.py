"""Rows of people."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Identity, false, func, true
from sqlalchemy.orm import Mapped, mapped_column

from auth_svc.tables.base import Base
from shared.http.auth import Role


class User(Base):
    """A person. Never deleted: sales and movements carry the id for good."""

    __tablename__ = "users"
    __table_args__ = (
        CheckConstraint(
            "role IN ('viewer', 'user', 'manager', 'admin')", name="known_role"
        ),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True)
    """In lower case (``schemas.Email``), so that a plain unique index ignores case."""
    password_hash: Mapped[str]
    role: Mapped[str]
    active: Mapped[bool] = mapped_column(server_default=true())
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    password_weak: Mapped[bool] = mapped_column(server_default=false())
    """As of the last time that it was typed (``passwords.weak``)."""
    erased_at: Mapped[datetime | None]
    """Since then the row names nobody (``privacy``)."""

    @property
    def erased(self) -> bool:
        return self.erased_at is not None

    @property
    def is_admin(self) -> bool:
        return self.active and self.role == Role.ADMIN
