"""A link says what it is for, now that some confirm an address."""

from alembic import op

revision = "0121"
down_revision = "0120"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("ALTER TABLE links ADD COLUMN purpose text")
    op.execute(
        "UPDATE links SET purpose ="
        " CASE WHEN user_id IS NULL THEN 'invitation' ELSE 'password' END"
    )
    op.execute("""
        ALTER TABLE links ALTER COLUMN purpose SET NOT NULL,
            DROP CONSTRAINT ck_links_one_purpose,
            ADD CONSTRAINT ck_links_known_purpose
                CHECK (purpose IN ('invitation', 'password', 'email')),
            ADD CONSTRAINT ck_links_invites_with_role
                CHECK ((purpose = 'invitation') = (role IS NOT NULL)),
            ADD CONSTRAINT ck_links_invites_no_user
                CHECK ((purpose = 'invitation') = (user_id IS NULL))
    """)


def downgrade() -> None:
    op.execute("DELETE FROM links WHERE purpose = 'email'")
    op.execute("""
        ALTER TABLE links DROP CONSTRAINT ck_links_known_purpose,
            DROP CONSTRAINT ck_links_invites_with_role,
            DROP CONSTRAINT ck_links_invites_no_user,
            DROP COLUMN purpose,
            ADD CONSTRAINT ck_links_one_purpose
                CHECK ((user_id IS NULL) = (role IS NOT NULL))
    """)
