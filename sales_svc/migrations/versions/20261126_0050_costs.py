"""What a sale's units cost when they were sold, and the tax that was on them.

Sales from before know neither: what was not written down then is not guessed now.
"""

from shared.db.migrations import execute_script

revision = "0050"
down_revision = "0007"
branch_labels = None
depends_on = None

COLUMNS = """
ALTER TABLE sales
    ADD COLUMN unit_cost numeric(18, 6),
    ADD COLUMN cost numeric(18, 2),
    ADD COLUMN tax_rate numeric(5, 2),
    ADD COLUMN tax_included boolean
"""


def upgrade() -> None:
    execute_script(COLUMNS)


def downgrade() -> None:
    raise NotImplementedError("what sales cost would be lost")
