"""Jobs, their progress, and the outbox."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from shared.db.migrations import execute_script
from shared.kafka import outbox

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

UNSENT = "sent_at IS NULL AND status IN ('queued', 'running')"


def _count(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), server_default=sa.text("0"), nullable=False)


def _instant(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=True)


def _told(name: str) -> sa.Column[object]:
    return sa.Column(
        name,
        sa.DateTime(timezone=True),
        server_default=sa.text("now()"),
        nullable=False,
    )


def upgrade() -> None:
    execute_script(outbox.CREATE_TABLE)
    op.create_table(
        "jobs",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column(
            "status", sa.Text(), server_default=sa.text("'queued'"), nullable=False
        ),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.Column("params", postgresql.JSONB(), nullable=False),
        sa.Column("user_id", sa.BigInteger(), nullable=False),
        sa.Column("file", sa.Text(), nullable=True),
        sa.Column("idempotency_key", sa.Text(), nullable=True),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        _count("position"),
        _count("line"),
        _count("chunks"),
        sa.Column("rows_total", sa.BigInteger(), nullable=True),
        _count("rows_read"),
        _count("rows_accepted"),
        _count("rows_zero"),
        _count("rows_invalid"),
        _count("rows_sent"),
        _count("rows_recorded"),
        _count("rows_duplicate"),
        _count("rows_refused"),
        _count("rows_folded"),
        sa.Column(
            "problems",
            postgresql.JSONB(),
            server_default=sa.text("'[]'"),
            nullable=False,
        ),
        sa.Column("error_code", sa.Text(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("claimed_by", sa.Uuid(), nullable=True),
        _instant("claimed_until"),
        _told("created_at"),
        _told("updated_at"),
        _instant("sent_at"),
        _instant("finished_at"),
        sa.CheckConstraint(
            "kind IN ('synthetic', 'upload')", name="ck_jobs_known_kind"
        ),
        sa.CheckConstraint(
            "status IN ('queued', 'running', 'done', 'failed', 'cancelled')",
            name="ck_jobs_known_status",
        ),
        sa.CheckConstraint("phase IN ('check', 'send')", name="ck_jobs_known_phase"),
        sa.PrimaryKeyConstraint("id", name="pk_jobs"),
        sa.UniqueConstraint(
            "user_id", "idempotency_key", name="uq_jobs_user_id_idempotency_key"
        ),
    )
    op.create_index("ix_jobs_unsent", "jobs", ["id"], postgresql_where=sa.text(UNSENT))
    op.create_table(
        "job_progress",
        sa.Column("job_id", sa.BigInteger(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.Column("duplicates", sa.BigInteger(), nullable=False),
        sa.Column("refused", sa.BigInteger(), nullable=False),
        sa.Column("ts", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["job_id"], ["jobs.id"], name="fk_job_progress_job_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("job_id", "stage", "source", name="pk_job_progress"),
    )


def downgrade() -> None:
    op.drop_table("job_progress")
    op.drop_index("ix_jobs_unsent", table_name="jobs")
    op.drop_table("jobs")
    op.drop_table("outbox")
