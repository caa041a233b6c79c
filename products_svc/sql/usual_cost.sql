-- Needs stock.value.
-- What a unit costs at the usual supplier, in the shop's currency; null where there is none.
CREATE OR REPLACE FUNCTION usual_cost(wanted bigint)
 RETURNS numeric
 LANGUAGE sql
 STABLE
AS $$
    SELECT round(t.unit_cost * s.rate, 6)
    FROM supply_terms AS t JOIN suppliers AS s ON s.id = t.supplier_id
    WHERE t.product_id = wanted AND t.preferred AND NOT t.removed
$$
