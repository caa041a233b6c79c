-- Needs products.kind.
-- Formerly require_stock(bigint, bigint, numeric).
-- Says why a change found no row to work on. Returns when nothing stands in
-- the way any more: somebody put stock back between the two statements.
CREATE OR REPLACE FUNCTION require_stock(wanted_product bigint, wanted_location bigint, units numeric)
 RETURNS void
 LANGUAGE plpgsql
AS $$
DECLARE
    product products;
    units_left numeric;
    about json;
BEGIN
    SELECT * INTO product FROM products WHERE id = wanted_product;
    SELECT on_hand INTO units_left FROM stock
    WHERE product_id = wanted_product AND location_id = wanted_location;
    units_left := trim_scale(coalesce(units_left, 0));
    about := json_build_object('product_id', wanted_product, 'left', units_left);
    IF product.id IS NULL THEN
        PERFORM refuse_stock('PS001', 'unknown product', about);
    ELSIF product.archived_at IS NOT NULL THEN
        PERFORM refuse_stock('PS002', 'archived product', about);
    ELSIF product.kind <> 'product' THEN
        PERFORM refuse_stock('PS009', 'no stock of its own',
            json_build_object('product_id', wanted_product, 'kind', product.kind));
    END IF;
    PERFORM require_precision(wanted_product, units);
    IF units_left < units THEN
        PERFORM refuse_stock('PS003', 'not enough stock', about);
    END IF;
END
$$
