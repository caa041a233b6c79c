-- Needs product_prices.since.
-- Gives stock of which nobody knew the cost the value that it has at the usual supplier's.
CREATE OR REPLACE FUNCTION value_stock(product_ids bigint[], actor bigint, correlation_id text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO {schema}, pg_temp
 SET "TimeZone" TO 'UTC'
AS $$
DECLARE
    held stock;
    cost numeric;
BEGIN
    FOR held IN
        SELECT * FROM stock AS s
        WHERE s.product_id = ANY(product_ids) AND s.average_cost IS NULL AND s.on_hand > 0
        ORDER BY s.product_id, s.location_id
        FOR NO KEY UPDATE
    LOOP
        cost := usual_cost(held.product_id);
        IF cost IS NOT NULL THEN
            PERFORM record_movement(held, 0, 'revaluation', NULL, NULL, actor, correlation_id,
                NULL, cost, round(held.on_hand * cost, 2));
        END IF;
    END LOOP;
END
$$
