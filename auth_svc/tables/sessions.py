"""Rows of sign-ins and their tokens."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, ForeignKey, Identity, false, func
from sqlalchemy.orm import Mapped, mapped_column

from auth_svc.tables.base import Base


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


class Revocation(Base):
    """Access tokens that are refused before they expire (``TokensRevoked``). Kept for as
    long as such tokens live."""

    __tablename__ = "revocations"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id", ondelete="CASCADE"))
    session_ids: Mapped[list[int] | None] = mapped_column(ARRAY(BigInteger))
    role: Mapped[str | None]
    revoked_at: Mapped[datetime] = mapped_column(index=True)
