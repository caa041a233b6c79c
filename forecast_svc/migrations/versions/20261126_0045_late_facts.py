"""Late facts: where the shop's model started from, and whether it has been overtaken."""

from alembic import op

from shared.db.migrations import execute_script

revision = "0045"
down_revision = "0016"
branch_labels = None
depends_on = None

# The newest day's model is trained anew at once, and notes its levels.
COLUMNS = """
ALTER TABLE global_models ADD COLUMN outdated boolean NOT NULL DEFAULT false,
    ADD COLUMN data_end date;
ALTER TABLE global_forecasts ADD COLUMN level double precision;
DELETE FROM global_models
"""


def upgrade() -> None:
    execute_script(COLUMNS)


def downgrade() -> None:
    op.execute("ALTER TABLE global_forecasts DROP COLUMN level")
    op.execute("ALTER TABLE global_models DROP COLUMN outdated, DROP COLUMN data_end")
