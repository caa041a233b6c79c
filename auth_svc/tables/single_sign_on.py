"""Rows of single sign-on."""

from datetime import datetime

from sqlalchemy import ForeignKey, func
from sqlalchemy.orm import Mapped, mapped_column

from auth_svc.tables.base import Base


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
