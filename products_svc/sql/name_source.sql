-- Needs stock_movements.source.
-- The document that this transaction's newest movement came by, also in its event, which
-- nobody has read yet.
CREATE OR REPLACE FUNCTION name_source(movement_id bigint, document text)
 RETURNS void
 LANGUAGE plpgsql
AS $$
DECLARE
    moved stock_movements;
BEGIN
    UPDATE stock_movements AS m SET source = document WHERE m.id = movement_id
    RETURNING * INTO moved;
    UPDATE outbox AS o SET payload = moved_event(moved)
    WHERE o.id = currval(pg_get_serial_sequence('outbox', 'id'));
END
$$
