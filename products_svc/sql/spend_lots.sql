-- Needs lots.on_hand.
-- Which lots units of a movement left from, when nobody says so: first expired, first out.
-- Before what has expired go units of no lot: what may not be sold any more is the last
-- to be taken for sold. Of what was thrown away because it expired it is the first.
CREATE OR REPLACE FUNCTION spend_lots(moved stock_movements, units numeric, correlation_id text)
 RETURNS void
 LANGUAGE plpgsql
AS $$
#variable_conflict use_variable
DECLARE
    today date := (clock_timestamp() AT TIME ZONE
        coalesce((SELECT s.time_zone FROM shop AS s), 'UTC'))::date;
    of_no_lot numeric;
    part record;
    taken numeric;
BEGIN
    SELECT moved.on_hand + units - coalesce(sum(l.on_hand), 0) INTO of_no_lot FROM lots AS l
    WHERE l.product_id = moved.product_id AND l.location_id = moved.location_id;
    FOR part IN
        SELECT NULL::bigint AS id, of_no_lot AS on_hand, 2 AS turn, NULL::date AS expires_on
        UNION ALL
        SELECT l.id, l.on_hand, CASE WHEN l.expires_on >= today OR l.expires_on IS NULL THEN 1
            WHEN moved.reason = 'expiry' THEN 0 ELSE 3 END, l.expires_on
        FROM lots AS l
        WHERE l.product_id = moved.product_id AND l.location_id = moved.location_id
            AND l.on_hand > 0
        ORDER BY turn, expires_on NULLS LAST, id
    LOOP
        taken := least(units, part.on_hand);
        CONTINUE WHEN taken <= 0;
        IF part.id IS NOT NULL THEN
            PERFORM change_lot(part.id, moved.id, -taken, correlation_id);
        END IF;
        units := units - taken;
    END LOOP;
END
$$
