-- Needs products.quantity_decimals.
-- A void gives back what its sale took, also to a product archived since.
CREATE OR REPLACE FUNCTION return_stock(reference text, actor bigint, lines stock_line[])
 RETURNS TABLE(product_id bigint, location_id bigint, quantity numeric, price numeric, on_hand numeric, movement_id bigint)
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
        UPDATE stock AS s SET on_hand = s.on_hand + line.quantity
        FROM products AS p
        WHERE s.product_id = line.product_id
            AND s.location_id = coalesce(line.location_id, 1)
            AND p.id = s.product_id
        RETURNING s.on_hand, p.price INTO on_hand, price;
        IF NOT FOUND THEN
            PERFORM refuse_stock('PS001', 'unknown product',
                json_build_object('product_id', line.product_id, 'left', 0));
        END IF;
        movement_id := (record_movement(line.product_id, location_id, line.quantity, on_hand,
            'return', return_stock.reference, NULL, return_stock.actor, NULL)).id;
        RETURN NEXT;
    END LOOP;
END
$$
