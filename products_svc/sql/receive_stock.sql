-- Needs stock_movements.unit_cost.
-- Goods that came in: a movement for each line, at what one unit cost, also of a product
-- archived since it was ordered. Rows are locked in the order in which every caller
-- locks them. Parts of a unit: as adjust_stock.
CREATE OR REPLACE FUNCTION receive_stock(location_id bigint, product_ids bigint[], quantities numeric[], unit_costs numeric[], refs text[], source text, actor bigint, correlation_id text)
 RETURNS TABLE(reference text, movement_id bigint)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO {schema}, pg_temp
 SET "TimeZone" TO 'UTC'
AS $$
#variable_conflict use_column
DECLARE
    line record;
    moved stock_movements;
BEGIN
    FOR line IN
        SELECT l.* FROM unnest(product_ids, quantities, unit_costs, refs)
            AS l(product_id, quantity, unit_cost, reference)
        ORDER BY l.product_id, l.reference
    LOOP
        IF line.quantity <> trunc(line.quantity) THEN
            PERFORM FROM products AS p WHERE p.id = line.product_id FOR SHARE;
            PERFORM require_precision(line.product_id, line.quantity);
        END IF;
        INSERT INTO stock (product_id, location_id, on_hand)
        VALUES (line.product_id, receive_stock.location_id, 0) ON CONFLICT DO NOTHING;
        UPDATE stock AS s SET on_hand = s.on_hand + line.quantity
        WHERE s.product_id = line.product_id AND s.location_id = receive_stock.location_id
        RETURNING s.on_hand INTO moved.on_hand;
        INSERT INTO stock_movements (product_id, location_id, delta, on_hand, reason,
            reference, unit_cost, source, actor)
        VALUES (line.product_id, receive_stock.location_id, line.quantity, moved.on_hand,
            'receipt', line.reference, line.unit_cost, receive_stock.source,
            receive_stock.actor)
        RETURNING * INTO moved;
        INSERT INTO outbox (topic, payload, correlation_id)
        VALUES ('stock.moved', moved_event(moved), receive_stock.correlation_id);
        reference := moved.reference;
        movement_id := moved.id;
        RETURN NEXT;
    END LOOP;
    PERFORM require_location(receive_stock.location_id);
END
$$
