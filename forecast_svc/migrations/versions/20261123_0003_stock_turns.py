"""When shelves were empty."""

from alembic import op

from shared.db.migrations import execute_script

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TABLE = """
CREATE TABLE stock_turns (
    product_id bigint NOT NULL,
    movement_id bigint NOT NULL,
    at timestamptz NOT NULL,
    empty boolean NOT NULL,
    CONSTRAINT pk_stock_turns PRIMARY KEY (product_id, movement_id)
)
"""


def upgrade() -> None:
    execute_script(TABLE)


def downgrade() -> None:
    op.execute("DROP TABLE stock_turns")
