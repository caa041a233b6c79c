-- Needs products.quantity_decimals.
-- The hottest path of the system: merging one line is skipped.
CREATE OR REPLACE FUNCTION take_stock(reference text, actor bigint, lines stock_line[])
 RETURNS TABLE(product_id bigint, location_id bigint, quantity numeric, price numeric, on_hand numeric, movement_id bigint, unit_cost numeric, cost numeric, tax_rate numeric)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO {schema}, pg_temp
 SET "TimeZone" TO 'UTC'
AS $$
#variable_conflict use_column
DECLARE
    line stock_line;
    shelf record;
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
        LOOP
            SELECT s AS held, p.price, p.tax_rate INTO shelf
            FROM stock AS s JOIN products AS p ON p.id = s.product_id
            WHERE s.product_id = line.product_id
                AND s.location_id = coalesce(line.location_id, 1)
                AND s.on_hand >= line.quantity AND p.archived_at IS NULL
            FOR NO KEY UPDATE OF s;
            EXIT WHEN FOUND;
            PERFORM require_stock(line.product_id, coalesce(line.location_id, 1), line.quantity);
        END LOOP;
        moved := record_movement(shelf.held, -line.quantity, 'sale', take_stock.reference, NULL,
            take_stock.actor, NULL);
        product_id := moved.product_id;
        location_id := moved.location_id;
        price := shelf.price;
        on_hand := moved.on_hand;
        movement_id := moved.id;
        unit_cost := moved.unit_cost;
        cost := -moved.value;
        tax_rate := shelf.tax_rate;
        RETURN NEXT;
    END LOOP;
END
$$
