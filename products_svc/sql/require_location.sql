-- Nothing is put where nobody works any more. The lock keeps the location from being
-- archived until the caller's units are there; one that never was is left to the
-- foreign key.
CREATE OR REPLACE FUNCTION require_location(wanted bigint)
 RETURNS void
 LANGUAGE plpgsql
AS $$
DECLARE
    archived boolean;
BEGIN
    SELECT archived_at IS NOT NULL INTO archived FROM locations WHERE id = wanted FOR SHARE;
    IF archived THEN
        RAISE EXCEPTION USING ERRCODE = 'PS006', MESSAGE = 'archived location';
    END IF;
END
$$
