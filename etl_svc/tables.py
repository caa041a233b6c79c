"""Rows of etl_svc."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, get_args
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    LargeBinary,
    SmallInteger,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from etl_svc.rules import IN_PROGRESS, JobKind, JobStatus
from shared.db import database


def _one_of(words: Iterable[str]) -> str:
    return "IN ({})".format(", ".join(f"'{word}'" for word in words))


KEY_VERSION = 3
UNSENT = f"sent_at IS NULL AND status {_one_of(IN_PROGRESS)}"
"""Jobs that still need a worker."""


class Base(DeclarativeBase):
    metadata = database.metadata()
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy reads it from the class.
        datetime: DateTime(timezone=True),
        date: Date,
        int: BigInteger,
        str: Text,
        bytes: LargeBinary,
        dict[str, Any]: JSONB,
        list[Any]: JSONB,
    }


def _count() -> Mapped[int]:
    return mapped_column(server_default=text("0"))


class Job(Base):
    """An import. The place up to which its source was read is written in the
    transaction that sends what was read, so a job resumed after a crash neither
    loses nor repeats a row."""

    __tablename__ = "jobs"
    __table_args__ = (
        CheckConstraint(f"kind {_one_of(get_args(JobKind))}", name="known_kind"),
        CheckConstraint(f"status {_one_of(get_args(JobStatus))}", name="known_status"),
        CheckConstraint("phase IN ('check', 'send')", name="known_phase"),
        UniqueConstraint("user_id", "idempotency_key"),
        Index("ix_jobs_idempotency_key", "idempotency_key"),
        # One at a time.
        Index(
            "uq_jobs_emitter",
            "kind",
            unique=True,
            postgresql_where=text(f"kind = 'emitter' AND {UNSENT}"),
        ),
        Index("ix_jobs_unsent", "id", postgresql_where=text(UNSENT)),
    )

    id: Mapped[int] = mapped_column(Identity(always=True), primary_key=True)
    """The ``import_id`` of every event about it."""
    kind: Mapped[str]
    status: Mapped[str] = mapped_column(server_default=text("'queued'"))
    phase: Mapped[str]
    """``check`` reads everything and sends nothing; then comes ``send``, in a dry run
    only once somebody has said so."""
    params: Mapped[dict[str, Any]]
    user_id: Mapped[int]
    file: Mapped[str | None]
    """Name in the data folder, made by this service."""
    idempotency_key: Mapped[str | None]
    digest: Mapped[bytes]
    """Of what was asked for, the file's content included."""

    position: Mapped[int] = _count()
    """Where to read on: a byte of the file, or a row of the synthetic plan."""
    line: Mapped[int] = _count()
    chunks: Mapped[int] = _count()
    resent_from: Mapped[int] = _count()
    """Chunks below this number are of an earlier round, of which some were lost."""
    rows_total: Mapped[int | None]
    rows_read: Mapped[int] = _count()
    rows_accepted: Mapped[int] = _count()
    rows_zero: Mapped[int] = _count()
    rows_returned: Mapped[int] = _count()
    rows_invalid: Mapped[int] = _count()
    rows_sent: Mapped[int] = _count()
    rows_recorded: Mapped[int] = _count()
    rows_duplicate: Mapped[int] = _count()
    rows_refused: Mapped[int] = _count()
    rows_folded: Mapped[int] = _count()
    rows_changed: Mapped[int] = _count()
    rows_withdrawn: Mapped[int] = _count()
    rows_added_up: Mapped[int] = _count()
    key_version: Mapped[int] = mapped_column(
        SmallInteger, server_default=text(f"{KEY_VERSION}")
    )
    """How its rows are named: those of version 1 knew no day of a ticket, those of
    version 2 named a week by its total."""
    decided_at: Mapped[datetime | None]
    """When a dry run was committed; else it was decided on when it was created."""
    comparison: Mapped[dict[str, Any] | None]
    """What importing it would do to what is recorded, as a dry run found."""
    states: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    """Words of states and types, and how many rows say each."""
    layout: Mapped[dict[str, Any] | None]
    """How the file is built, once it was detected."""
    first_day: Mapped[date | None]
    last_day: Mapped[date | None]
    """Days of the shop between which the rows lie, before any shift."""
    shift_days: Mapped[int | None]
    """By how many days all of them are moved, once that is settled."""
    months: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    """Rows and units of each month of the shop, as ``{"2026-05": [rows, units]}``."""
    left_out: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    """Rows that are no sales, such as totals, by their reason: how many, and the
    first of them."""
    problems: Mapped[list[Any]] = mapped_column(server_default=text("'[]'"))
    notices: Mapped[list[Any]] = mapped_column(server_default=text("'[]'"))
    """What is to be told of its rows: how many, and an example each."""
    error_code: Mapped[str | None]
    error: Mapped[str | None]

    claimed_by: Mapped[UUID | None]
    """The claim under which a worker writes; a later claim takes the right away."""
    claimed_until: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())
    sent_at: Mapped[datetime | None]
    """When the last row was in the outbox."""
    finished_at: Mapped[datetime | None]

    @property
    def path(self) -> str | None:
        path: str | None = self.params.get("path")
        return path

    @property
    def file_name(self) -> str | None:
        name: str | None = self.params.get("file_name")
        return name

    @property
    def data_end(self) -> date | None:
        if self.last_day is None:
            return None
        return self.last_day + timedelta(days=self.shift_days or 0)

    @property
    def rows_odd(self) -> int:
        return sum(told["rows"] for told in self.notices if told["kind"] == "warning")

    @property
    def rows_rejected(self) -> int:
        return self.rows_invalid + self.rows_refused


class JobProgress(Base):
    """The newest that one source told of one stage of a job; sums make the job's."""

    __tablename__ = "job_progress"

    job_id: Mapped[int] = mapped_column(
        ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True
    )
    stage: Mapped[str] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(primary_key=True)
    rows: Mapped[int]
    duplicates: Mapped[int]
    refused: Mapped[int]
    changed: Mapped[int] = _count()
    withdrawn: Mapped[int] = _count()
    returned: Mapped[int] = _count()
    unmatched: Mapped[int] = _count()
    codes: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    """Why rows were refused, and how many for each reason."""
    ts: Mapped[datetime]


class Source(Base):
    """Where files come from, and how they are to be read."""

    __tablename__ = "sources"

    name: Mapped[str] = mapped_column(primary_key=True)
    reading: Mapped[dict[str, Any]]
    updated_by: Mapped[int]
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())


class RejectedRow(Base):
    """A row that cannot be imported, as it stands in its file; the file's header
    is the first, with the heading of the reasons for its reason."""

    __tablename__ = "rejected_rows"

    job_id: Mapped[int] = mapped_column(
        ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True
    )
    line: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    reason: Mapped[str]
    content: Mapped[str]


class GoneRow(Base):
    """A sale that a dry run found recorded for the days of its file, which does not
    tell of it: taken back when that is chosen."""

    __tablename__ = "gone_rows"

    job_id: Mapped[int] = mapped_column(
        ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True
    )
    row_key: Mapped[str] = mapped_column(primary_key=True)
    product_id: Mapped[int]
    sold_at: Mapped[datetime]
