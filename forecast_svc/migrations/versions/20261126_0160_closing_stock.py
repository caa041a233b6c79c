"""What locations held at the end of past days: the ledger tells it, so the series are
folded again."""

from alembic import op
from sqlalchemy import text

from shared.db.migrations import execute_script

revision = "0160"
down_revision = "0180"
branch_labels = None
depends_on = None

TABLE = """
CREATE TABLE closing_stock (
    generation smallint NOT NULL,
    product_id bigint NOT NULL,
    location_id bigint NOT NULL,
    day date NOT NULL,
    on_hand numeric(18, 3) NOT NULL,
    movement_id bigint NOT NULL,
    CONSTRAINT pk_closing_stock PRIMARY KEY (generation, product_id, location_id, day)
) PARTITION BY LIST (generation)
"""
PARTITION = (
    "CREATE TABLE closing_stock_{g} PARTITION OF closing_stock FOR VALUES IN ({g})"
)
RIGHTS = "GRANT TRUNCATE ON closing_stock_{g} TO {app}"
VIEW = """
CREATE VIEW live_closing_stock AS
    SELECT product_id, location_id, day, on_hand FROM closing_stock
    WHERE generation = (SELECT generation FROM generations WHERE state = 'live')
"""
REBUILD = """
INSERT INTO rebuilds (reason) SELECT 'what was in stock on past days'
WHERE EXISTS (SELECT FROM generations WHERE state = 'live')
"""


def upgrade() -> None:
    execute_script(TABLE)
    app = op.get_bind().scalar(
        text(
            "SELECT quote_ident(rolname) FROM pg_roles WHERE rolname = current_schema() || '_app'"
        )
    )
    for g in (0, 1):
        op.execute(PARTITION.format(g=g))
        if app is not None:
            op.execute(RIGHTS.format(g=g, app=app))
    execute_script(VIEW)
    op.execute(REBUILD)


def downgrade() -> None:
    op.execute("DROP VIEW live_closing_stock")
    op.execute("DROP TABLE closing_stock")
