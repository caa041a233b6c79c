-- Needs lots.on_hand.
-- The lots of movements of a document: of each [{code, expires_on, units}], or null. What
-- comes in without a lot is of none; what leaves without one is what expires first. Called
-- in the transaction of the movements, which holds the rows of their stock.
CREATE OR REPLACE FUNCTION settle_lots(movement_ids bigint[], parts jsonb[], correlation_id text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO {schema}, pg_temp
 SET "TimeZone" TO 'UTC'
AS $$
DECLARE
    moved stock_movements;
    part record;
    lot bigint;
    units numeric;
BEGIN
    FOR place IN 1 .. coalesce(cardinality(movement_ids), 0) LOOP
        SELECT * INTO moved FROM stock_movements AS m WHERE m.id = movement_ids[place];
        units := abs(moved.delta);
        FOR part IN
            SELECT p.code, p.expires_on, sum(p.units) AS units
            FROM jsonb_to_recordset(coalesce(parts[place], '[]'))
                AS p(code text, expires_on date, units numeric)
            GROUP BY p.code, p.expires_on ORDER BY p.expires_on NULLS LAST, p.code
        LOOP
            INSERT INTO lots (product_id, location_id, code, expires_on)
            VALUES (moved.product_id, moved.location_id, part.code, part.expires_on)
            ON CONFLICT ON CONSTRAINT uq_lots_product_id_location_id_code_expires_on DO NOTHING;
            SELECT l.id INTO STRICT lot FROM lots AS l
            WHERE l.product_id = moved.product_id AND l.location_id = moved.location_id
                AND l.code IS NOT DISTINCT FROM part.code
                AND l.expires_on IS NOT DISTINCT FROM part.expires_on;
            PERFORM change_lot(lot, moved.id, sign(moved.delta) * part.units, correlation_id);
            units := units - part.units;
        END LOOP;
        IF moved.delta < 0 AND units > 0 THEN
            PERFORM spend_lots(moved, units, correlation_id);
        END IF;
    END LOOP;
END
$$
