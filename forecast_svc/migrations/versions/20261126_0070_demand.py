"""What bundles consume, beside what is sold by itself; and whose variant a product is.

``live_daily.quantity`` is demand: both. A shop without bundles sees no other number.
"""

from shared.db.migrations import execute_script

revision = "0070"
down_revision = "0047"
branch_labels = None
depends_on = None

COLUMNS = """
ALTER TABLE daily ADD COLUMN consumed numeric(18, 3) NOT NULL DEFAULT 0;
ALTER TABLE products ADD COLUMN kind text, ADD COLUMN parent_id bigint
"""
VIEWS = """
CREATE OR REPLACE VIEW live_daily AS
    SELECT product_id, location_id, day,
        CAST(quantity + consumed AS numeric(18, 3)) AS quantity, revenue, sales, consumed
    FROM daily
    WHERE generation = (SELECT generation FROM generations WHERE state = 'live');
CREATE OR REPLACE VIEW live_products AS
    SELECT product_id, sku, name, price, category,
        archived_version > 0 AND archived_version >= version AS archived,
        coalesce(unit, 'piece') AS unit, coalesce(quantity_decimals, 0) AS quantity_decimals,
        coalesce(kind, 'product') AS kind, parent_id
    FROM products
    WHERE generation = (SELECT generation FROM generations WHERE state = 'live')
"""


def upgrade() -> None:
    execute_script(COLUMNS)
    execute_script(VIEWS)


def downgrade() -> None:
    raise NotImplementedError("what bundles consumed would be lost")
