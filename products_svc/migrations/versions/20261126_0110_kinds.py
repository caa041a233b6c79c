"""What a product is may change until it was sold or moved; bundles note their first sale."""

from pathlib import Path

from alembic import op
from sqlalchemy import text

from shared.db.migrations import execute_script, load_functions

revision = "0110"
down_revision = "0052"
branch_labels = None
depends_on = None

FUNCTIONS = Path(__file__).resolve().parents[2] / "sql"
CHANGE_KIND = "change_kind(bigint, text, bigint, text)"
ROLE = "SELECT quote_ident(rolname) FROM pg_roles WHERE rolname = :name"
# Of bundles from before nobody knows here whether they were sold.
TABLE = """
CREATE TABLE sold_bundles (
    bundle_id bigint NOT NULL,
    CONSTRAINT pk_sold_bundles PRIMARY KEY (bundle_id)
);
INSERT INTO sold_bundles SELECT id FROM products WHERE kind = 'bundle'
"""


def upgrade() -> None:
    execute_script(TABLE)
    schema = str(_one("SELECT quote_ident(current_schema())"))
    names = ("change_kind", "refuse_shelf", "take_basket")
    load_functions(FUNCTIONS, *names, schema=schema)
    op.execute(f"REVOKE ALL ON FUNCTION {CHANGE_KIND} FROM PUBLIC")
    # Trials with one superuser have no such role.
    app = _one(ROLE, name=f"{_one('SELECT current_schema()')}_app")
    if app is not None:
        op.execute(f"GRANT EXECUTE ON FUNCTION {CHANGE_KIND} TO {app}")
        op.execute(f"REVOKE INSERT, UPDATE, DELETE ON sold_bundles FROM {app}")


def downgrade() -> None:
    raise NotImplementedError("bundles that were sold could become something else")


def _one(query: str, **values: str) -> object:
    return op.get_bind().scalar(text(query), values)
