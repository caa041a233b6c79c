"""Locations of daily series and stock-out changes; views of what is live.

Until now every sale and every movement was of the main location. The views say once
which generation answers: a later migration that changes a column they show drops and
creates them anew.
"""

from shared.db.migrations import execute_script

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

# A constant default rewrites no table; only the key's index is built again.
LOCATIONS = """
ALTER TABLE daily ADD COLUMN location_id bigint NOT NULL DEFAULT 1;
ALTER TABLE daily DROP CONSTRAINT pk_daily,
    ADD CONSTRAINT pk_daily PRIMARY KEY (generation, product_id, day, location_id);
ALTER TABLE stockout_changes ADD COLUMN location_id bigint NOT NULL DEFAULT 1
"""

# The live generation is asked for as a value, not joined: its partition alone is
# then read, in the order of its key.
#
# A shelf that was never seen empty has no change that says so: it was full from the
# first day on. Shelves where the product has never sold are left out: what lies in a
# store room keeps nobody from leaving the shop without it. The first day that is
# found is enough: EXISTS would be planned as a join that reads them all.
VIEWS = """
CREATE VIEW live_daily AS
    SELECT product_id, location_id, day, quantity, revenue, sales FROM daily
    WHERE generation = (SELECT generation FROM generations WHERE state = 'live');
CREATE VIEW live_products AS
    SELECT product_id, sku, name, price, category,
        archived_version > 0 AND archived_version >= version AS archived
    FROM products
    WHERE generation = (SELECT generation FROM generations WHERE state = 'live');
CREATE VIEW live_imports AS
    SELECT import_id, rows, duplicates FROM imports
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

BACK = """
DROP VIEW live_availability, live_imports, live_products, live_daily;
DELETE FROM stockout_changes WHERE location_id <> 1;
ALTER TABLE stockout_changes DROP COLUMN location_id;
WITH elsewhere AS (
    DELETE FROM daily WHERE location_id <> 1
    RETURNING generation, product_id, day, quantity, revenue, sales
)
INSERT INTO daily AS d (generation, product_id, day, location_id, quantity, revenue, sales)
SELECT generation, product_id, day, 1, sum(quantity), sum(revenue), sum(sales)
FROM elsewhere GROUP BY generation, product_id, day
ON CONFLICT (generation, product_id, day, location_id) DO UPDATE SET
    quantity = d.quantity + excluded.quantity, revenue = d.revenue + excluded.revenue,
    sales = d.sales + excluded.sales;
ALTER TABLE daily DROP COLUMN location_id;
ALTER TABLE daily ADD CONSTRAINT pk_daily PRIMARY KEY (generation, product_id, day)
"""


def upgrade() -> None:
    execute_script(LOCATIONS)
    execute_script(VIEWS)


def downgrade() -> None:
    execute_script(BACK)
