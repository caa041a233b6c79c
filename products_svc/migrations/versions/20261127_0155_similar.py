"""Products are found by words that were typed wrong, and by their category."""

from pathlib import Path

from alembic import op
from sqlalchemy import text

from shared.db.migrations import load_functions

revision = "0155"
down_revision = "0130"
branch_labels = None
depends_on = None

FUNCTIONS = Path(__file__).resolve().parents[2] / "sql"
SEARCHED = "fold_text(name || E'\\n' || sku || E'\\n' || coalesce(category, ''))"


def upgrade() -> None:
    load_functions(FUNCTIONS, "text_grams", "shared_grams")
    app = f"{op.get_bind().scalar(text('SELECT current_schema()'))}_app"
    role = op.get_bind().scalar(
        text("SELECT quote_ident(rolname) FROM pg_roles WHERE rolname = :name"),
        {"name": app},
    )
    if role is not None:
        op.execute(
            "GRANT EXECUTE ON FUNCTION text_grams(text), shared_grams(text[], text[])"
            f" TO {role}"
        )
    op.execute(
        "ALTER TABLE products"
        f" ADD COLUMN search_key text NOT NULL GENERATED ALWAYS AS ({SEARCHED}) STORED,"
        " ADD COLUMN grams text[] NOT NULL"
        f" GENERATED ALWAYS AS (text_grams({SEARCHED})) STORED"
    )
    op.execute("CREATE INDEX ix_products_grams ON products USING gin (grams)")


def downgrade() -> None:
    op.execute("ALTER TABLE products DROP COLUMN grams, DROP COLUMN search_key")
    op.execute("DROP FUNCTION text_grams(text), shared_grams(text[], text[])")
