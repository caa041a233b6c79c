CREATE OR REPLACE FUNCTION refuse_stock(code text, reason text, product_id bigint, units_left integer)
 RETURNS void
 LANGUAGE plpgsql
 {quietly}
AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = code, MESSAGE = reason,
        DETAIL = json_build_object('product_id', product_id, 'left', units_left);
END
$$
