"""One-time links: invitations, and new passwords."""

from alembic import op

revision = "0092"
down_revision = "0091"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE links (
            id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
            token_sha256 bytea NOT NULL CONSTRAINT uq_links_token_sha256 UNIQUE,
            email text NOT NULL,
            role text,
            user_id bigint CONSTRAINT fk_links_user_id
                REFERENCES users ON DELETE CASCADE,
            created_by bigint NOT NULL,
            created_at timestamptz NOT NULL,
            expires_at timestamptz NOT NULL,
            used_at timestamptz,
            revoked_at timestamptz,
            CONSTRAINT ck_links_known_role
                CHECK (role IN ('viewer', 'user', 'manager', 'admin')),
            CONSTRAINT ck_links_one_purpose
                CHECK ((user_id IS NULL) = (role IS NOT NULL))
        )
    """)
    op.execute("CREATE INDEX ix_links_email ON links (email)")
    op.execute("CREATE INDEX ix_links_user_id ON links (user_id)")


def downgrade() -> None:
    op.execute("DROP TABLE links")
