"""Rows of auth_svc."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    BigInteger,
    CheckConstraint,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    Text,
    false,
    func,
    true,
)
from sqlalchemy.dialects.postgresql import JSON
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared.db import database
from shared.http.auth import Role


class Base(DeclarativeBase):
    metadata = database.metadata()
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class.
        datetime: DateTime(timezone=True),
        int: BigInteger,
        str: Text,
        bytes: LargeBinary,
    }


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
    """As of the last time that it was typed (``weak_passwords``)."""
    erased_at: Mapped[datetime | None]
    """Since then the row names nobody (``privacy``)."""

    @property
    def is_admin(self) -> bool:
        return self.active and self.role == Role.ADMIN


class Session(Base):
    """One sign-in: the family of the refresh tokens that descend from it."""

    __tablename__ = "sessions"

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), index=True
    )
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    """When the newest refresh token expires."""
    revoked_at: Mapped[datetime | None]
    network: Mapped[str] = mapped_column(server_default="")
    """From where it was opened (``shared.http.front``)."""
    user_agent: Mapped[str] = mapped_column(server_default="")
    """As the device that opened it called itself."""
    used_at: Mapped[datetime] = mapped_column(server_default=func.now())
    """When its newest refresh token was given out."""
    single_sign_on: Mapped[bool] = mapped_column(server_default=false())
    """A provider has said who it is, by factors of its own."""


class Budget(Base):
    """What is left of a budget of attempts (``shared.db.budgets``)."""

    __tablename__ = "budgets"

    key: Mapped[bytes] = mapped_column(primary_key=True)
    left_over: Mapped[float]
    counted_at: Mapped[datetime] = mapped_column(index=True)


class RefreshToken(Base):
    """A refresh token that was issued: its digest, and what is needed to sign the
    very same token again for a client whose answer was lost."""

    __tablename__ = "refresh_tokens"

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    session_id: Mapped[int] = mapped_column(
        ForeignKey("sessions.id", ondelete="CASCADE"), index=True
    )
    token_sha256: Mapped[bytes] = mapped_column(unique=True)
    jti: Mapped[UUID]
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]
    successor_id: Mapped[int | None] = mapped_column(
        ForeignKey("refresh_tokens.id", ondelete="SET NULL"), index=True
    )


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


class Revocation(Base):
    """Access tokens that are refused before they expire (``TokensRevoked``). Kept for as
    long as such tokens live."""

    __tablename__ = "revocations"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    session_ids: Mapped[list[int] | None] = mapped_column(ARRAY(BigInteger))
    role: Mapped[str | None]
    revoked_at: Mapped[datetime] = mapped_column(index=True)


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


class ProviderAccount(Base):
    """Whom the provider means by a subject. Its e-mail address may change, this does not."""

    __tablename__ = "identities"

    issuer: Mapped[str] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(
        ForeignKey("users.id", ondelete="CASCADE"), index=True
    )
    linked_at: Mapped[datetime] = mapped_column(server_default=func.now())


class SignOnAttempt(Base):
    """A browser that was sent to the provider, and is to come back from there once."""

    __tablename__ = "sign_on_attempts"

    state_sha256: Mapped[bytes] = mapped_column(primary_key=True)
    nonce: Mapped[str]
    code_verifier: Mapped[str]
    next_page: Mapped[str]
    expires_at: Mapped[datetime] = mapped_column(index=True)


class SignInFailure(Base):
    """Wrong passwords in a row for one account from one network."""

    __tablename__ = "sign_in_failures"

    key: Mapped[bytes] = mapped_column(primary_key=True)
    """A digest: what strangers type as an e-mail address is not kept."""
    failures: Mapped[int]
    last_failed_at: Mapped[datetime] = mapped_column(index=True)
