-- Codes and names for lists of sales, which know products by their numbers; archived
-- ones too.
CREATE OR REPLACE FUNCTION name_products(ids bigint[])
 RETURNS TABLE(product_id bigint, sku text, name text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO {schema}, pg_temp
AS $$
SELECT p.id, p.sku, p.name FROM products AS p WHERE p.id = ANY(ids)
$$
