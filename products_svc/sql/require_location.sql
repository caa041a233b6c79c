-- Nothing is put where nobody works any more. Called with the stock row's lock held:
-- whoever archives the location takes these locks too (hold_stock), so either sees what
-- the other did. A location that never was is left to the foreign key.
CREATE OR REPLACE FUNCTION require_location(wanted bigint)
 RETURNS void
 LANGUAGE plpgsql
AS $$
BEGIN
    IF EXISTS (SELECT FROM locations WHERE id = wanted AND archived_at IS NOT NULL) THEN
        RAISE EXCEPTION USING ERRCODE = 'PS006', MESSAGE = 'archived location';
    END IF;
END
$$
