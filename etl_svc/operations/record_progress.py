"""Record the newest progress of each source of a job."""

import json
from collections import Counter
from collections.abc import Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from etl_svc.operations.refresh_totals import refresh_totals
from shared.contracts.imports import ImportProgress

# Imports that no job here stands for are none of ours.
_UPSERT = text(
    """
    INSERT INTO job_progress (job_id, stage, source, rows, duplicates, refused, changed,
        withdrawn, returned, unmatched, codes, ts)
    SELECT job, stage, source, r, d, j, h, w, b, u, CAST(c AS jsonb), t FROM unnest(
        CAST(:jobs AS bigint[]), CAST(:stages AS text[]), CAST(:sources AS text[]),
        CAST(:rows AS bigint[]), CAST(:duplicates AS bigint[]),
        CAST(:refused AS bigint[]), CAST(:changed AS bigint[]),
        CAST(:withdrawn AS bigint[]), CAST(:returned AS bigint[]),
        CAST(:unmatched AS bigint[]), CAST(:codes AS text[]),
        CAST(:times AS timestamptz[])
    ) AS reported (job, stage, source, r, d, j, h, w, b, u, c, t)
    WHERE EXISTS (SELECT FROM jobs WHERE id = job)
    ORDER BY job, stage, source
    ON CONFLICT (job_id, stage, source) DO UPDATE SET
        rows = excluded.rows, duplicates = excluded.duplicates,
        refused = excluded.refused, changed = excluded.changed,
        withdrawn = excluded.withdrawn, returned = excluded.returned,
        unmatched = excluded.unmatched, codes = excluded.codes, ts = excluded.ts
    WHERE job_progress.ts < excluded.ts
    RETURNING job_id
    """
)


async def record_progress(db: AsyncSession, events: Sequence[ImportProgress]) -> None:
    """Counts are cumulative, so what comes twice or late changes nothing."""
    newest: dict[tuple[int, str, str], ImportProgress] = {}
    for event in events:
        key = (event.import_id, event.stage, event.source)
        if key not in newest or newest[key].ts < event.ts:
            newest[key] = event
    latest = list(newest.values())
    moved = await db.scalars(
        _UPSERT,
        {
            "jobs": [event.import_id for event in latest],
            "stages": [event.stage for event in latest],
            "sources": [event.source for event in latest],
            "rows": [event.rows for event in latest],
            "duplicates": [event.duplicates for event in latest],
            "refused": [len(event.rejected) for event in latest],
            "changed": [event.changed for event in latest],
            "withdrawn": [event.withdrawn for event in latest],
            "returned": [event.returned for event in latest],
            "unmatched": [event.unmatched for event in latest],
            "codes": [_codes(event) for event in latest],
            "times": [event.ts for event in latest],
        },
    )
    jobs = set(moved)
    if jobs:
        await refresh_totals(db, jobs)


def _codes(event: ImportProgress) -> str:
    return json.dumps(Counter(row.code for row in event.rejected))
