-- Needs products.quantity_decimals.
-- Called with the stock row's lock held: id, time and outbox row then come in
-- the order in which the changes of that row commit. Under it the product is read anew,
-- so that what it allows now holds; whole units fit every product.
CREATE OR REPLACE FUNCTION record_movement(product_id bigint, location_id bigint, delta numeric, on_hand numeric, reason text, reference text, note text, actor bigint, correlation_id text)
 RETURNS stock_movements
 LANGUAGE plpgsql
AS $$
#variable_conflict use_variable
DECLARE
    moved stock_movements;
BEGIN
    IF delta <> trunc(delta) THEN
        PERFORM require_precision(product_id, delta);
    END IF;
    INSERT INTO stock_movements
        (product_id, location_id, delta, on_hand, reason, reference, note, actor)
    VALUES (product_id, location_id, delta, on_hand, reason, reference, note, actor)
    RETURNING * INTO moved;
    INSERT INTO outbox (topic, payload, correlation_id)
    VALUES ('stock.moved', moved_event(moved), correlation_id);
    RETURN moved;
END
$$
