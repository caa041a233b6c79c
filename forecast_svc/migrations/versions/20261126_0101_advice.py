"""What is advised of each product and location, and what else decides on it."""

from alembic import op

from shared.db.migrations import execute_script

revision = "0101"
down_revision = "0112"
branch_labels = None
depends_on = None

TABLES = """
ALTER TABLE demand_forecasts
    ADD COLUMN missed_days date[] NOT NULL DEFAULT '{}',
    ADD COLUMN missed_units real[] NOT NULL DEFAULT '{}';
CREATE TABLE product_classes (
    product_id bigint NOT NULL,
    as_of date NOT NULL,
    abc text NOT NULL,
    xyz text NOT NULL,
    sold double precision NOT NULL,
    revenue double precision NOT NULL,
    CONSTRAINT pk_product_classes PRIMARY KEY (product_id)
);
CREATE TABLE advice (
    product_id bigint NOT NULL,
    location_id bigint NOT NULL,
    as_of date NOT NULL,
    computed_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    supplier_id bigint,
    quantity double precision NOT NULL,
    why_not text,
    urgency smallint NOT NULL,
    order_by date,
    money_at_risk double precision,
    units_at_risk double precision NOT NULL,
    on_hand double precision,
    detail jsonb NOT NULL,
    stock jsonb NOT NULL,
    CONSTRAINT pk_advice PRIMARY KEY (product_id, location_id)
);
CREATE INDEX ix_advice_urgency ON advice (urgency DESC, money_at_risk DESC NULLS LAST);
CREATE INDEX ix_advice_money ON advice (money_at_risk DESC NULLS LAST);
CREATE INDEX ix_advice_order_by ON advice (order_by);
CREATE TABLE advice_state (
    always boolean NOT NULL DEFAULT true,
    as_of date NOT NULL,
    shop_version bigint NOT NULL,
    CONSTRAINT pk_advice_state PRIMARY KEY (always),
    CONSTRAINT ck_advice_state_always CHECK (always)
)
"""


def upgrade() -> None:
    execute_script(TABLES)


def downgrade() -> None:
    for table in ("advice_state", "advice", "product_classes"):
        op.execute(f"DROP TABLE {table}")
    for column in ("missed_days", "missed_units"):
        op.execute(f"ALTER TABLE demand_forecasts DROP COLUMN {column}")
