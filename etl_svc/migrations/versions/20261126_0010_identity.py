"""What an import changes of earlier ones; how its rows are named; words of states."""

from shared.db.migrations import execute_script

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

# Jobs that are there already named their rows as versions before did.
COLUMNS = """
ALTER TABLE jobs ADD COLUMN rows_changed bigint NOT NULL DEFAULT 0,
    ADD COLUMN rows_withdrawn bigint NOT NULL DEFAULT 0,
    ADD COLUMN rows_added_up bigint NOT NULL DEFAULT 0,
    ADD COLUMN key_version smallint NOT NULL DEFAULT 1,
    ADD COLUMN decided_at timestamptz,
    ADD COLUMN comparison jsonb,
    ADD COLUMN states jsonb NOT NULL DEFAULT '{}';
ALTER TABLE jobs ALTER COLUMN key_version SET DEFAULT 2;
ALTER TABLE job_progress ADD COLUMN changed bigint NOT NULL DEFAULT 0,
    ADD COLUMN withdrawn bigint NOT NULL DEFAULT 0,
    ADD COLUMN returned bigint NOT NULL DEFAULT 0,
    ADD COLUMN unmatched bigint NOT NULL DEFAULT 0,
    ADD COLUMN codes jsonb NOT NULL DEFAULT '{}'
"""


def upgrade() -> None:
    execute_script(COLUMNS)


def downgrade() -> None:
    execute_script("""
ALTER TABLE job_progress DROP COLUMN codes, DROP COLUMN unmatched,
    DROP COLUMN returned, DROP COLUMN withdrawn, DROP COLUMN changed;
ALTER TABLE jobs DROP COLUMN states, DROP COLUMN comparison, DROP COLUMN decided_at,
    DROP COLUMN key_version, DROP COLUMN rows_added_up, DROP COLUMN rows_withdrawn,
    DROP COLUMN rows_changed
""")
