"""The field's own words: stock-out changes, global models; refits are requested."""

from shared.db.migrations import execute_script

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

RENAME = """
ALTER TABLE stock_turns RENAME TO stockout_changes;
ALTER TABLE stockout_changes RENAME CONSTRAINT pk_stock_turns TO pk_stockout_changes;
ALTER TABLE shop_models RENAME TO global_models;
ALTER TABLE global_models RENAME CONSTRAINT pk_shop_models TO pk_global_models;
ALTER TABLE global_models RENAME COLUMN shut TO closed_days;
ALTER TABLE shop_forecasts RENAME TO global_forecasts;
ALTER TABLE global_forecasts RENAME CONSTRAINT pk_shop_forecasts TO pk_global_forecasts;
ALTER TABLE global_forecasts
    RENAME CONSTRAINT fk_shop_forecasts_as_of_shop_models TO fk_global_forecasts_as_of_global_models;
ALTER TABLE refits DROP CONSTRAINT ck_refits_reason;
UPDATE refits SET reason = 'requested' WHERE reason = 'asked for';
ALTER TABLE refits ADD CONSTRAINT ck_refits_reason CHECK (reason IN ('scheduled', 'requested'));
UPDATE rebuilds SET reason = 'requested' WHERE reason = 'asked for';
UPDATE rebuilds SET stage = 'stockouts' WHERE stage = 'turns'
"""

BACK = """
UPDATE rebuilds SET stage = 'turns' WHERE stage = 'stockouts';
UPDATE rebuilds SET reason = 'asked for' WHERE reason = 'requested';
ALTER TABLE refits DROP CONSTRAINT ck_refits_reason;
UPDATE refits SET reason = 'asked for' WHERE reason = 'requested';
ALTER TABLE refits ADD CONSTRAINT ck_refits_reason CHECK (reason IN ('scheduled', 'asked for'));
ALTER TABLE global_forecasts
    RENAME CONSTRAINT fk_global_forecasts_as_of_global_models TO fk_shop_forecasts_as_of_shop_models;
ALTER TABLE global_forecasts RENAME CONSTRAINT pk_global_forecasts TO pk_shop_forecasts;
ALTER TABLE global_forecasts RENAME TO shop_forecasts;
ALTER TABLE global_models RENAME COLUMN closed_days TO shut;
ALTER TABLE global_models RENAME CONSTRAINT pk_global_models TO pk_shop_models;
ALTER TABLE global_models RENAME TO shop_models;
ALTER TABLE stockout_changes RENAME CONSTRAINT pk_stockout_changes TO pk_stock_turns;
ALTER TABLE stockout_changes RENAME TO stock_turns
"""


def upgrade() -> None:
    execute_script(RENAME)


def downgrade() -> None:
    execute_script(BACK)
