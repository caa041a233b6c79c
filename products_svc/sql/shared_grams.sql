-- Which share of a word's runs of three characters are among those of a text: from 0 to 1.
CREATE OR REPLACE FUNCTION shared_grams(word text[], value text[])
 RETURNS real
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $$
SELECT (count(*) FILTER (WHERE gram = ANY (value)))::real / greatest(count(*), 1)
FROM unnest(word) AS gram
$$
