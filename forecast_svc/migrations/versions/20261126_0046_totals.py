"""Forecasts of products as they were answered, kept to be added up; how totals vary."""

from alembic import op

from shared.db.migrations import execute_script

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE kept_forecasts (
    product_id bigint NOT NULL,
    as_of date NOT NULL,
    mean real[] NOT NULL,
    std real[] NOT NULL,
    cumulative_std real[] NOT NULL,
    made_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT pk_kept_forecasts PRIMARY KEY (product_id)
);
CREATE TABLE stale_forecasts (
    product_id bigint NOT NULL,
    since timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT pk_stale_forecasts PRIMARY KEY (product_id)
);
CREATE TABLE total_calibrations (
    unit text NOT NULL,
    whole boolean NOT NULL,
    category text NOT NULL,
    as_of date NOT NULL,
    dispersion real[] NOT NULL,
    nominal real[] NOT NULL,
    CONSTRAINT pk_total_calibrations PRIMARY KEY (unit, whole, category)
);
DELETE FROM global_models
"""


def upgrade() -> None:
    execute_script(TABLES)


def downgrade() -> None:
    for table in ("total_calibrations", "stale_forecasts", "kept_forecasts"):
        op.execute(f"DROP TABLE {table}")
