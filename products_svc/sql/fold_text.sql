-- Case and accents aside, with what every PostgreSQL has: unaccent and pg_trgm
-- are extensions, which the wheel for the local stack does not carry.
CREATE OR REPLACE FUNCTION fold_text(value text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN lower(regexp_replace(NORMALIZE(value, NFKD), '[\u0300-\u036f]'::text, ''::text, 'g'::text))
