"""Rows of what strangers tried."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from auth_svc.tables.base import Base


class Budget(Base):
    """What is left of a budget of attempts (``shared.db.budgets``)."""

    __tablename__ = "budgets"

    key: Mapped[bytes] = mapped_column(primary_key=True)
    left_over: Mapped[float]
    counted_at: Mapped[datetime] = mapped_column(index=True)


class SignInFailure(Base):
    """Wrong passwords in a row for one account from one network."""

    __tablename__ = "sign_in_failures"

    key: Mapped[bytes] = mapped_column(primary_key=True)
    """A digest: what strangers type as an e-mail address is not kept."""
    failures: Mapped[int]
    last_failed_at: Mapped[datetime] = mapped_column(index=True)
