"""What somebody has besides a password, and from which role on it is needed."""

from alembic import op

revision = "0120"
down_revision = "0095"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("""
        CREATE TABLE authenticators (
            user_id bigint CONSTRAINT pk_authenticators PRIMARY KEY
                CONSTRAINT fk_authenticators_user_id_users
                REFERENCES users (id) ON DELETE CASCADE,
            secret text NOT NULL,
            created_at timestamptz NOT NULL DEFAULT now(),
            confirmed_at timestamptz,
            last_step bigint NOT NULL DEFAULT 0
        )
    """)
    op.execute("""
        CREATE TABLE recovery_codes (
            id bigint GENERATED ALWAYS AS IDENTITY CONSTRAINT pk_recovery_codes PRIMARY KEY,
            user_id bigint NOT NULL CONSTRAINT fk_recovery_codes_user_id_users
                REFERENCES users (id) ON DELETE CASCADE,
            code_sha256 bytea NOT NULL CONSTRAINT uq_recovery_codes_code_sha256 UNIQUE,
            used_at timestamptz
        )
    """)
    op.execute("CREATE INDEX ix_recovery_codes_user_id ON recovery_codes (user_id)")
    op.execute("""
        CREATE TABLE sign_in_rules (
            id bigint CONSTRAINT pk_sign_in_rules PRIMARY KEY
                CONSTRAINT ck_sign_in_rules_one_row CHECK (id = 1),
            second_factor_from text CONSTRAINT ck_sign_in_rules_known_role
                CHECK (second_factor_from IN ('viewer', 'user', 'manager', 'admin'))
        )
    """)


def downgrade() -> None:
    op.execute("DROP TABLE sign_in_rules, recovery_codes, authenticators")
