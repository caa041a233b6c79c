-- Needs stock_movements.unit_cost.
-- What stock.moved carries (shared.contracts.products.StockMoved): of whole units
-- integers, 2 and not 2.000.
CREATE OR REPLACE FUNCTION moved_event(moved stock_movements)
 RETURNS json
 LANGUAGE sql
 STABLE
AS $$
    SELECT json_strip_nulls(json_build_object(
        'movement_id', moved.id, 'product_id', moved.product_id,
        'location_id', moved.location_id, 'delta', trim_scale(moved.delta),
        'stock', trim_scale(moved.on_hand),
        'reason', moved.reason, 'reference', moved.reference,
        'unit_cost', trim_scale(moved.unit_cost),
        'average_cost', trim_scale(round(moved.value_after / nullif(moved.on_hand, 0), 6)),
        'value', moved.value_after, 'source', moved.source,
        'ts', to_char(moved.ts AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')))
$$
