-- Needs stock.value.
-- Formerly receive_stock(bigint, bigint[], numeric[], numeric[], text[], text, bigint, text).
-- Goods that came in: a movement for each line, at what one unit cost, also of a product
-- archived since it was ordered. "worths" is what each line cost with its share of
-- freight and duty, to the cent. Rows are locked in the order in which every caller
-- locks them. Parts of a unit: as adjust_stock.
CREATE OR REPLACE FUNCTION receive_stock(location_id bigint, product_ids bigint[], quantities numeric[], unit_costs numeric[], worths numeric[], refs text[], source text, actor bigint, correlation_id text)
 RETURNS TABLE(reference text, movement_id bigint)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO {schema}, pg_temp
 SET "TimeZone" TO 'UTC'
AS $$
#variable_conflict use_column
DECLARE
    line record;
    held stock;
    moved stock_movements;
BEGIN
    FOR line IN
        SELECT l.* FROM unnest(product_ids, quantities, unit_costs, worths, refs)
            AS l(product_id, quantity, unit_cost, worth, reference)
        ORDER BY l.product_id, l.reference
    LOOP
        IF line.quantity <> trunc(line.quantity) THEN
            PERFORM FROM products AS p WHERE p.id = line.product_id FOR SHARE;
        END IF;
        INSERT INTO stock (product_id, location_id, on_hand)
        VALUES (line.product_id, receive_stock.location_id, 0) ON CONFLICT DO NOTHING;
        SELECT * INTO held FROM stock AS s
        WHERE s.product_id = line.product_id AND s.location_id = receive_stock.location_id
        FOR NO KEY UPDATE;
        moved := record_movement(held, line.quantity, 'receipt', line.reference, NULL,
            receive_stock.actor, receive_stock.correlation_id, receive_stock.source,
            line.unit_cost, line.worth);
        reference := moved.reference;
        movement_id := moved.id;
        RETURN NEXT;
    END LOOP;
    PERFORM require_location(receive_stock.location_id);
END
$$
