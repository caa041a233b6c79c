"""How files are built: found, asked for, and remembered by source."""

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

STATUSES = "'queued', 'running', 'done', 'failed', 'cancelled', 'checked', 'undone'"

SOURCES = """
CREATE TABLE sources (
    name text NOT NULL,
    reading jsonb NOT NULL,
    updated_by bigint NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT pk_sources PRIMARY KEY (name)
)
"""


def upgrade() -> None:
    _allow(f"{STATUSES}, 'unmapped'")
    op.execute(
        "ALTER TABLE jobs ADD COLUMN layout jsonb, ADD COLUMN first_day date,"
        " ADD COLUMN last_day date, ADD COLUMN shift_days bigint,"
        " ADD COLUMN rows_returned bigint NOT NULL DEFAULT 0"
    )
    op.execute(SOURCES)


def downgrade() -> None:
    op.execute("DROP TABLE sources")
    op.execute(
        "ALTER TABLE jobs DROP COLUMN layout, DROP COLUMN first_day,"
        " DROP COLUMN last_day, DROP COLUMN shift_days, DROP COLUMN rows_returned"
    )
    op.execute("UPDATE jobs SET status = 'cancelled' WHERE status = 'unmapped'")
    _allow(STATUSES)


def _allow(statuses: str) -> None:
    op.execute("ALTER TABLE jobs DROP CONSTRAINT ck_jobs_known_status")
    op.execute(
        "ALTER TABLE jobs ADD CONSTRAINT ck_jobs_known_status"
        f" CHECK (status IN ({statuses}))"
    )
