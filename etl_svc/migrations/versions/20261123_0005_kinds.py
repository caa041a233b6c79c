"""Jobs of files in the watched folder, and of sales that are emitted as time goes by."""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _allow("'synthetic', 'upload', 'folder', 'emitter'")
    op.create_index("ix_jobs_idempotency_key", "jobs", ["idempotency_key"])
    op.execute(
        "CREATE UNIQUE INDEX uq_jobs_emitter ON jobs (kind) WHERE kind = 'emitter'"
        " AND sent_at IS NULL AND status IN ('queued', 'running')"
    )


def downgrade() -> None:
    op.drop_index("uq_jobs_emitter", table_name="jobs")
    op.drop_index("ix_jobs_idempotency_key", table_name="jobs")
    op.execute("UPDATE jobs SET kind = 'upload' WHERE kind = 'folder'")
    op.execute("DELETE FROM jobs WHERE kind = 'emitter'")
    _allow("'synthetic', 'upload'")


def _allow(kinds: str) -> None:
    # Alembic put the table's name in front of the first one's a second time.
    for name in ("ck_jobs_ck_jobs_known_kind", "ck_jobs_known_kind"):
        op.execute(f"ALTER TABLE jobs DROP CONSTRAINT IF EXISTS {name}")
    op.execute(
        f"ALTER TABLE jobs ADD CONSTRAINT ck_jobs_known_kind CHECK (kind IN ({kinds}))"
    )
