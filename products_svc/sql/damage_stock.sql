-- Units that came back and cannot be sold again leave with a movement of their own,
-- right after the one that brought them. Also of a product archived since.
CREATE OR REPLACE FUNCTION damage_stock(reference text, actor bigint, lines stock_line[])
 RETURNS TABLE(product_id bigint, location_id bigint, quantity numeric, on_hand numeric, movement_id bigint)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO {schema}, pg_temp
 SET "TimeZone" TO 'UTC'
AS $$
#variable_conflict use_column
DECLARE
    line stock_line;
BEGIN
    IF cardinality(lines) <> 1 THEN
        lines := merge_lines(lines);
    END IF;
    FOREACH line IN ARRAY coalesce(lines, '{}') LOOP
        product_id := line.product_id;
        location_id := coalesce(line.location_id, 1);
        quantity := line.quantity;
        IF NOT coalesce(quantity BETWEEN 0.001 AND 1e9, false) THEN
            RAISE invalid_parameter_value USING MESSAGE = 'a quantity lies between 0.001 and 1e9';
        END IF;
        UPDATE stock AS s SET on_hand = s.on_hand - line.quantity
        WHERE s.product_id = line.product_id
            AND s.location_id = coalesce(line.location_id, 1)
            AND s.on_hand >= line.quantity
        RETURNING s.on_hand INTO on_hand;
        IF NOT FOUND THEN
            PERFORM refuse_stock('PS003', 'not enough stock',
                json_build_object('product_id', line.product_id, 'left', 0));
        END IF;
        movement_id := (record_movement(line.product_id, location_id, -line.quantity, on_hand,
            'damaged', damage_stock.reference, NULL, damage_stock.actor, NULL)).id;
        RETURN NEXT;
    END LOOP;
END
$$
