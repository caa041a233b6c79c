-- Needs products.quantity_decimals.
-- Either by a difference or to a counted number; the other of the two is null.
-- Without a location the number is that of all together: what the others hold stays,
-- and the main one gets the rest. Its row is locked first, as every caller locks them.
CREATE OR REPLACE FUNCTION adjust_stock(product_id bigint, location_id bigint, delta numeric, counted numeric, reason text, reference text, note text, actor bigint, correlation_id text)
 RETURNS stock_movements
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO {schema}, pg_temp
 SET "TimeZone" TO 'UTC'
AS $$
#variable_conflict use_column
DECLARE
    whole boolean := location_id IS NULL;
    before numeric;
BEGIN
    location_id := coalesce(location_id, 1);
    PERFORM require_stock(adjust_stock.product_id, adjust_stock.location_id, 0);
    -- The first units of a product at a further location.
    INSERT INTO stock (product_id, location_id, on_hand)
    VALUES (adjust_stock.product_id, adjust_stock.location_id, 0) ON CONFLICT DO NOTHING;
    -- Whoever allows the product fewer decimals waits for the rows of its stock; for this
    -- one, which nobody else can see yet, at the product.
    IF FOUND THEN
        PERFORM FROM products AS p WHERE p.id = adjust_stock.product_id FOR SHARE;
    END IF;
    SELECT s.on_hand INTO before FROM stock AS s
    WHERE s.product_id = adjust_stock.product_id AND s.location_id = adjust_stock.location_id
    FOR NO KEY UPDATE;
    IF whole THEN
        counted := counted - (SELECT coalesce(sum(others.on_hand), 0) FROM (
            SELECT s.on_hand FROM stock AS s
            WHERE s.product_id = adjust_stock.product_id AND s.location_id <> 1
            ORDER BY s.location_id FOR NO KEY UPDATE
        ) AS others);
    END IF;
    delta := coalesce(delta, counted - before);
    PERFORM require_stock(adjust_stock.product_id, adjust_stock.location_id, -delta);
    UPDATE stock AS s SET on_hand = before + delta
    WHERE s.product_id = adjust_stock.product_id AND s.location_id = adjust_stock.location_id;
    RETURN record_movement(adjust_stock.product_id, adjust_stock.location_id, delta,
        before + delta, adjust_stock.reason, adjust_stock.reference, adjust_stock.note,
        adjust_stock.actor, adjust_stock.correlation_id);
END
$$
