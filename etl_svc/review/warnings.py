"""What somebody should know of imports, though nothing went wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast, get_args

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from etl_svc.files.states import bare, state_of
from etl_svc.rules import Notice
from etl_svc.tables import Job

WarningCode = Literal[
    "mostly_known", "changes", "gone", "added_up", "returns_refused", "unknown_states",
    "case_differs", "catalogue_case", "archived", "code_like_date", "code_like_number",
    "quantity_precision", "unit_mismatch",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class JobWarning:
    """What somebody should know of an import, though nothing went wrong."""

    code: WarningCode
    message: str
    params: Mapping[str, int | str]


ODD = frozenset(get_args(WarningCode))


@dataclass(frozen=True, slots=True)
class Found:
    """Counts of a job that may be worth a word."""

    rows: int
    known: int
    same_file: bool
    changed: int
    withdrawn: int
    gone: int
    unreadable: int
    added_up: int
    returns_refused: int
    unknown_states: Sequence[str]
    odd: Sequence[Notice] = ()
    """Notices of rows that look odd."""


def warnings_of(found: Found) -> list[JobWarning]:
    """A file of which most is known may be another till's, whose rows look the same;
    the same file once more is what it says."""
    told: list[tuple[bool, WarningCode, str, dict[str, int | str]]] = [
        (
            found.known * 2 > found.rows and not found.same_file,
            "mostly_known",
            "Most rows are known from an earlier import of this source and change"
            " nothing. If they are of another till or shop, give it a source of its own.",
            {"known": found.known, "rows": found.rows},
        ),
        (
            found.changed + found.withdrawn > 0,
            "changes",
            "Rows that say something else than what an earlier import recorded take its"
            " place; undoing this import brings it back.",
            {"changed": found.changed, "withdrawn": found.withdrawn},
        ),
        (
            found.gone > 0,
            "gone",
            "For the days of this file more is recorded of its source than it tells of,"
            " or than can be read of it. That stays as it is, unless a dry run of the"
            " file is committed with gone=void.",
            {"gone": found.gone, "unreadable": found.unreadable},
        ),
        (
            found.added_up > 0,
            "added_up",
            "Several rows of the same product and day: all of them count.",
            {"rows": found.added_up},
        ),
        (
            found.returns_refused > 0,
            "returns_refused",
            "Rows came back of which no sale was found, in this file or earlier ones.",
            {"rows": found.returns_refused},
        ),
        (
            bool(found.unknown_states),
            "unknown_states",
            "Nobody knows whether rows in these states were sold.",
            {"states": ", ".join(found.unknown_states)},
        ),
    ]
    odd = [_warning_of(notice) for notice in found.odd]
    return odd + [
        JobWarning(code, text, params) for so, code, text, params in told if so
    ]


def _warning_of(notice: Notice) -> JobWarning:
    """A notice by its code, with its first row as the example."""
    params: dict[str, int | str] = {
        "rows": notice.rows,
        "line": notice.line,
        "value": notice.value,
    }
    told = f"{notice.field}: {notice.message}."
    return JobWarning(cast(WarningCode, notice.code), told, params)


_CODES = text("""
SELECT job_id, code, CAST(sum(CAST(n AS bigint)) AS bigint)
FROM job_progress, jsonb_each_text(codes) AS c (code, n)
WHERE job_id = ANY(CAST(:jobs AS bigint[])) GROUP BY 1, 2
""")
_SAME_FILE = text("""
SELECT id FROM jobs AS j WHERE id = ANY(CAST(:jobs AS bigint[]))
    AND EXISTS (SELECT FROM jobs AS e WHERE e.digest = j.digest AND e.id < j.id)
""")


async def warnings_by_job(
    db: AsyncSession, jobs: Sequence[Job]
) -> dict[int, list[JobWarning]]:
    """Of each of these jobs, by its id."""
    ids = {"jobs": [job.id for job in jobs]}
    same_file = set(await db.scalars(_SAME_FILE, ids))
    codes: dict[int, dict[str, int]] = {job.id: {} for job in jobs}
    for job_id, code, rows in await db.execute(_CODES, ids):
        codes[job_id][code] = rows
    return {
        job.id: warnings_of(_found(job, codes[job.id], same_file=job.id in same_file))
        for job in jobs
    }


def _found(job: Job, codes: Mapping[str, int], *, same_file: bool) -> Found:
    """``codes`` are those for which sales_svc refused rows, and how many."""
    compared = job.comparison or {}
    layout = job.layout or {}
    return Found(
        rows=job.rows_sent or job.rows_accepted,
        known=job.rows_duplicate or compared.get("same", 0),
        same_file=same_file,
        changed=job.rows_changed or compared.get("changed", 0),
        withdrawn=job.rows_withdrawn or compared.get("withdrawn", 0),
        gone=0 if job.params.get("gone") == "void" else compared.get("gone", 0),
        unreadable=job.rows_invalid,
        added_up=job.rows_added_up,
        returns_refused=codes.get("return_without_sale", 0),
        unknown_states=[
            word
            for word in job.states
            if bare(word) not in layout.get("states", {})
            and state_of(word) is None
            and state_of(word, is_type=True) is None
        ],
        odd=[Notice(**told) for told in job.notices if told["code"] in ODD],
    )
