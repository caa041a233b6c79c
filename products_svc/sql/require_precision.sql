-- Needs products.quantity_decimals.
-- Refuses a quantity of more decimals than its product allows; one of a product that is
-- not there is for others to refuse.
CREATE OR REPLACE FUNCTION require_precision(product_id bigint, quantity numeric)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO {schema}, pg_temp
AS $$
#variable_conflict use_variable
DECLARE
    allowed smallint;
BEGIN
    SELECT quantity_decimals INTO allowed FROM products WHERE id = product_id;
    IF quantity <> round(quantity, allowed) THEN
        PERFORM refuse_stock('PS004', 'too many decimals',
            json_build_object('product_id', product_id, 'decimal_places', allowed));
    END IF;
END
$$
