"""Persons who have asked to be forgotten, and a log that does not grow for ever.

The service's role can only add to the log. These two functions are the owner's: one
takes out what tells of a person that is erased, the other what is older than a limit,
and neither does anything else.
"""

from alembic import op
from sqlalchemy import text

revision = "0110"
down_revision = "0122"
branch_labels = None
depends_on = None

ERASE = """
CREATE FUNCTION erase_from_log(person bigint, address text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
DECLARE
    told text[] := '{{name,email,address,device}}';
BEGIN
    IF NOT EXISTS (SELECT FROM users WHERE id = person AND erased_at IS NOT NULL) THEN
        RAISE EXCEPTION 'user % is not erased', person;
    END IF;
    UPDATE audit SET changes = (changes\\:\\:jsonb - told)\\:\\:json
        WHERE (subject = 'user/' || person OR changes ->> 'email' = address)
            AND changes\\:\\:jsonb ?| told;
    UPDATE audit_log SET changes = (changes\\:\\:jsonb - told)\\:\\:json
        WHERE (subject = 'user/' || person OR changes ->> 'email' = address)
            AND changes\\:\\:jsonb ?| told;
END $$
"""
FORGET = """
CREATE FUNCTION forget_log(before timestamptz) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = {schema}, pg_temp AS $$
BEGIN
    IF before > now() - interval '{days} days' THEN
        RAISE EXCEPTION 'acts of the last {days} days stay';
    END IF;
    DELETE FROM audit WHERE ts < before;
    DELETE FROM audit_log WHERE ts < before;
END $$
"""
APP_ROLE = (
    "SELECT quote_ident(rolname) FROM pg_roles"
    " WHERE rolname = current_schema() || '_app'"
)


def upgrade() -> None:
    op.execute("ALTER TABLE users ADD COLUMN erased_at timestamptz")
    bind = op.get_bind()
    schema = bind.scalar(text("SELECT quote_ident(current_schema())"))
    for function in (ERASE, FORGET):
        op.execute(text(function.format(schema=schema, days=90)))
    # Trials with one superuser have no such role.
    app = bind.scalar(text(APP_ROLE))
    if app is not None:
        op.execute(f"GRANT EXECUTE ON FUNCTION erase_from_log, forget_log TO {app}")


def downgrade() -> None:
    raise NotImplementedError("who was erased would be forgotten")
