"""How far the data of a source reaches: imports, the products in them, trading days."""

from alembic import op
from sqlalchemy import text

from shared.db.migrations import execute_script

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE reaches (
    generation smallint NOT NULL,
    import_id bigint NOT NULL,
    source text NOT NULL,
    location_id bigint,
    first_day date NOT NULL,
    last_day date NOT NULL,
    withdrawn boolean NOT NULL,
    ts timestamptz NOT NULL,
    CONSTRAINT pk_reaches PRIMARY KEY (generation, import_id)
) PARTITION BY LIST (generation);

CREATE TABLE product_imports (
    generation smallint NOT NULL,
    product_id bigint NOT NULL,
    import_id bigint NOT NULL,
    CONSTRAINT pk_product_imports PRIMARY KEY (generation, product_id, import_id)
) PARTITION BY LIST (generation);

CREATE TABLE trading_days (
    generation smallint NOT NULL,
    day date NOT NULL,
    CONSTRAINT pk_trading_days PRIMARY KEY (generation, day)
) PARTITION BY LIST (generation)
"""
PARTITIONS = """
CREATE TABLE reaches_{g} PARTITION OF reaches FOR VALUES IN ({g});
CREATE TABLE product_imports_{g} PARTITION OF product_imports FOR VALUES IN ({g});
CREATE TABLE trading_days_{g} PARTITION OF trading_days FOR VALUES IN ({g})
"""
RIGHTS = "GRANT TRUNCATE ON reaches_{g}, product_imports_{g}, trading_days_{g} TO {app}"
VIEWS = """
CREATE VIEW live_reaches AS
    SELECT import_id, source, location_id, first_day, last_day, withdrawn FROM reaches
    WHERE generation = (SELECT generation FROM generations WHERE state = 'live');
CREATE VIEW live_product_imports AS
    SELECT product_id, import_id FROM product_imports
    WHERE generation = (SELECT generation FROM generations WHERE state = 'live');
CREATE VIEW live_trading_days AS
    SELECT day FROM trading_days
    WHERE generation = (SELECT generation FROM generations WHERE state = 'live')
"""
# What was imported and sold before is told by the records of the other services.
REBUILD = """
INSERT INTO rebuilds (reason) SELECT 'how far data reaches'
WHERE EXISTS (SELECT FROM generations WHERE state = 'live')
"""


def upgrade() -> None:
    execute_script(TABLES)
    app = op.get_bind().scalar(
        text(
            "SELECT quote_ident(rolname) FROM pg_roles WHERE rolname = current_schema() || '_app'"
        )
    )
    for g in (0, 1):
        execute_script(PARTITIONS.format(g=g))
        if app is not None:
            execute_script(RIGHTS.format(g=g, app=app))
    execute_script(VIEWS)
    op.execute(REBUILD)


def downgrade() -> None:
    execute_script(
        "DROP VIEW live_trading_days, live_product_imports, live_reaches;"
        "DROP TABLE trading_days, product_imports, reaches"
    )
