-- Units that a location holds of all products, none of which moves until the caller is
-- done. With the location's own row locked: whoever puts the first units of a product
-- there waits at the foreign key.
CREATE OR REPLACE FUNCTION hold_stock(held_location bigint)
 RETURNS numeric
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO {schema}, pg_temp
AS $$
    SELECT coalesce(sum(held.on_hand), 0) FROM (
        SELECT on_hand FROM stock WHERE location_id = held_location
        ORDER BY product_id FOR UPDATE
    ) AS held
$$
