"""From which device a session was opened, and when it was last used."""

from alembic import op

revision = "0095"
down_revision = "0094"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE sessions ADD COLUMN user_agent text NOT NULL DEFAULT ''")
    op.execute(
        "ALTER TABLE sessions ADD COLUMN used_at timestamptz NOT NULL DEFAULT now()"
    )
    op.execute("""
        UPDATE sessions SET used_at = coalesce(
            (SELECT max(issued_at) FROM refresh_tokens WHERE session_id = sessions.id),
            created_at
        )
    """)


def downgrade() -> None:
    op.execute("ALTER TABLE sessions DROP COLUMN used_at, DROP COLUMN user_agent")
