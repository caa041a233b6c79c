"""Refresh the totals of jobs from the progress of each source."""

from collections.abc import Collection

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from etl_svc.operations.publish_reach import publish_reach

# The lock is a statement of its own: the sums are then read by a later snapshot,
# which sees what whoever held the lock before has committed.
_LOCK = text(
    "SELECT id FROM jobs WHERE id = ANY(CAST(:ids AS bigint[])) ORDER BY id FOR UPDATE"
)
_SUM = text(
    """
    WITH progress AS (
        SELECT job_id, stage, rows, duplicates, refused, changed, withdrawn, returned,
            unmatched,
            stage = 'recorded' AND source LIKE 'sales_svc/%'
                AND split_part(source, '/', 2)::bigint < resent_from AS earlier
        FROM job_progress JOIN jobs ON jobs.id = job_id
        WHERE job_id = ANY(CAST(:ids AS bigint[]))
    ), sums AS (
        SELECT id,
            coalesce(sum(rows) FILTER (WHERE stage = 'recorded'), 0) AS recorded,
            coalesce(sum(CASE WHEN earlier THEN -rows - returned ELSE duplicates END)
                FILTER (WHERE stage = 'recorded'), 0) AS duplicate,
            coalesce(sum(refused) FILTER (WHERE stage = 'recorded' AND NOT earlier), 0)
                AS refused,
            coalesce(sum(changed) FILTER (WHERE stage = 'recorded'), 0) AS changed,
            coalesce(sum(withdrawn) FILTER (WHERE stage = 'recorded'), 0) AS withdrawn,
            coalesce(sum(returned) FILTER (WHERE stage = 'recorded'), 0) AS returned,
            -- What an earlier round withdrew finds nothing to withdraw again.
            coalesce(sum(CASE WHEN earlier THEN -withdrawn ELSE unmatched END)
                FILTER (WHERE stage = 'recorded'), 0) AS unmatched,
            coalesce(sum(rows) FILTER (WHERE stage = 'folded'), 0) AS folded
        FROM unnest(CAST(:ids AS bigint[])) AS requested (id)
        LEFT JOIN progress ON job_id = id
        GROUP BY id
    ), totals AS (
        SELECT sums.*, status = 'running' AND sent_at IS NOT NULL
            AND recorded + duplicate + refused + withdrawn + returned + unmatched
                >= rows_sent AND folded >= recorded AS done
        FROM sums JOIN jobs USING (id)
    )
    UPDATE jobs SET
        rows_recorded = recorded,
        rows_duplicate = greatest(duplicate, 0),
        rows_refused = refused,
        rows_changed = changed,
        rows_withdrawn = withdrawn,
        -- What undoing another import recorded again is folded once more.
        rows_folded = least(folded, recorded),
        status = CASE WHEN done THEN 'done' ELSE status END,
        finished_at = CASE WHEN done THEN clock_timestamp() ELSE finished_at END,
        updated_at = clock_timestamp()
    FROM totals WHERE jobs.id = totals.id
    RETURNING jobs.id, done
    """
)


async def refresh_totals(db: AsyncSession, ids: Collection[int]) -> None:
    """A job is done when everything it sent is recorded, known before or refused,
    and everything recorded is folded.

    What an earlier round recorded comes back as known in the round that was sent
    again: there it is no duplicate, and what was refused is refused once more.
    """
    parameters = {"ids": sorted(set(ids))}
    await db.execute(_LOCK, parameters)
    totals = await db.execute(_SUM, parameters)
    done = [row.id for row in totals if row.done]
    if done:
        await publish_reach(db, done)
