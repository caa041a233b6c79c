"""Sales that a file does not tell of any more; weeks are named by their product and time."""

from shared.db.migrations import execute_script

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    execute_script("""
CREATE TABLE gone_rows (
    job_id bigint NOT NULL CONSTRAINT fk_gone_rows_job_id_jobs
        REFERENCES jobs (id) ON DELETE CASCADE,
    row_key text NOT NULL,
    product_id bigint NOT NULL,
    sold_at timestamptz NOT NULL,
    CONSTRAINT pk_gone_rows PRIMARY KEY (job_id, row_key)
);
ALTER TABLE jobs ALTER COLUMN key_version SET DEFAULT 3
""")


def downgrade() -> None:
    execute_script("""
ALTER TABLE jobs ALTER COLUMN key_version SET DEFAULT 2;
DROP TABLE gone_rows
""")
