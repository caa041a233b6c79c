-- Needs products.kind.
-- A bundle has the stock of its components, and the parent of variants has none. Whoever
-- makes a product something else waits for its row, and then finds the stock.
CREATE OR REPLACE FUNCTION refuse_shelf()
 RETURNS trigger
 LANGUAGE plpgsql
 SET search_path TO {schema}, pg_temp
AS $$
DECLARE
    of_product text;
BEGIN
    SELECT kind INTO of_product FROM products WHERE id = NEW.product_id FOR KEY SHARE;
    IF of_product <> 'product' THEN
        PERFORM refuse_stock('PS009', 'no stock of its own',
            json_build_object('product_id', NEW.product_id, 'kind', of_product));
    END IF;
    RETURN NEW;
END
$$
