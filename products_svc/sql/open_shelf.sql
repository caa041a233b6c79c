-- The first units of a product at a further location. Whoever allows the product fewer
-- decimals waits for the rows of its stock; for a new one, which nobody else can see
-- yet, at the product. A location that is not there is left to the foreign key.
CREATE OR REPLACE FUNCTION open_shelf(product_id bigint, location_id bigint)
 RETURNS void
 LANGUAGE plpgsql
AS $$
#variable_conflict use_variable
BEGIN
    INSERT INTO stock (product_id, location_id, on_hand)
    SELECT p.id, location_id, 0 FROM products AS p WHERE p.id = product_id
    ON CONFLICT DO NOTHING;
    IF FOUND THEN
        PERFORM FROM products AS p WHERE p.id = product_id FOR SHARE;
    END IF;
END
$$
