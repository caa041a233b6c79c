"""Tokens that were revoked lately, for services that ask."""

from alembic import op

revision = "0090"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE revocations (
            id uuid PRIMARY KEY,
            user_id bigint NOT NULL REFERENCES users ON DELETE CASCADE,
            session_ids bigint[],
            role text,
            revoked_at timestamptz NOT NULL
        )
    """)
    op.execute("CREATE INDEX ix_revocations_revoked_at ON revocations (revoked_at)")


def downgrade() -> None:
    op.execute("DROP TABLE revocations")
