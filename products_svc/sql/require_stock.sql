-- Says why a change found no row to work on. Returns when nothing stands in
-- the way any more: somebody put stock back between the two statements.
CREATE OR REPLACE FUNCTION require_stock(wanted_product bigint, wanted_location bigint, units bigint)
 RETURNS void
 LANGUAGE plpgsql
AS $$
DECLARE
    product products;
    units_left integer;
BEGIN
    SELECT * INTO product FROM products WHERE id = wanted_product;
    SELECT on_hand INTO units_left FROM stock
    WHERE product_id = wanted_product AND location_id = wanted_location;
    units_left := coalesce(units_left, 0);
    IF product.id IS NULL THEN
        PERFORM refuse_stock('PS001', 'unknown product', wanted_product, units_left);
    ELSIF product.archived_at IS NOT NULL THEN
        PERFORM refuse_stock('PS002', 'archived product', wanted_product, units_left);
    ELSIF units_left < units THEN
        PERFORM refuse_stock('PS003', 'not enough stock', wanted_product, units_left);
    END IF;
END
$$
