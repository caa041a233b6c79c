-- Needs product_prices.since.
-- The history of a product's price, whatever changes it. The clock, since a transaction
-- may have waited long for the product.
CREATE OR REPLACE FUNCTION keep_price()
 RETURNS trigger
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO {schema}, pg_temp
AS $$
BEGIN
    INSERT INTO product_prices (product_id, since, price)
    VALUES (new.id, clock_timestamp(), new.price);
    RETURN NULL;
END
$$
