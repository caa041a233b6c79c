-- Needs products.quantity_decimals.
-- Called with the product's row locked: refuses while its ledger has a quantity of more
-- decimals. Whoever moves its stock meanwhile waits at the locks of the stock, and then
-- finds what the product allows by then.
CREATE OR REPLACE FUNCTION allow_fewer_decimals(product_id bigint, decimals smallint)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO {schema}, pg_temp
AS $$
#variable_conflict use_variable
BEGIN
    PERFORM FROM stock AS s WHERE s.product_id = product_id
    ORDER BY s.location_id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT FROM stock_movements AS m
        WHERE m.product_id = product_id AND m.delta <> round(m.delta, decimals)
    ) THEN
        PERFORM refuse_stock('PS005', 'decimals in use', json_build_object('product_id', product_id));
    END IF;
END
$$
