"""Copies of suppliers, their terms, open orders, transfers, lots and locations; what
stock cost. All of it is told by the records of products_svc: the series are folded again.

``live_supply`` says from whom a product is usually bought: the supplier that is preferred,
else the first of those that sell it. ``live_incoming`` says what is on its way to where.
"""

from alembic import op
from sqlalchemy import text

from shared.db.migrations import execute_script

revision = "0110"
down_revision = "0040"
branch_labels = None
depends_on = None

TABLES = """
CREATE TABLE locations (
    generation smallint NOT NULL,
    location_id bigint NOT NULL,
    version bigint NOT NULL,
    name text NOT NULL,
    archived boolean NOT NULL,
    transfer_days integer NOT NULL,
    ts timestamptz NOT NULL,
    CONSTRAINT pk_locations PRIMARY KEY (generation, location_id)
) PARTITION BY LIST (generation);

CREATE TABLE suppliers (
    generation smallint NOT NULL,
    supplier_id bigint NOT NULL,
    version bigint NOT NULL,
    name text NOT NULL,
    order_days smallint[] NOT NULL,
    review_days integer NOT NULL,
    closed jsonb NOT NULL,
    minimum_order_value numeric(12, 2),
    carriage_free_from numeric(12, 2),
    currency text NOT NULL,
    rate numeric(20, 10) NOT NULL,
    lead_time_days integer,
    archived boolean NOT NULL,
    ts timestamptz NOT NULL,
    CONSTRAINT pk_suppliers PRIMARY KEY (generation, supplier_id)
) PARTITION BY LIST (generation);

CREATE TABLE supply_terms (
    generation smallint NOT NULL,
    product_id bigint NOT NULL,
    supplier_id bigint NOT NULL,
    version bigint NOT NULL,
    unit_cost numeric(18, 6) NOT NULL,
    price_breaks jsonb NOT NULL,
    order_multiple numeric(12, 3) NOT NULL,
    minimum_quantity numeric(12, 3) NOT NULL,
    lead_time_days integer,
    lead_time_p50 numeric(6, 1),
    lead_time_p90 numeric(6, 1),
    preferred boolean NOT NULL,
    removed boolean NOT NULL,
    ts timestamptz NOT NULL,
    CONSTRAINT pk_supply_terms PRIMARY KEY (generation, product_id, supplier_id)
) PARTITION BY LIST (generation);

CREATE TABLE purchase_lines (
    generation smallint NOT NULL,
    line_id bigint NOT NULL,
    version bigint NOT NULL,
    purchase_order_id bigint NOT NULL,
    product_id bigint NOT NULL,
    location_id bigint NOT NULL,
    supplier_id bigint NOT NULL,
    status text NOT NULL,
    quantity numeric(12, 3) NOT NULL,
    open numeric(12, 3) NOT NULL,
    expected_on date,
    ts timestamptz NOT NULL,
    CONSTRAINT pk_purchase_lines PRIMARY KEY (generation, line_id)
) PARTITION BY LIST (generation);
CREATE INDEX ix_purchase_lines_open ON purchase_lines (product_id) WHERE open > 0;

CREATE TABLE transfer_lines (
    generation smallint NOT NULL,
    line_id bigint NOT NULL,
    version bigint NOT NULL,
    transfer_id bigint NOT NULL,
    product_id bigint NOT NULL,
    from_location_id bigint NOT NULL,
    to_location_id bigint NOT NULL,
    open numeric(18, 3) NOT NULL,
    expected_on date,
    ts timestamptz NOT NULL,
    CONSTRAINT pk_transfer_lines PRIMARY KEY (generation, line_id)
) PARTITION BY LIST (generation);
CREATE INDEX ix_transfer_lines_open ON transfer_lines (product_id) WHERE open > 0;

CREATE TABLE lots (
    generation smallint NOT NULL,
    lot_id bigint NOT NULL,
    version bigint NOT NULL,
    product_id bigint NOT NULL,
    location_id bigint NOT NULL,
    code text,
    on_hand numeric(18, 3) NOT NULL,
    expires_on date,
    ts timestamptz NOT NULL,
    CONSTRAINT pk_lots PRIMARY KEY (generation, lot_id)
) PARTITION BY LIST (generation);
CREATE INDEX ix_lots_held ON lots (product_id) WHERE on_hand > 0;

ALTER TABLE stock ADD COLUMN average_cost numeric(18, 6);
ALTER TABLE products ADD COLUMN tax_rate numeric(5, 2), ADD COLUMN shelf_life_days integer,
    ADD COLUMN min_stock jsonb
"""
COPIES = (
    "locations", "suppliers", "supply_terms", "purchase_lines", "transfer_lines", "lots",
)  # fmt: skip
PARTITION = "CREATE TABLE {table}_{g} PARTITION OF {table} FOR VALUES IN ({g}){room}"
# Each movement of the stock writes its row anew.
ROOM = " WITH (fillfactor = 70)"
RIGHTS = "GRANT TRUNCATE ON {table}_{g} TO {app}"

LIVE = "generation = (SELECT generation FROM generations WHERE state = 'live')"
VIEWS = """
CREATE OR REPLACE VIEW live_products AS
    SELECT product_id, sku, name, price, category,
        archived_version > 0 AND archived_version >= version AS archived,
        coalesce(unit, 'piece') AS unit, coalesce(quantity_decimals, 0) AS quantity_decimals,
        coalesce(kind, 'product') AS kind, parent_id, tax_rate,
        shelf_life_days, coalesce(min_stock, '[]') AS min_stock
    FROM products WHERE {live};
CREATE VIEW live_stock AS
    SELECT product_id, location_id, on_hand, average_cost, movement_id, moved_at
    FROM stock WHERE {live};
CREATE VIEW live_locations AS
    SELECT location_id, name, archived, transfer_days FROM locations WHERE {live};
CREATE VIEW live_suppliers AS
    SELECT supplier_id, name, order_days, review_days, closed, minimum_order_value,
        carriage_free_from, currency, rate, lead_time_days, archived
    FROM suppliers WHERE {live};
CREATE VIEW live_supply_terms AS
    SELECT product_id, supplier_id, unit_cost, price_breaks, order_multiple,
        minimum_quantity, lead_time_days, lead_time_p50, lead_time_p90, preferred
    FROM supply_terms WHERE {live} AND NOT removed;
CREATE VIEW live_supply AS
    SELECT DISTINCT ON (t.product_id) t.product_id, t.supplier_id, s.name AS supplier_name,
        t.unit_cost, t.price_breaks, s.currency, s.rate, t.order_multiple,
        t.minimum_quantity, t.lead_time_days, s.lead_time_days AS supplier_lead_time_days,
        t.lead_time_p50, t.lead_time_p90, s.order_days, s.review_days, s.closed,
        s.minimum_order_value, s.carriage_free_from, t.preferred
    FROM live_supply_terms t JOIN live_suppliers s USING (supplier_id)
    WHERE NOT s.archived ORDER BY t.product_id, t.preferred DESC, t.supplier_id;
CREATE VIEW live_purchase_lines AS
    SELECT line_id, purchase_order_id, product_id, location_id, supplier_id, status,
        quantity, open, expected_on, version, ts
    FROM purchase_lines WHERE {live};
CREATE VIEW live_transfer_lines AS
    SELECT line_id, transfer_id, product_id, from_location_id, to_location_id, open,
        expected_on
    FROM transfer_lines WHERE {live};
CREATE VIEW live_lots AS
    SELECT lot_id, product_id, location_id, code, on_hand, expires_on
    FROM lots WHERE {live} AND on_hand > 0;
CREATE VIEW live_incoming AS
    SELECT product_id, location_id, open AS quantity, expected_on,
        CASE status WHEN 'draft' THEN 'draft' ELSE 'purchase_order' END AS source,
        purchase_order_id AS source_id, line_id, supplier_id
    FROM live_purchase_lines WHERE open > 0
    UNION ALL
    SELECT product_id, to_location_id, open, expected_on, 'transfer', transfer_id, line_id,
        CAST(NULL AS bigint)
    FROM live_transfer_lines WHERE open > 0
"""
# What happened before is told by the records of the other services.
REBUILD = """
INSERT INTO rebuilds (reason) SELECT 'what is bought, and what it costs'
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
        for table in COPIES:
            room = ROOM if table == "lots" else ""
            op.execute(PARTITION.format(table=table, g=g, room=room))
            if app is not None:
                op.execute(RIGHTS.format(table=table, g=g, app=app))
    execute_script(VIEWS.format(live=LIVE))
    op.execute(REBUILD)


def downgrade() -> None:
    raise NotImplementedError("views would lose columns that others read")
