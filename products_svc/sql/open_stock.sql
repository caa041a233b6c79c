-- Needs products.quantity_decimals.
-- The first movement of new products, also of those that start with nothing,
-- so that every copy of the stock knows them. Set-based, for imports.
CREATE OR REPLACE FUNCTION open_stock(product_ids bigint[], units numeric[], actor bigint, lane smallint, correlation_id text)
 RETURNS void
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO {schema}, pg_temp
 SET "TimeZone" TO 'UTC'
AS $$
    SELECT require_precision(product_id, opening)
    FROM unnest(product_ids, units) AS opened(product_id, opening) WHERE opening <> trunc(opening);
    INSERT INTO stock (product_id, on_hand) SELECT * FROM unnest(product_ids, units);
    WITH moved AS (
        INSERT INTO stock_movements (product_id, location_id, delta, on_hand, reason, actor)
        SELECT product_id, 1, opening, opening, 'initial', actor
        FROM unnest(product_ids, units) AS opened(product_id, opening)
        RETURNING stock_movements
    )
    INSERT INTO outbox (lane, topic, payload, correlation_id)
    SELECT lane, 'stock.moved', CASE count(*) WHEN 1 THEN json_agg(moved_event(stock_movements)) -> 0
        ELSE json_agg(moved_event(stock_movements)) END, correlation_id
    FROM moved HAVING count(*) > 0;
$$
