-- Needs products.kind.
-- How many of a bundle all locations together could sell: at each as many as the least
-- component there is enough for.
CREATE OR REPLACE FUNCTION available_bundles(bundle bigint)
 RETURNS numeric
 LANGUAGE sql
 STABLE
AS $$
    SELECT coalesce(sum(units), 0) FROM (
        SELECT min(floor(s.on_hand / c.quantity)) AS units
        FROM bundle_components AS c JOIN products AS p ON p.id = c.component_id
        JOIN stock AS s ON s.product_id = c.component_id
        WHERE c.bundle_id = bundle AND p.archived_at IS NULL
        GROUP BY s.location_id
        HAVING count(*) = (SELECT count(*) FROM bundle_components AS a WHERE a.bundle_id = bundle)
    ) AS here
$$
