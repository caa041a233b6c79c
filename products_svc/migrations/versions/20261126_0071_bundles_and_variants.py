"""Bundles, which are sold as their components, and variants below a parent."""

import os
from pathlib import Path

from alembic import op
from sqlalchemy import text

from shared.db.migrations import execute_script, load_functions

revision = "0071"
down_revision = "0051"
branch_labels = None
depends_on = None

FUNCTIONS = Path(__file__).resolve().parents[2] / "sql"
TAKE_BASKET = "take_basket(text[], bigint, stock_line[], text)"
ROLE = "SELECT quote_ident(rolname) FROM pg_roles WHERE rolname = :name"
TABLES = """
ALTER TABLE products
    ADD COLUMN kind text NOT NULL DEFAULT 'product',
    ADD COLUMN parent_id bigint,
    ADD COLUMN options jsonb NOT NULL DEFAULT '{}',
    ADD CONSTRAINT fk_products_parent_id FOREIGN KEY (parent_id) REFERENCES products (id),
    ADD CONSTRAINT ck_products_kind CHECK (kind IN ('product', 'parent', 'bundle')),
    ADD CONSTRAINT ck_products_parent CHECK (parent_id IS NULL OR kind <> 'parent');
CREATE INDEX ix_products_parent_id ON products (parent_id) WHERE parent_id IS NOT NULL;
CREATE TABLE bundle_components (
    bundle_id bigint NOT NULL,
    component_id bigint NOT NULL,
    quantity numeric(12, 3) NOT NULL,
    CONSTRAINT pk_bundle_components PRIMARY KEY (bundle_id, component_id),
    CONSTRAINT fk_bundle_components_bundle_id FOREIGN KEY (bundle_id) REFERENCES products (id),
    CONSTRAINT fk_bundle_components_component_id FOREIGN KEY (component_id)
        REFERENCES products (id),
    CONSTRAINT ck_bundle_components_quantity CHECK (quantity BETWEEN 0.001 AND 1000),
    CONSTRAINT ck_bundle_components_itself CHECK (bundle_id <> component_id)
);
CREATE INDEX ix_bundle_components_component_id ON bundle_components (component_id)
"""
ONLY_PRODUCTS = """
CREATE TRIGGER only_products_have_stock BEFORE INSERT ON stock
FOR EACH ROW EXECUTE FUNCTION refuse_shelf()
"""


def upgrade() -> None:
    execute_script(TABLES)
    schema = str(_one("SELECT quote_ident(current_schema())"))
    names = ("available_bundles", "refuse_shelf", "require_stock", "take_basket")
    load_functions(FUNCTIONS, *names, schema=schema)
    op.execute(ONLY_PRODUCTS)
    op.execute(f"REVOKE ALL ON FUNCTION {TAKE_BASKET} FROM PUBLIC")
    # Trials with one superuser have no such roles.
    app = _one(ROLE, name=f"{_one('SELECT current_schema()')}_app")
    if app is not None:
        op.execute(f"GRANT EXECUTE ON FUNCTION available_bundles(bigint) TO {app}")
    sales = _one(ROLE, name=f"{os.environ.get('SALES_SCHEMA') or 'sales'}_app")
    if sales is not None:
        op.execute(f"GRANT EXECUTE ON FUNCTION {TAKE_BASKET} TO {sales}")


def downgrade() -> None:
    raise NotImplementedError("bundles would be sold without their components")


def _one(query: str, **values: str) -> object:
    return op.get_bind().scalar(text(query), values)
