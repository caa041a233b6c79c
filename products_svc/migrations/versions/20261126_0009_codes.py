"""Skus of the catalogue are in their normal form, as those that come in now are."""

from alembic import op
from sqlalchemy import Connection, text

from shared.codes import normal_code

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

# Only these may be written otherwise.
FOUND = r"SELECT id, sku FROM products WHERE sku ~ '[^\x20-\x7e]|  ' ORDER BY id"
# Two live products that differ in what nobody sees stay as they are: which of them is
# meant is for their people to say.
CHANGE = """
WITH changed AS (
    UPDATE products AS p SET sku = :sku, version = version + 1,
        updated_at = clock_timestamp()
    WHERE id = :id AND (archived_at IS NOT NULL OR NOT EXISTS (
        SELECT FROM products AS o WHERE o.sku = :sku AND o.archived_at IS NULL))
    RETURNING *
)
INSERT INTO outbox (topic, payload)
SELECT 'product.updated', json_strip_nulls(json_build_object(
    'product_id', id, 'sku', sku, 'name', name, 'price', price, 'stock',
    (SELECT coalesce(sum(on_hand), 0) FROM stock WHERE product_id = changed.id),
    'category', category, 'version', version, 'ts', updated_at))
FROM changed WHERE archived_at IS NULL
"""


def upgrade() -> None:
    rename(op.get_bind())


def rename(bind: Connection) -> None:
    for id_, sku in bind.execute(text(FOUND)).all():
        code = normal_code(sku)
        if code and code != sku:
            bind.execute(text(CHANGE), {"id": id_, "sku": code})


def downgrade() -> None:
    """What a code looked like before cannot be seen."""
