"""How many units the case has that a supplier sells: in its terms, and on order lines."""

from shared.db.migrations import execute_script

revision = "0072"
down_revision = "0071"
branch_labels = None
depends_on = None

COLUMNS = """
ALTER TABLE supply_terms
    ADD COLUMN units_per_case numeric(12, 3),
    ADD CONSTRAINT ck_supply_terms_units_per_case CHECK (units_per_case > 0);
ALTER TABLE purchase_order_lines
    ADD COLUMN units_per_case numeric(12, 3),
    ADD CONSTRAINT ck_purchase_order_lines_units_per_case CHECK (units_per_case > 0)
"""


def upgrade() -> None:
    execute_script(COLUMNS)


def downgrade() -> None:
    raise NotImplementedError("orders would no longer say how many cases they are")
