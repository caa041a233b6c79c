"""Imports that are checked first, and what each holds month by month."""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

STATUSES = "'queued', 'running', 'done', 'failed', 'cancelled', 'undone'"


def upgrade() -> None:
    _allow(f"{STATUSES}, 'checked'")
    op.execute("ALTER TABLE jobs ADD COLUMN months jsonb NOT NULL DEFAULT '{}'")


def downgrade() -> None:
    op.execute("ALTER TABLE jobs DROP COLUMN months")
    op.execute("UPDATE jobs SET status = 'cancelled' WHERE status = 'checked'")
    _allow(STATUSES)


def _allow(statuses: str) -> None:
    op.execute("ALTER TABLE jobs DROP CONSTRAINT ck_jobs_known_status")
    op.execute(
        "ALTER TABLE jobs ADD CONSTRAINT ck_jobs_known_status"
        f" CHECK (status IN ({statuses}))"
    )
