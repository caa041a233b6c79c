-- Needs products.kind.
-- Sells lines as take_lines does, of which some may be bundles: of those the components
-- leave the stock, all or none, each with a movement under the line's reference.
-- "consumed" says which, and how many of each; what they cost is what the line costs. A
-- refusal names the line of the bundle and the component that is short.
CREATE OR REPLACE FUNCTION take_basket(refs text[], actor bigint, lines stock_line[], short_stock text)
 RETURNS TABLE(line bigint, price numeric, units_found numeric, unit_cost numeric, cost numeric, tax_rate numeric, consumed json)
 LANGUAGE plpgsql
 SECURITY DEFINER
 SET search_path TO {schema}, pg_temp
 SET "TimeZone" TO 'UTC'
AS $$
#variable_conflict use_column
DECLARE
    parents json;
    part_refs text[];
    parts stock_line[];
    owners bigint[];
    about json;
BEGIN
    SELECT json_agg(json_build_object('line', l.n - 1, 'code', 'PS009', 'product_id', p.id,
        'kind', p.kind) ORDER BY l.n) INTO parents
    FROM unnest(lines) WITH ORDINALITY AS l(product_id, quantity, location_id, n)
    JOIN products AS p ON p.id = l.product_id WHERE p.kind = 'parent';
    IF parents IS NOT NULL THEN
        PERFORM refuse_stock('PS008', 'lines that cannot be sold', parents);
    END IF;
    SELECT array_agg(refs[l.n] ORDER BY l.n, c.component_id), array_agg(
            ROW(coalesce(c.component_id, l.product_id), l.quantity * coalesce(c.quantity, 1),
                l.location_id)::stock_line ORDER BY l.n, c.component_id),
        array_agg(l.n ORDER BY l.n, c.component_id)
    INTO part_refs, parts, owners
    FROM unnest(lines) WITH ORDINALITY AS l(product_id, quantity, location_id, n)
    LEFT JOIN (bundle_components AS c JOIN products AS b
            ON b.id = c.bundle_id AND b.archived_at IS NULL)
        ON c.bundle_id = l.product_id AND l.quantity = trunc(l.quantity);
    IF cardinality(parts) = cardinality(lines) AND NOT EXISTS (
        SELECT FROM unnest(lines, parts) AS x(a, b, c, d, e, f) WHERE a <> d
    ) THEN
        RETURN QUERY SELECT t.line, t.price, t.units_found, t.unit_cost, t.cost, t.tax_rate,
            NULL::json FROM take_lines(refs, actor, lines, short_stock) AS t;
        RETURN;
    END IF;
    INSERT INTO sold_bundles
    SELECT DISTINCT l.product_id FROM unnest(lines) AS l
    JOIN products AS p ON p.id = l.product_id WHERE p.kind = 'bundle'
    ON CONFLICT DO NOTHING;
    BEGIN
        RETURN QUERY
        SELECT owner - 1, CASE WHEN bool_or(bundled) THEN min(p.price) ELSE min(t.price) END,
            CASE WHEN bool_or(bundled) THEN max(ceil(t.units_found / t.each))
                ELSE min(t.units_found) END,
            CASE WHEN NOT bool_or(bundled) THEN min(t.unit_cost)
                WHEN count(*) = count(t.cost) THEN round(sum(t.cost) / min(t.sold), 6) END,
            CASE WHEN count(*) = count(t.cost) THEN sum(t.cost) END,
            min(p.tax_rate),
            CASE WHEN bool_or(bundled) THEN json_agg(json_build_object(
                'product_id', t.component, 'quantity', trim_scale(t.taken)) ORDER BY t.component) END
        FROM (
            SELECT taken.*, owners[taken.line + 1] AS owner,
                parts[taken.line + 1].product_id AS component,
                parts[taken.line + 1].quantity AS taken, lines[owners[taken.line + 1]].quantity AS sold,
                parts[taken.line + 1].quantity / lines[owners[taken.line + 1]].quantity AS each,
                lines[owners[taken.line + 1]].product_id AS product,
                lines[owners[taken.line + 1]].product_id <> parts[taken.line + 1].product_id AS bundled
            FROM take_lines(part_refs, actor, parts, short_stock) AS taken
        ) AS t JOIN products AS p ON p.id = t.product
        GROUP BY owner;
    EXCEPTION WHEN SQLSTATE 'PS008' THEN
        GET STACKED DIAGNOSTICS about = PG_EXCEPTION_DETAIL;
        SELECT json_agg(jsonb_set(of_part::jsonb, '{line}',
            to_jsonb(owners[(of_part ->> 'line')::integer + 1] - 1))) INTO about
        FROM json_array_elements(about) AS of_part;
        PERFORM refuse_stock('PS008', 'lines that cannot be sold', about);
    END;
END
$$
