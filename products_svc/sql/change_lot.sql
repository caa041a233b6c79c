-- Needs lots.on_hand.
-- A movement's share of one lot. Called with the lock of the stock's row, which is that
-- of its lots too.
CREATE OR REPLACE FUNCTION change_lot(lot bigint, movement_id bigint, delta numeric, correlation_id text)
 RETURNS void
 LANGUAGE plpgsql
AS $$
#variable_conflict use_variable
DECLARE
    changed lots;
BEGIN
    SELECT * INTO changed FROM lots AS l WHERE l.id = lot;
    IF changed.on_hand + delta < 0 THEN
        PERFORM refuse_stock('PS010', 'not enough of the lot', json_build_object(
            'lot_id', lot, 'left', trim_scale(changed.on_hand)));
    END IF;
    UPDATE lots AS l SET on_hand = l.on_hand + delta, version = l.version + 1,
        updated_at = clock_timestamp()
    WHERE l.id = lot RETURNING * INTO changed;
    INSERT INTO lot_movements AS m (movement_id, lot_id, delta) VALUES (movement_id, lot, delta)
    ON CONFLICT ON CONSTRAINT pk_lot_movements DO UPDATE SET delta = m.delta + excluded.delta;
    INSERT INTO outbox (topic, payload, correlation_id)
    VALUES ('lot.changed', lot_event(changed), correlation_id);
END
$$
