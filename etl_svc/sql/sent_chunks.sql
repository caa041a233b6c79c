-- Which of these chunks a job has sent, in the name of whom it works for: a chunk is
-- counted in the transaction that puts it into the outbox, so none arrives before that.
-- What a job sent counts also when it has ended or was cancelled since.
CREATE OR REPLACE FUNCTION sent_chunks(imports bigint[], chunks bigint[], users bigint[])
 RETURNS TABLE(import_id bigint, chunk bigint)
 LANGUAGE sql STABLE
 SECURITY DEFINER
 SET search_path TO {schema}, pg_temp
AS $$
    SELECT told.import_id, told.chunk
    FROM unnest(imports, chunks, users) AS told (import_id, chunk, user_id)
    JOIN jobs ON jobs.id = told.import_id
    WHERE told.chunk < jobs.chunks AND told.user_id = jobs.user_id
$$
