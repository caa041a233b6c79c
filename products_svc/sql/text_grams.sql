-- The words of a folded text in runs of three characters, a space before and behind each
-- word: what two spellings of a word have in common. As pg_trgm has them but for its
-- second space in front, which every word of that first letter would share.
CREATE OR REPLACE FUNCTION text_grams(value text)
 RETURNS text[]
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $$
SELECT ARRAY(
    SELECT DISTINCT substr(word, start, 3)
    FROM (
        SELECT ' ' || part || ' ' AS word
        FROM regexp_split_to_table(value, '[^[:alnum:]]+') AS part
        WHERE part <> ''
    ) AS words, generate_series(1, length(word) - 2) AS start
)
$$
