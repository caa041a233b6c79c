"""How often what models learn from has changed: a training sees whether it was overtaken."""

from alembic import op

from shared.db.migrations import execute_script

revision = "0171"
down_revision = "0170"
branch_labels = None
depends_on = None

TABLE = """
CREATE TABLE history_changes (
    single boolean NOT NULL DEFAULT true,
    corrected bigint NOT NULL DEFAULT 0,
    withdrawn bigint NOT NULL DEFAULT 0,
    CONSTRAINT pk_history_changes PRIMARY KEY (single),
    CONSTRAINT ck_history_changes_single CHECK (single)
);
INSERT INTO history_changes DEFAULT VALUES
"""


def upgrade() -> None:
    execute_script(TABLE)


def downgrade() -> None:
    op.execute("DROP TABLE history_changes")
