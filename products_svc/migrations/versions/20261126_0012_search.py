"""A search goes by more than case and accents: keys of products are folded again."""

from pathlib import Path

from alembic import op
from sqlalchemy import text

from shared.db.migrations import load_functions

revision = "0012"
down_revision = "0010"
branch_labels = None
depends_on = None

FUNCTIONS = Path(__file__).resolve().parents[2] / "sql"
# The columns are generated: they follow when what they are made of is written.
FOLD = """
UPDATE products SET name = name, sku = sku
WHERE name_key <> fold_text(name) OR sku_key <> fold_text(sku)
"""


def upgrade() -> None:
    load_functions(FUNCTIONS, "fold_text")
    op.execute(text(FOLD))


def downgrade() -> None:
    """Both find what the one before found."""
