"""Acts say where they came from, until the person is erased."""

from alembic import op
from sqlalchemy import text

revision = "0141"
down_revision = "0130"
branch_labels = None
depends_on = None

ERASE = """
CREATE OR REPLACE FUNCTION erase_from_log(person bigint, address text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
DECLARE
    told text[] := '{{name,email,address,device}}';
BEGIN
    IF NOT EXISTS (SELECT FROM users WHERE id = person AND erased_at IS NOT NULL) THEN
        RAISE EXCEPTION 'user % is not erased', person;
    END IF;
    UPDATE audit SET changes = (changes\\:\\:jsonb - told)\\:\\:json
        WHERE (subject = 'user/' || person OR changes ->> 'email' = erase_from_log.address)
            AND changes\\:\\:jsonb ?| told;
    UPDATE audit_log SET changes = (changes\\:\\:jsonb - told)\\:\\:json
        WHERE (subject = 'user/' || person OR changes ->> 'email' = erase_from_log.address)
            AND changes\\:\\:jsonb ?| told;
    -- Who tried to sign in as this person was most likely the person.
    UPDATE audit_log SET address = NULL
        WHERE (actor = person OR actor = 0 AND subject = 'user/' || person)
            AND audit_log.address IS NOT NULL;
END $$
"""


def upgrade() -> None:
    op.execute("ALTER TABLE audit_log ADD COLUMN address text")
    # The owner and who may call it stay.
    schema = op.get_bind().scalar(text("SELECT quote_ident(current_schema())"))
    op.execute(text(ERASE.format(schema=schema)))


def downgrade() -> None:
    raise NotImplementedError("where acts came from would be forgotten")
