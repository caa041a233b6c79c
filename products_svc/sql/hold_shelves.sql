-- Nobody moves these products at the location until the caller is done: what it reads
-- next has every movement from before in it. One by one, in the order in which every
-- caller locks them. Those that are "wanted" get a shelf, which the caller fills.
CREATE OR REPLACE FUNCTION hold_shelves(held_location bigint, product_ids bigint[], wanted boolean[])
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO {schema}, pg_temp
AS $$
DECLARE
    held record;
BEGIN
    FOR held IN
        SELECT h.product_id, h.wanted FROM unnest(product_ids, wanted)
            AS h(product_id, wanted)
        ORDER BY h.product_id
    LOOP
        IF held.wanted THEN
            PERFORM open_shelf(held.product_id, held_location);
        END IF;
        PERFORM FROM stock AS s
        WHERE s.product_id = held.product_id AND s.location_id = held_location
        FOR NO KEY UPDATE;
    END LOOP;
END
$$
