"""Rows of second factors."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Identity, func
from sqlalchemy.orm import Mapped, mapped_column

from auth_svc.tables.base import Base


class Authenticator(Base):
    """An app on a phone that shows a code for each half minute (RFC 6238)."""

    __tablename__ = "authenticators"

    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), primary_key=True
    )
    secret: Mapped[str]
    """In base 32. Only the role of auth_svc reads this table."""
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    confirmed_at: Mapped[datetime | None]
    """Until a code was shown once, nobody is asked for one."""
    last_step: Mapped[int] = mapped_column(server_default="0")
    """The half minute of the last code that was taken: none is taken twice."""


class RecoveryCode(Base):
    """One of the codes for the day on which the phone is lost."""

    __tablename__ = "recovery_codes"

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), index=True
    )
    code_sha256: Mapped[bytes] = mapped_column(unique=True)
    used_at: Mapped[datetime | None]


class SignInRule(Base):
    """What the shop asks of everybody who signs in: one row."""

    __tablename__ = "sign_in_rules"
    __table_args__ = (
        CheckConstraint("id = 1", name="one_row"),
        CheckConstraint(
            "second_factor_from IN ('viewer', 'user', 'manager', 'admin')",
            name="known_role",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    second_factor_from: Mapped[str | None]
    """From this role on a second factor is needed; null asks nobody."""
