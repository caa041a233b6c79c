"""Quantities to the thousandth, and what products are counted in.

A column of another type is written anew, row by row: five seconds for a million days of
products. All of it is one transaction. Whole quantities stay what they were, and no
series has to be folded again.
"""

from shared.db.migrations import execute_script

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

DROP = "DROP VIEW live_availability, live_products, live_daily"
# Sums have more digits than a single sale's quantity.
QUANTITIES = """
ALTER TABLE daily ALTER COLUMN quantity TYPE numeric(18, 3);
ALTER TABLE stock ALTER COLUMN on_hand TYPE numeric(18, 3);
ALTER TABLE products ADD COLUMN unit text, ADD COLUMN quantity_decimals smallint
"""
VIEWS = """
CREATE VIEW live_daily AS
    SELECT product_id, location_id, day, quantity, revenue, sales FROM daily
    WHERE generation = (SELECT generation FROM generations WHERE state = 'live');
CREATE VIEW live_products AS
    SELECT product_id, sku, name, price, category,
        archived_version > 0 AND archived_version >= version AS archived{measures}
    FROM products
    WHERE generation = (SELECT generation FROM generations WHERE state = 'live');
CREATE VIEW live_availability AS
    SELECT k.product_id, k.location_id, coalesce(t.movement_id, 0) AS movement_id,
        coalesce(CAST(t.at AT TIME ZONE (
            SELECT business_tz FROM generations WHERE state = 'live') AS date
        ), date '0001-01-01') AS day,
        coalesce(t.empty, false) AS empty
    FROM stock k LEFT JOIN stockout_changes t USING (product_id, location_id)
    WHERE k.generation = (SELECT generation FROM generations WHERE state = 'live')
        AND (t.movement_id IS NOT NULL OR k.on_hand > 0)
        AND (SELECT true FROM live_daily d WHERE d.product_id = k.product_id
            AND d.location_id = k.location_id AND d.quantity > 0 LIMIT 1)
"""
MEASURES = """,
        coalesce(unit, 'piece') AS unit, coalesce(quantity_decimals, 0) AS quantity_decimals"""
BACK = """
ALTER TABLE products DROP COLUMN unit, DROP COLUMN quantity_decimals;
ALTER TABLE stock ALTER COLUMN on_hand TYPE bigint;
ALTER TABLE daily ALTER COLUMN quantity TYPE bigint
"""


def upgrade() -> None:
    execute_script(DROP)
    execute_script(QUANTITIES)
    execute_script(VIEWS.format(measures=MEASURES))


def downgrade() -> None:
    execute_script(DROP)
    execute_script(BACK)
    execute_script(VIEWS.format(measures=""))
