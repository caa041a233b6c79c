-- Lines of one call, merged and in the order in which every caller locks rows,
-- so that baskets in opposite order cannot deadlock. A quantity that is no
-- positive number makes its whole line null, which the callers refuse.
CREATE OR REPLACE FUNCTION merge_lines(lines stock_line[])
 RETURNS stock_line[]
 LANGUAGE sql
 STABLE
AS $$
    SELECT array_agg(ROW(product_id, quantity, location_id)::stock_line ORDER BY product_id, location_id)
    FROM (
        SELECT product_id, coalesce(location_id, 1) AS location_id,
            CASE WHEN bool_and(coalesce(quantity, 0) > 0) THEN sum(quantity) END AS quantity
        FROM unnest(lines) GROUP BY 1, 2
    ) AS merged
$$
