"""Accuracy as people understand it: sums of 28 days, their quantiles, and lasting bias."""

from alembic import op

from shared.db.migrations import execute_script

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

TABLES = """
ALTER TABLE issued ADD COLUMN sum_quantiles real[], ADD COLUMN week_std double precision;
ALTER TABLE scores ADD COLUMN naive_error double precision, ADD COLUMN demand_class text,
    ADD COLUMN sum_pinball double precision[], ADD COLUMN sum_below integer[];
CREATE TABLE scored_weeks (
    product_id bigint NOT NULL,
    as_of date NOT NULL,
    deviation double precision,
    CONSTRAINT pk_scored_weeks PRIMARY KEY (product_id, as_of)
);
CREATE INDEX ix_scored_weeks_as_of ON scored_weeks (as_of);
CREATE TABLE bias_alarms (
    product_id bigint NOT NULL,
    since date NOT NULL,
    direction text NOT NULL,
    CONSTRAINT pk_bias_alarms PRIMARY KEY (product_id),
    CONSTRAINT ck_bias_alarms_direction CHECK (direction IN ('too_high', 'too_low'))
)
"""


def upgrade() -> None:
    execute_script(TABLES)


def downgrade() -> None:
    op.execute("DROP TABLE bias_alarms")
    op.execute("DROP TABLE scored_weeks")
    op.execute(
        "ALTER TABLE scores DROP COLUMN naive_error, DROP COLUMN demand_class,"
        " DROP COLUMN sum_pinball, DROP COLUMN sum_below"
    )
    op.execute("ALTER TABLE issued DROP COLUMN sum_quantiles, DROP COLUMN week_std")
