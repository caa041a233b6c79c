"""Accounts that people have elsewhere, and who is on the way back from there."""

from alembic import op

revision = "0123"
down_revision = "0110"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE identities (
            issuer text NOT NULL,
            subject text NOT NULL,
            user_id bigint NOT NULL CONSTRAINT fk_identities_user_id_users
                REFERENCES users (id) ON DELETE CASCADE,
            linked_at timestamptz NOT NULL DEFAULT now(),
            CONSTRAINT pk_identities PRIMARY KEY (issuer, subject)
        )
    """)
    op.execute("CREATE INDEX ix_identities_user_id ON identities (user_id)")
    op.execute("""
        CREATE TABLE sign_on_attempts (
            state_sha256 bytea CONSTRAINT pk_sign_on_attempts PRIMARY KEY,
            nonce text NOT NULL,
            code_verifier text NOT NULL,
            next_page text NOT NULL,
            expires_at timestamptz NOT NULL
        )
    """)
    op.execute(
        "CREATE INDEX ix_sign_on_attempts_expires_at ON sign_on_attempts (expires_at)"
    )
    op.execute(
        "ALTER TABLE sessions ADD COLUMN single_sign_on boolean NOT NULL DEFAULT false"
    )


def downgrade() -> None:
    op.execute("ALTER TABLE sessions DROP COLUMN single_sign_on")
    op.execute("DROP TABLE sign_on_attempts, identities")
