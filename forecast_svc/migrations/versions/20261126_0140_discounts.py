"""How much less a promotion costs than usual."""

from shared.db.migrations import execute_script

revision = "0140"
down_revision = "0120"
branch_labels = None
depends_on = None

DISCOUNT = """
ALTER TABLE calendar_events
    ADD COLUMN discount_percent double precision,
    ADD CONSTRAINT ck_calendar_events_discount
        CHECK (kind = 'promotion' OR discount_percent IS NULL);
DROP INDEX uq_calendar_events_in_force;
CREATE UNIQUE INDEX uq_calendar_events_in_force ON calendar_events
    (kind, name, first_day, last_day, product_id, category, lift, discount_percent)
    NULLS NOT DISTINCT
    WHERE withdrawn_on IS NULL;
"""
# Of several that differ in it alone, the newest stays in force.
NO_DISCOUNT = """
UPDATE calendar_events e SET withdrawn_on = current_date
WHERE withdrawn_on IS NULL AND EXISTS (
    SELECT FROM calendar_events o WHERE o.withdrawn_on IS NULL AND o.id > e.id
        AND (o.kind, o.name, o.first_day, o.last_day) = (e.kind, e.name, e.first_day, e.last_day)
        AND o.product_id IS NOT DISTINCT FROM e.product_id
        AND o.category IS NOT DISTINCT FROM e.category
        AND o.lift IS NOT DISTINCT FROM e.lift);
DROP INDEX uq_calendar_events_in_force;
ALTER TABLE calendar_events DROP COLUMN discount_percent;
CREATE UNIQUE INDEX uq_calendar_events_in_force ON calendar_events
    (kind, name, first_day, last_day, product_id, category, lift) NULLS NOT DISTINCT
    WHERE withdrawn_on IS NULL;
"""


def upgrade() -> None:
    execute_script(DISCOUNT)


def downgrade() -> None:
    execute_script(NO_DISCOUNT)
