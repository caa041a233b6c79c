"""Forecasts of products and locations as of a day, kept for what to order; whose advice
is to be looked at again."""

from alembic import op

from shared.db.migrations import execute_script

revision = "0100"
down_revision = "0111"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE demand_forecasts (
    product_id bigint NOT NULL,
    location_id bigint NOT NULL,
    as_of date NOT NULL,
    mean real[] NOT NULL,
    std real[] NOT NULL,
    cumulative_std real[] NOT NULL,
    dispersion real[],
    nominal real[],
    measured boolean NOT NULL,
    reason text,
    made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT pk_demand_forecasts PRIMARY KEY (product_id, as_of, location_id)
);
CREATE TABLE touched_products (
    product_id bigint NOT NULL,
    since timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT pk_touched_products PRIMARY KEY (product_id)
)
"""


def upgrade() -> None:
    execute_script(TABLES)


def downgrade() -> None:
    for table in ("touched_products", "demand_forecasts"):
        op.execute(f"DROP TABLE {table}")
