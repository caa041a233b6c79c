-- Needs lots.on_hand.
-- What lot.changed carries (shared.contracts.lots.LotChanged).
CREATE OR REPLACE FUNCTION lot_event(changed lots)
 RETURNS json
 LANGUAGE sql
 STABLE
AS $$
    SELECT json_strip_nulls(json_build_object(
        'lot_id', changed.id, 'product_id', changed.product_id,
        'location_id', changed.location_id, 'code', changed.code,
        'on_hand', trim_scale(changed.on_hand), 'expires_on', changed.expires_on,
        'version', changed.version,
        'ts', to_char(changed.updated_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')))
$$
