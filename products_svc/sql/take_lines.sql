-- Needs to_count.product_id.
-- Sells the lines of a basket, each under a reference and with a movement of its own,
-- also where two are of one product. Rows are locked in the order in which every caller
-- locks them. A refusal names every line that stands in the way, counted from 0.
-- Where short stock is corrected, a movement "found" fills the gap first, and the
-- product is to be counted there.
CREATE OR REPLACE FUNCTION take_lines(refs text[], actor bigint, lines stock_line[], short_stock text)
 RETURNS TABLE(line bigint, price numeric, units_found numeric, unit_cost numeric, cost numeric, tax_rate numeric)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO {schema}, pg_temp
 SET "TimeZone" TO 'UTC'
AS $$
#variable_conflict use_column
DECLARE
    sold record;
    product products;
    held stock;
    units_left numeric;
    moved stock_movements;
    code text;
    refused json[] := '{}';
    nowhere bigint;
BEGIN
    SELECT coalesce(l.location_id, 1) INTO nowhere FROM unnest(lines) AS l
    WHERE NOT EXISTS (SELECT FROM locations AS o WHERE o.id = coalesce(l.location_id, 1));
    IF FOUND THEN
        PERFORM refuse_stock('PS007', 'unknown location',
            json_build_object('location_id', nowhere));
    END IF;
    FOR sold IN
        SELECT n - 1 AS line, refs[n] AS reference, l.quantity, l.product_id,
            coalesce(l.location_id, 1) AS location_id
        FROM unnest(lines) WITH ORDINALITY AS l(product_id, quantity, location_id, n)
        ORDER BY l.product_id, coalesce(l.location_id, 1), n
    LOOP
        IF NOT coalesce(sold.quantity BETWEEN 0.001 AND 1e9, false) THEN
            RAISE invalid_parameter_value USING MESSAGE = 'a quantity lies between 0.001 and 1e9';
        END IF;
        IF short_stock = 'correct' THEN
            PERFORM open_shelf(sold.product_id, sold.location_id);
        END IF;
        SELECT * INTO held FROM stock AS s
        WHERE s.product_id = sold.product_id AND s.location_id = sold.location_id
        FOR NO KEY UPDATE;
        units_left := coalesce(held.on_hand, 0);
        SELECT * INTO product FROM products AS p WHERE p.id = sold.product_id;
        code := CASE
            WHEN product.id IS NULL THEN 'PS001'
            WHEN product.archived_at IS NOT NULL THEN 'PS002'
            WHEN sold.quantity <> round(sold.quantity, product.quantity_decimals) THEN 'PS004'
            WHEN sold.quantity > units_left AND short_stock <> 'correct' THEN 'PS003'
        END;
        IF code IS NOT NULL THEN
            refused := refused || json_build_object('line', sold.line, 'code', code,
                'product_id', sold.product_id, 'left', trim_scale(units_left),
                'decimal_places', product.quantity_decimals);
            CONTINUE;
        END IF;
        line := sold.line;
        price := product.price;
        units_found := greatest(sold.quantity - units_left, 0);
        IF units_found > 0 THEN
            PERFORM require_location(sold.location_id);
            PERFORM record_movement(held, units_found, 'found', sold.reference, NULL,
                take_lines.actor, NULL);
            SELECT * INTO held FROM stock AS s
            WHERE s.product_id = sold.product_id AND s.location_id = sold.location_id;
            INSERT INTO to_count AS c (product_id, location_id, found)
            VALUES (sold.product_id, sold.location_id, take_lines.units_found)
            ON CONFLICT (product_id, location_id) DO UPDATE
            SET found = c.found + excluded.found, sales = c.sales + 1, last_at = clock_timestamp();
        END IF;
        moved := record_movement(held, -sold.quantity, 'sale', sold.reference, NULL,
            take_lines.actor, NULL);
        unit_cost := moved.unit_cost;
        cost := -moved.value;
        tax_rate := product.tax_rate;
        RETURN NEXT;
    END LOOP;
    IF cardinality(refused) > 0 THEN
        PERFORM refuse_stock('PS008', 'lines that cannot be sold', array_to_json(refused));
    END IF;
END
$$
