"""How sums of days have varied in backtests."""

from alembic import op

from shared.db.migrations import execute_script

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

# The newest day's model is trained anew at once, with its backtests.
COLUMNS = """
ALTER TABLE global_forecasts ADD COLUMN dispersion real[], ADD COLUMN nominal real[];
DELETE FROM global_models
"""


def upgrade() -> None:
    execute_script(COLUMNS)


def downgrade() -> None:
    op.execute(
        "ALTER TABLE global_forecasts DROP COLUMN dispersion, DROP COLUMN nominal"
    )
