-- Needs stock.value.
-- Formerly return_stock(text, bigint, stock_line[]).
-- take_back_stock without a note, as releases from before there was one call it.
CREATE OR REPLACE FUNCTION return_stock(reference text, actor bigint, lines stock_line[], sale text DEFAULT NULL::text)
 RETURNS TABLE(product_id bigint, location_id bigint, quantity numeric, price numeric, on_hand numeric, movement_id bigint)
 LANGUAGE sql
 SECURITY DEFINER
 SET search_path TO {schema}, pg_temp
 SET "TimeZone" TO 'UTC'
AS $$
SELECT * FROM take_back_stock(reference, actor, lines, sale, NULL)
$$
