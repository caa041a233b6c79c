"""What a total was forecast to be on a past day can be added up again."""

from shared.db.migrations import execute_script

revision = "0190"
down_revision = "0160"
branch_labels = None
depends_on = None

KEPT = """
ALTER TABLE issued ADD COLUMN std real[], ADD COLUMN cumulative_std real[];
ALTER TABLE total_calibrations DROP CONSTRAINT pk_total_calibrations,
    ADD CONSTRAINT pk_total_calibrations PRIMARY KEY (unit, whole, category, as_of)
"""
FORGOTTEN = """
DELETE FROM total_calibrations c WHERE EXISTS (SELECT FROM total_calibrations o
    WHERE o.unit = c.unit AND o.whole = c.whole AND o.category = c.category
        AND o.as_of > c.as_of);
ALTER TABLE total_calibrations DROP CONSTRAINT pk_total_calibrations,
    ADD CONSTRAINT pk_total_calibrations PRIMARY KEY (unit, whole, category);
ALTER TABLE issued DROP COLUMN cumulative_std, DROP COLUMN std
"""


def upgrade() -> None:
    execute_script(KEPT)


def downgrade() -> None:
    execute_script(FORGOTTEN)
