-- What people search by: without case, accents and ligatures, with the apostrophes,
-- quotation marks and dashes of a keyboard, and without what nobody sees. With what
-- every PostgreSQL has: unaccent and pg_trgm are extensions, which the wheel for the
-- local stack does not carry. Some locales know capitals of plain letters only, so
-- ligatures and letters with strokes are listed in both.
CREATE OR REPLACE FUNCTION fold_text(value text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
RETURN replace(replace(replace(lower(translate(regexp_replace(NORMALIZE(translate(value, '´¨'::text, '''"'::text), NFKD), '[\u0300-\u036f\u00ad\u200b-\u200f\u2060-\u2064\ufeff]'::text, ''::text, 'g'::text), '‘’‚‛ʹʼˈ′‵`ˋ‹›“”„‟″«»‐‒–—―−ŒÆẞØŁĐĦøłđħı'::text, '''''''''''''''''''''''''''"""""""------œæßoldholdhi'::text)), 'œ'::text, 'oe'::text), 'æ'::text, 'ae'::text), 'ß'::text, 'ss'::text)
