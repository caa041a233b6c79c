"""Keys of devices, and what they have to sign."""

from alembic import op

revision = "0122"
down_revision = "0121"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE passkeys (
            id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_passkeys PRIMARY KEY,
            user_id bigint NOT NULL CONSTRAINT fk_passkeys_user_id_users
                REFERENCES users (id) ON DELETE CASCADE,
            name text NOT NULL,
            credential_id bytea NOT NULL CONSTRAINT uq_passkeys_credential_id UNIQUE,
            public_key bytea NOT NULL,
            sign_count bigint NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            used_at timestamptz
        )
    """)
    op.execute("CREATE INDEX ix_passkeys_user_id ON passkeys (user_id)")
    op.execute("""
        CREATE TABLE passkey_challenges (
            challenge bytea CONSTRAINT pk_passkey_challenges PRIMARY KEY,
            user_id bigint CONSTRAINT fk_passkey_challenges_user_id_users
                REFERENCES users (id) ON DELETE CASCADE,
            expires_at timestamptz NOT NULL
        )
    """)
    op.execute(
        "CREATE INDEX ix_passkey_challenges_expires_at ON passkey_challenges (expires_at)"
    )


def downgrade() -> None:
    op.execute("DROP TABLE passkey_challenges, passkeys")
