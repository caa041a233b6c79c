-- Needs lots.on_hand.
-- The lots of a movement that no document made: a sale takes what expires first, what
-- comes back of it goes to the lots that it came from, and what of that is damaged leaves
-- them again. Documents say themselves which lots they move (settle_lots).
CREATE OR REPLACE FUNCTION follow_lots(moved stock_movements, correlation_id text)
 RETURNS void
 LANGUAGE plpgsql
AS $$
#variable_conflict use_variable
DECLARE
    units numeric := abs(moved.delta);
    part record;
    taken numeric;
BEGIN
    IF moved.source IS NOT NULL AND moved.source NOT LIKE 'sale/%' THEN
        RETURN;
    END IF;
    FOR part IN
        SELECT s.lot_id, greatest(-sign(moved.delta) * sum(s.delta), 0) AS units
        FROM stock_movements AS m JOIN lot_movements AS s ON s.movement_id = m.id
        WHERE m.product_id = moved.product_id AND m.location_id = moved.location_id
            AND CASE WHEN moved.delta > 0 AND moved.reason IN ('return', 'void')
                THEN m.reference = replace(moved.source, '/', ':') AND m.reason = 'sale'
                    OR m.source = moved.source AND m.reason IN ('return', 'void')
                WHEN moved.reason = 'damaged'
                THEN m.reference = moved.reference AND m.reason = 'return'
                ELSE false END
        GROUP BY s.lot_id ORDER BY s.lot_id DESC
    LOOP
        taken := least(units, part.units);
        CONTINUE WHEN taken <= 0;
        PERFORM change_lot(part.lot_id, moved.id, sign(moved.delta) * taken, correlation_id);
        units := units - taken;
    END LOOP;
    IF moved.delta < 0 AND units > 0 THEN
        PERFORM spend_lots(moved, units, correlation_id);
    END IF;
END
$$
