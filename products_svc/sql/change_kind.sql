-- Needs sold_bundles.bundle_id.
-- Called with the product's row locked. Makes it another kind of product, unless it was
-- ever sold or moved. Only products have stock: the empty row that one begins with, and
-- its first movement of nothing, go or come.
CREATE OR REPLACE FUNCTION change_kind(product_id bigint, kind text, actor bigint, correlation_id text)
 RETURNS void
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO {schema}, pg_temp
 SET "TimeZone" TO 'UTC'
AS $$
#variable_conflict use_variable
BEGIN
    -- Whoever puts it on a further shelf meanwhile waits here, and is refused then.
    PERFORM FROM products AS p WHERE p.id = product_id FOR UPDATE;
    PERFORM FROM stock AS s WHERE s.product_id = product_id
    ORDER BY s.location_id FOR UPDATE;
    IF EXISTS (
        SELECT FROM stock_movements AS m
        WHERE m.product_id = product_id AND (m.delta <> 0 OR m.reason <> 'initial')
    ) OR EXISTS (SELECT FROM sold_bundles AS b WHERE b.bundle_id = product_id) THEN
        PERFORM refuse_stock('PS011', 'kind in use', json_build_object('product_id', product_id));
    END IF;
    DELETE FROM stock AS s WHERE s.product_id = product_id;
    DELETE FROM stock_movements AS m WHERE m.product_id = product_id;
    UPDATE products AS p SET kind = kind, parent_id = CASE WHEN kind <> 'parent' THEN p.parent_id END
    WHERE p.id = product_id;
    IF kind = 'product' THEN
        PERFORM open_stock(ARRAY[product_id], ARRAY[0::numeric], actor, 0::smallint, correlation_id);
    END IF;
END
$$
