-- Needs stock.value.
-- What so many units of a sale cost when they were sold: with all that came back of it
-- before exactly what the sale took. Null where the sale knows no cost. Called with the
-- stock row's lock held, so that no two parts of a sale come back at once. What no sale
-- took does not come back, whoever says so.
CREATE OR REPLACE FUNCTION cost_sold_at(sale text, product_id bigint, location_id bigint, units numeric)
 RETURNS numeric
 LANGUAGE plpgsql
 STABLE
AS $$
#variable_conflict use_variable
DECLARE
    sold stock_movements;
    back record;
BEGIN
    SELECT * INTO sold FROM stock_movements AS m
    WHERE m.reference = sale AND m.product_id = product_id
        AND m.location_id = location_id AND m.reason = 'sale';
    SELECT coalesce(sum(m.delta), 0) AS units, coalesce(sum(m.value), 0) AS value INTO back
    FROM stock_movements AS m
    WHERE m.source = replace(sale, ':', '/') AND m.product_id = product_id
        AND m.location_id = location_id AND m.reason IN ('return', 'void');
    IF sold.id IS NULL OR back.units + units > -sold.delta THEN
        RAISE invalid_parameter_value USING MESSAGE = format(
            '%s took %s units of product %s at location %s, and %s have come back',
            sale, coalesce(-sold.delta, 0), product_id, location_id, back.units);
    END IF;
    RETURN round(sold.value * (back.units + units) / sold.delta, 2) - back.value;
END
$$
