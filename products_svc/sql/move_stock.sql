-- Needs lots.on_hand.
-- Formerly move_stock(bigint[], bigint[], numeric[], numeric[], text[], text[], text[], text, bigint, text).
-- What a document moves: a movement for each line, numbered from 0, with the document as
-- its source; also of products archived since. "worths" are what lines cost together,
-- "lots" which lots they are of, where their document knows it. Shelves are locked in the order in which every caller
-- locks them; lines of one shelf keep theirs, so that units may come in and leave again.
CREATE OR REPLACE FUNCTION move_stock(product_ids bigint[], location_ids bigint[], deltas numeric[], worths numeric[], reasons text[], refs text[], notes text[], lots jsonb[], source text, actor bigint, correlation_id text)
 RETURNS TABLE(line bigint, movement_id bigint, unit_cost numeric, value numeric)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO {schema}, pg_temp
 SET "TimeZone" TO 'UTC'
AS $$
#variable_conflict use_column
DECLARE
    part record;
    held stock;
    moved stock_movements;
BEGIN
    FOR part IN
        SELECT l.n - 1 AS line, l.*
        FROM unnest(product_ids, location_ids, deltas, worths, reasons, refs, notes, lots)
            WITH ORDINALITY
            AS l(product_id, location_id, delta, worth, reason, reference, note, lots, n)
        ORDER BY l.product_id, l.location_id, l.n
    LOOP
        IF part.delta > 0 THEN
            PERFORM open_shelf(part.product_id, part.location_id);
        END IF;
        SELECT * INTO held FROM stock AS s
        WHERE s.product_id = part.product_id AND s.location_id = part.location_id
        FOR NO KEY UPDATE;
        IF NOT FOUND OR held.on_hand + part.delta < 0 THEN
            PERFORM refuse_stock(
                CASE WHEN EXISTS (SELECT FROM products AS p WHERE p.id = part.product_id)
                    THEN 'PS003' ELSE 'PS001' END, 'not enough stock',
                json_build_object('product_id', part.product_id,
                    'left', trim_scale(coalesce(held.on_hand, 0))));
        END IF;
        IF part.delta > 0 THEN
            PERFORM require_location(part.location_id);
        END IF;
        moved := record_movement(held, part.delta, part.reason, part.reference, part.note,
            move_stock.actor, move_stock.correlation_id, move_stock.source, NULL, part.worth);
        PERFORM settle_lots(ARRAY[moved.id], ARRAY[part.lots], move_stock.correlation_id);
        line := part.line;
        movement_id := moved.id;
        unit_cost := moved.unit_cost;
        value := moved.value;
        RETURN NEXT;
    END LOOP;
END
$$
