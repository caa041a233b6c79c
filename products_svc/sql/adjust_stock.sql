-- Needs stock.value.
-- Formerly adjust_stock(bigint, bigint, numeric, numeric, text, text, text, bigint, text).
-- Either by a difference or to a counted number; the other of the two is null. The unit
-- cost, where one is said, is that of units that come in.
-- Without a location the number is that of all together: what the others hold stays,
-- and the main one gets the rest. Its row is locked first, as every caller locks them.
CREATE OR REPLACE FUNCTION adjust_stock(product_id bigint, location_id bigint, delta numeric, counted numeric, reason text, reference text, note text, actor bigint, correlation_id text, unit_cost numeric DEFAULT NULL::numeric)
 RETURNS stock_movements
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO {schema}, pg_temp
 SET "TimeZone" TO 'UTC'
AS $$
#variable_conflict use_column
DECLARE
    whole boolean := location_id IS NULL;
    is_count boolean := counted IS NOT NULL;
    held stock;
BEGIN
    location_id := coalesce(location_id, 1);
    PERFORM require_stock(adjust_stock.product_id, adjust_stock.location_id, 0);
    PERFORM open_shelf(adjust_stock.product_id, adjust_stock.location_id);
    SELECT * INTO held FROM stock AS s
    WHERE s.product_id = adjust_stock.product_id AND s.location_id = adjust_stock.location_id
    FOR NO KEY UPDATE;
    PERFORM require_location(adjust_stock.location_id);
    IF whole THEN
        counted := counted - (SELECT coalesce(sum(others.on_hand), 0) FROM (
            SELECT s.on_hand FROM stock AS s
            WHERE s.product_id = adjust_stock.product_id AND s.location_id <> 1
            ORDER BY s.location_id FOR NO KEY UPDATE
        ) AS others);
    END IF;
    delta := coalesce(delta, counted - held.on_hand);
    PERFORM require_stock(adjust_stock.product_id, adjust_stock.location_id, -delta);
    IF is_count THEN
        DELETE FROM to_count AS c WHERE c.product_id = adjust_stock.product_id
            AND (whole OR c.location_id = adjust_stock.location_id);
    END IF;
    RETURN record_movement(held, delta, adjust_stock.reason, adjust_stock.reference,
        adjust_stock.note, adjust_stock.actor, adjust_stock.correlation_id, NULL,
        CASE WHEN delta > 0 THEN adjust_stock.unit_cost END);
END
$$
