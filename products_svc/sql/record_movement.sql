-- Needs stock.value.
-- Formerly record_movement(bigint, bigint, numeric, numeric, text, text, text, bigint, text).
-- The one way to a movement: it changes the row of stock and tells of it. "held" is that
-- row as its lock found it, so ids, times and outbox rows come in the order in which the
-- changes of the row commit. Whether there is enough is the caller's question.
--
-- Units leave at the average cost, the last of them with all that is left; they come in
-- at what was said of them, else at the last average, else at the usual supplier's cost,
-- else nobody knows at what. "worth" is what they cost together where that is not units
-- times unit cost; with a delta of 0 it is by how much the value changes. No more leaves
-- than stands there: the rest of what was said is the movement's cost_variance. The first
-- cost that is known gives what stood there until then its value.
CREATE OR REPLACE FUNCTION record_movement(held stock, delta numeric, reason text, reference text, note text, actor bigint, correlation_id text, source text DEFAULT NULL::text, unit_cost numeric DEFAULT NULL::numeric, worth numeric DEFAULT NULL::numeric)
 RETURNS stock_movements
 LANGUAGE plpgsql
AS $$
#variable_conflict use_variable
DECLARE
    moved stock_movements;
    units numeric := abs(delta);
    units_after numeric := held.on_hand + delta;
    said numeric := coalesce(worth, round(units * unit_cost, 2));
    cost numeric := coalesce(unit_cost, worth / nullif(units, 0), CASE
        WHEN held.average_cost IS NOT NULL AND held.on_hand > 0 THEN held.value / held.on_hand
        ELSE held.average_cost END);
    change numeric;
BEGIN
    IF delta <> trunc(delta) THEN
        PERFORM require_precision(held.product_id, delta);
    END IF;
    IF cost IS NULL AND delta > 0 THEN
        cost := usual_cost(held.product_id);
    END IF;
    IF held.average_cost IS NULL AND cost IS NOT NULL AND held.on_hand > 0 AND delta <> 0 THEN
        moved := record_movement(held, 0, 'revaluation', NULL, NULL, actor, correlation_id,
            source, cost, round(held.on_hand * cost, 2));
        held.value := moved.value_after;
        held.average_cost := cost;
    END IF;
    IF cost IS NOT NULL THEN
        change := CASE
            WHEN units_after = 0 THEN -held.value
            WHEN delta = 0 THEN greatest(coalesce(worth, 0), -held.value)
            WHEN delta > 0 THEN coalesce(said, round(delta * cost, 2))
            ELSE -least(coalesce(said, round(units * held.value / held.on_hand, 2)), held.value)
        END;
    END IF;
    UPDATE stock AS s
    SET on_hand = units_after, value = held.value + coalesce(change, 0), average_cost = CASE
        WHEN units_after > 0 AND cost IS NOT NULL
        THEN round((held.value + change) / units_after, 6)
        ELSE coalesce(held.average_cost, round(cost, 6)) END
    WHERE s.product_id = held.product_id AND s.location_id = held.location_id
        AND s.on_hand = held.on_hand;
    IF NOT FOUND THEN
        RAISE object_not_in_prerequisite_state USING MESSAGE = 'stock is not as it was read';
    END IF;
    INSERT INTO stock_movements (product_id, location_id, delta, on_hand, reason, reference,
        note, unit_cost, value, value_after, cost_variance, source, actor)
    VALUES (held.product_id, held.location_id, delta, units_after, reason, reference, note,
        round(cost, 6), change, held.value + change,
        nullif(CASE WHEN delta < 0 THEN -said ELSE said END - change, 0), source, actor)
    RETURNING * INTO moved;
    INSERT INTO outbox (topic, payload, correlation_id)
    VALUES ('stock.moved', moved_event(moved), correlation_id);
    IF EXISTS (
        SELECT FROM lots AS l
        WHERE l.product_id = held.product_id AND l.location_id = held.location_id
    ) THEN
        PERFORM follow_lots(moved, correlation_id);
    END IF;
    RETURN moved;
END
$$
