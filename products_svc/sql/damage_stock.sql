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
    held stock;
    moved stock_movements;
BEGIN
    IF cardinality(lines) <> 1 THEN
        lines := merge_lines(lines);
    END IF;
    FOREACH line IN ARRAY coalesce(lines, '{}') LOOP
        quantity := line.quantity;
        IF NOT coalesce(quantity BETWEEN 0.001 AND 1e9, false) THEN
            RAISE invalid_parameter_value USING MESSAGE = 'a quantity lies between 0.001 and 1e9';
        END IF;
        SELECT * INTO held FROM stock AS s
        WHERE s.product_id = line.product_id
            AND s.location_id = coalesce(line.location_id, 1)
            AND s.on_hand >= line.quantity
        FOR NO KEY UPDATE;
        IF NOT FOUND THEN
            PERFORM refuse_stock('PS003', 'not enough stock',
                json_build_object('product_id', line.product_id, 'left', 0));
        END IF;
        moved := record_movement(held, -line.quantity, 'damaged', damage_stock.reference, NULL,
            damage_stock.actor, NULL);
        product_id := moved.product_id;
        location_id := moved.location_id;
        on_hand := moved.on_hand;
        movement_id := moved.id;
        RETURN NEXT;
    END LOOP;
END
$$
