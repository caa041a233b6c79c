"""The shop's settings, as auth_svc published them."""

from alembic import op

from shared.db import shop

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute(shop.CREATE_TABLE)


def downgrade() -> None:
    op.execute("DROP TABLE shop")
