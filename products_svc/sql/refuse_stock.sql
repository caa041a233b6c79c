-- Needs products.quantity_decimals.
CREATE OR REPLACE FUNCTION refuse_stock(code text, reason text, about json)
 RETURNS void
 LANGUAGE plpgsql
 {quietly}
AS $$
BEGIN
    RAISE EXCEPTION USING ERRCODE = code, MESSAGE = reason, DETAIL = about;
END
$$
