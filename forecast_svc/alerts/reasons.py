"""What each kind of alert is raised for, as one query each.

A subject is a text, so that thousands of them are matched by hash and not each with each.
"""

_WILL_RUN_OUT = """
SELECT 'will_run_out', format('product/%s/%s', a.product_id, a.location_id),
    a.product_id, a.location_id, CAST(NULL AS text),
    jsonb_build_object('chance', a.detail #> '{chances,before_arrival}',
        'on_hand', a.on_hand, 'order_by', a.order_by, 'quantity', a.quantity,
        'money_at_risk', a.money_at_risk)
FROM advice a JOIN live_products p USING (product_id)
WHERE NOT p.archived AND a.on_hand > 0 AND CAST(
    a.detail #>> '{chances,before_arrival}' AS double precision) >= :run_out_chance
"""
_RAN_OUT = """
SELECT 'ran_out', format('product/%s/%s', k.product_id, k.location_id), k.product_id,
    k.location_id, NULL, jsonb_build_object('since', k.moved_at)
FROM live_stock k JOIN live_products p USING (product_id)
WHERE k.on_hand = 0 AND NOT p.archived AND p.kind = 'product' AND EXISTS (
    SELECT FROM live_daily d WHERE d.product_id = k.product_id AND d.quantity > 0
        AND d.location_id = k.location_id AND d.day > CAST(:today AS date) - 90)
"""
_DEMAND_OFF = """
SELECT 'demand_off', format('product/%s', product_id), product_id, NULL, NULL,
    jsonb_build_object('week_from', as_of + 1, 'deviation', round(CAST(deviation AS numeric), 1),
        'direction', CASE WHEN deviation > 0 THEN 'too_high' ELSE 'too_low' END)
FROM (SELECT DISTINCT ON (product_id) product_id, as_of, deviation FROM scored_weeks
    WHERE deviation IS NOT NULL AND as_of > CAST(:today AS date) - 21
    ORDER BY product_id, as_of DESC) w JOIN live_products p USING (product_id)
WHERE NOT p.archived AND abs(deviation) >= :demand_deviation
"""
_BIAS = """
SELECT 'bias', format('product/%s', product_id), product_id, NULL, NULL,
    jsonb_build_object('since', since, 'direction', direction)
FROM bias_alarms JOIN live_products p USING (product_id) WHERE NOT p.archived
"""
_LATE_DELIVERY = """
SELECT 'late_delivery', format('purchase_order/%s', purchase_order_id), NULL,
    min(location_id), format('purchase_order/%s', purchase_order_id),
    jsonb_build_object('supplier_id', min(supplier_id), 'expected_on', min(expected_on),
        'days', CAST(:today AS date) - min(expected_on), 'lines', count(*))
FROM live_purchase_lines
WHERE status IN ('placed', 'partially_received') AND open > 0
    AND expected_on < CAST(:today AS date) - CAST(:late_days AS integer)
GROUP BY purchase_order_id
"""
_DEAD_STOCK = """
SELECT 'dead_stock', format('product/%s/%s', a.product_id, a.location_id), a.product_id,
    a.location_id, NULL, jsonb_build_object('on_hand', k.on_hand,
        'last_sold_on', a.stock -> 'last_sold_on',
        'value', round(k.on_hand * k.average_cost, 2))
FROM advice a JOIN live_stock k USING (product_id, location_id)
    JOIN live_products p USING (product_id)
WHERE NOT p.archived AND k.on_hand > 0 AND CAST(a.stock ->> 'dead' AS boolean)
    AND coalesce(k.on_hand * k.average_cost, :dead_value) >= :dead_value
"""
_OVERSTOCK = """
SELECT 'overstock', format('product/%s/%s', product_id, location_id), product_id,
    location_id, NULL, jsonb_build_object('units', stock -> 'overstock',
        'value', stock -> 'overstock_value')
FROM advice JOIN live_products p USING (product_id)
WHERE NOT p.archived AND NOT CAST(stock ->> 'dead' AS boolean)
    AND CAST(stock ->> 'overstock_value' AS double precision) >= :overstock_value
    AND CAST(stock ->> 'overstock' AS double precision) > 0
"""
_EXPIRES_UNSOLD = """
SELECT 'expires_unsold', format('lot/%s', lot_id), product_id, location_id,
    format('lot/%s', lot_id), jsonb_build_object('expires_on', expires_on, 'code', code,
        'on_hand', on_hand, 'unsold', round(CAST(unsold AS numeric), 1))
FROM (
    SELECT l.*, CASE WHEN expires_on < CAST(:today AS date) THEN on_hand
        WHEN d.units IS NOT NULL THEN least(on_hand, held - d.units) END AS unsold
    FROM (SELECT *, sum(on_hand) FILTER (WHERE expires_on >= CAST(:today AS date)) OVER (
            PARTITION BY product_id, location_id ORDER BY expires_on, lot_id) AS held
        FROM live_lots WHERE expires_on < CAST(:today AS date) + CAST(:expiry_days AS integer)) l
    CROSS JOIN LATERAL (SELECT (
        SELECT (SELECT coalesce(sum(m), 0)
            FROM unnest(f.mean[1:greatest(l.expires_on - f.as_of, 0)]) AS m)
        FROM demand_forecasts f
        WHERE f.product_id = l.product_id AND f.location_id = l.location_id
        ORDER BY f.as_of DESC LIMIT 1) AS units) d
) AS lots JOIN live_products p USING (product_id)
WHERE NOT p.archived AND unsold >= :expiry_units
"""
REASONS = " UNION ALL ".join(
    (
        _RAN_OUT,
        _DEMAND_OFF,
        _BIAS,
        _LATE_DELIVERY,
        _EXPIRES_UNSOLD,
        _WILL_RUN_OUT,
        _DEAD_STOCK,
        _OVERSTOCK,
    )
)
"""All of them: kind, subject, product, location, reference, params."""
