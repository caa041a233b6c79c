"""Imports that were undone; rows that were rejected, as they stood in their file."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

STATUSES = "'queued', 'running', 'done', 'failed', 'cancelled'"


REJECTED = """
CREATE TABLE rejected_rows (
    job_id bigint NOT NULL,
    line bigint NOT NULL,
    reason text NOT NULL,
    content text NOT NULL,
    CONSTRAINT pk_rejected_rows PRIMARY KEY (job_id, line),
    CONSTRAINT fk_rejected_rows_job_id_jobs FOREIGN KEY (job_id)
        REFERENCES jobs (id) ON DELETE CASCADE
)
"""


def upgrade() -> None:
    _allow(f"{STATUSES}, 'undone'")
    op.execute(REJECTED)


def downgrade() -> None:
    op.execute("DROP TABLE rejected_rows")
    op.execute("UPDATE jobs SET status = 'cancelled' WHERE status = 'undone'")
    _allow(STATUSES)


def _allow(statuses: str) -> None:
    # Alembic put the table's name in front of the first one's a second time.
    for name in ("ck_jobs_ck_jobs_known_status", "ck_jobs_known_status"):
        op.execute(f"ALTER TABLE jobs DROP CONSTRAINT IF EXISTS {name}")
    op.execute(
        "ALTER TABLE jobs ADD CONSTRAINT ck_jobs_known_status"
        f" CHECK (status IN ({statuses}))"
    )
