-- In what products are counted, for sums over sales, which know products by their
-- numbers; archived ones too.
CREATE OR REPLACE FUNCTION units_of(ids bigint[])
 RETURNS TABLE(product_id bigint, unit text)
 LANGUAGE sql
 STABLE SECURITY DEFINER
 SET search_path TO {schema}, pg_temp
AS $$
SELECT p.id, p.unit FROM products AS p WHERE p.id = ANY(ids)
$$
