-- Needs stock.value.
-- Gives back what a sale took, also to a product archived since, at the cost it was sold
-- at. Without a sale the reference is the sale's own: then it is a void of what is left.
-- The note says why, in the words of whoever took it back.
CREATE OR REPLACE FUNCTION take_back_stock(reference text, actor bigint, lines stock_line[], sale text, note text)
 RETURNS TABLE(product_id bigint, location_id bigint, quantity numeric, price numeric, on_hand numeric, movement_id bigint)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO {schema}, pg_temp
 SET "TimeZone" TO 'UTC'
AS $$
#variable_conflict use_column
DECLARE
    reason text := CASE WHEN sale IS NULL THEN 'void' ELSE 'return' END;
    line stock_line;
    shelf record;
    moved stock_movements;
BEGIN
    sale := coalesce(sale, reference);
    IF cardinality(lines) <> 1 THEN
        lines := merge_lines(lines);
    END IF;
    FOREACH line IN ARRAY coalesce(lines, '{}') LOOP
        quantity := line.quantity;
        IF NOT coalesce(quantity BETWEEN 0.001 AND 1e9, false) THEN
            RAISE invalid_parameter_value USING MESSAGE = 'a quantity lies between 0.001 and 1e9';
        END IF;
        SELECT s AS held, p.price INTO shelf
        FROM stock AS s JOIN products AS p ON p.id = s.product_id
        WHERE s.product_id = line.product_id AND s.location_id = coalesce(line.location_id, 1)
        FOR NO KEY UPDATE OF s;
        IF NOT FOUND THEN
            PERFORM refuse_stock('PS001', 'unknown product',
                json_build_object('product_id', line.product_id, 'left', 0));
        END IF;
        moved := record_movement(shelf.held, line.quantity, reason, take_back_stock.reference,
            take_back_stock.note, take_back_stock.actor, NULL, replace(sale, ':', '/'), NULL,
            cost_sold_at(sale, line.product_id, coalesce(line.location_id, 1), line.quantity));
        product_id := moved.product_id;
        location_id := moved.location_id;
        price := shelf.price;
        on_hand := moved.on_hand;
        movement_id := moved.id;
        RETURN NEXT;
    END LOOP;
END
$$
