"""What planners expect of a promotion."""

from shared.db.migrations import execute_script

revision = "0040"
down_revision = "0070"
branch_labels = None
depends_on = None

LIFT = """
ALTER TABLE calendar_events
    ADD COLUMN lift double precision,
    ADD CONSTRAINT ck_calendar_events_lift CHECK (kind = 'promotion' OR lift IS NULL);
DROP INDEX uq_calendar_events_in_force;
CREATE UNIQUE INDEX uq_calendar_events_in_force ON calendar_events
    (kind, name, first_day, last_day, product_id, category, lift) NULLS NOT DISTINCT
    WHERE withdrawn_on IS NULL;
"""
# Of several that differ in it alone, the newest stays in force.
NO_LIFT = """
UPDATE calendar_events e SET withdrawn_on = current_date
WHERE withdrawn_on IS NULL AND EXISTS (
    SELECT FROM calendar_events o WHERE o.withdrawn_on IS NULL AND o.id > e.id
        AND (o.kind, o.name, o.first_day, o.last_day) = (e.kind, e.name, e.first_day, e.last_day)
        AND o.product_id IS NOT DISTINCT FROM e.product_id
        AND o.category IS NOT DISTINCT FROM e.category);
DROP INDEX uq_calendar_events_in_force;
ALTER TABLE calendar_events DROP COLUMN lift;
CREATE UNIQUE INDEX uq_calendar_events_in_force ON calendar_events
    (kind, name, first_day, last_day, product_id, category) NULLS NOT DISTINCT
    WHERE withdrawn_on IS NULL;
"""


def upgrade() -> None:
    execute_script(LIFT)


def downgrade() -> None:
    execute_script(NO_LIFT)
